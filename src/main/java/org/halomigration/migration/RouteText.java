package org.halomigration.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A route file as a tree that still knows its lines, which is what Camel's own model forgets about endpoint options. */
final class RouteText {
    private final List<MappingNode> mappings = new ArrayList<>();
    private final List<ScalarNode> keys = new ArrayList<>();
    private final List<ScalarNode> values = new ArrayList<>();
    private final Node root;

    private RouteText(Node root) {
        this.root = root;
        collect(root);
    }

    /**
     * The same parser that Camel uses, so both agree on what is YAML.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException with the place where it stops being YAML
     */
    static Optional<RouteText> parse(String text) {
        return new Compose(LoadSettings.builder().build()).composeString(text).map(RouteText::new);
    }

    /** The entries of the file's list, each a mapping with one key such as {@code route}. */
    List<MappingNode> flows() {
        List<MappingNode> flows = new ArrayList<>();
        if (root instanceof SequenceNode list) {
            list.getValue().stream().filter(MappingNode.class::isInstance).forEach(flow -> flows.add((MappingNode) flow));
        }
        return flows;
    }

    /** The given route ids; a route without one is not among them. */
    List<ScalarNode> routeIds() {
        return flows().stream()
                .map(flow -> value(flow, "route").or(() -> value(flow, "from")).flatMap(route -> scalar(route, "id")))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether it holds error handling that routes of other files name. */
    boolean configuresOthers() {
        return flows().stream().anyMatch(flow -> entry(flow, "routeConfiguration").isPresent());
    }

    /** When to load it: 0 configures others, 1 is only called by others, 2 starts by itself. */
    int turn() {
        if (configuresOthers()) {
            return 0;
        }
        boolean called = flows().stream()
                .map(flow -> value(flow, "route").flatMap(route -> value(route, "from")).or(() -> value(flow, "from")))
                .flatMap(Optional::stream)
                .allMatch(from -> scalar(from, "uri").map(uri -> uri.getValue().startsWith("direct")).orElse(false));
        return called ? 1 : 2;
    }

    /** All mappings at or below this node, top to bottom. */
    static List<MappingNode> mappingsIn(Node node) {
        return new RouteText(node).mappings;
    }

    /** The line of the longest value that satisfies this; the longest says most. */
    Optional<Integer> lineOfValue(Predicate<String> wanted) {
        return values.stream()
                .filter(value -> wanted.test(value.getValue()))
                .reduce((a, b) -> b.getValue().length() > a.getValue().length() ? b : a)
                .map(RouteText::line);
    }

    /** The last line with this key that is not below the given one. */
    Optional<Integer> lineOfKey(String key, int notBelow) {
        return keys.stream().filter(node -> node.getValue().equals(key)).map(RouteText::line).filter(line -> line <= notBelow).max(Integer::compare);
    }

    /** The line of the first entry with this key and value. */
    Optional<Integer> lineOfEntry(String key, String value) {
        return mappings.stream()
                .flatMap(mapping -> scalar(mapping, key).stream())
                .filter(found -> found.getValue().equals(value))
                .map(RouteText::line)
                .findFirst();
    }

    static Optional<NodeTuple> entry(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().filter(tuple -> key.equals(text(tuple.getKeyNode()))).findFirst()
                : Optional.empty();
    }

    static Optional<Node> value(Node node, String key) {
        return entry(node, key).map(NodeTuple::getValueNode);
    }

    /** The value of a scalar entry, or empty where the key is missing or holds a tree. */
    static Optional<ScalarNode> scalar(Node node, String key) {
        return value(node, key).filter(ScalarNode.class::isInstance).map(ScalarNode.class::cast);
    }

    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Counted from 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private void collect(Node node) {
        if (node instanceof MappingNode mapping) {
            mappings.add(mapping);
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    keys.add(key);
                }
                collect(tuple.getValueNode());
            }
        } else if (node instanceof SequenceNode list) {
            list.getValue().forEach(this::collect);
        } else if (node instanceof ScalarNode scalar) {
            values.add(scalar);
        }
    }
}
