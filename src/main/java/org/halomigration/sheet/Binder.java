package org.halomigration.sheet;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Makes a record of a YAML section, for any record whose components have a {@link Key}, and a problem of everything that does not fit. */
final class Binder {
    private final Role role;
    private final Scalars scalars;
    private final Problems problems;
    private final Map<String, Integer> lines = new HashMap<>();
    /** Keys that seem to be there under another name, so that they are not said to be missing, too. */
    private final Set<String> misspelt = new HashSet<>();

    Binder(Role role, Scalars scalars, Problems problems) {
        this.role = role;
        this.scalars = scalars;
        this.problems = problems;
    }

    /** The line of every key that was looked for. */
    Map<String, Integer> lines() {
        return lines;
    }

    /**
     * The record; of no use when problems were added.
     *
     * @param given values of the components that the sheet has no key for
     */
    Object section(Class<?> type, Node node, Place at, Map<String, Object> given) {
        Shape shape = Shape.of(type);
        if (!(node instanceof MappingNode mapping)) {
            problems.add(at, shape.expected(), Nodes.kind(node), "");
            return null;
        }
        int before = problems.count();
        Map<String, NodeTuple> written = written(mapping, shape, at);
        Map<String, Object> values = new LinkedHashMap<>(given);
        for (Shape.Entry entry : shape.entries()) {
            values.put(entry.component().getName(), value(entry, written.get(entry.name()), at));
        }
        Object made = make(type, values);
        if (problems.count() == before && at.used() && made instanceof Ruled ruled) {
            for (Ruled.Breach breach : ruled.breaches(role)) {
                String key = at.key(breach.key(), null, true).key();
                problems.add(new Place(key, lines.getOrDefault(key, at.line()), true), breach.expected(), breach.found(), "");
            }
        }
        return made;
    }

    private Map<String, NodeTuple> written(MappingNode mapping, Shape shape, Place at) {
        Map<String, NodeTuple> written = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node node = tuple.getKeyNode();
            if (!(node instanceof ScalarNode scalar)) {
                problems.add(at.key("?", node, true), "a key that is a word", Nodes.kind(node), "");
                continue;
            }
            Place place = at.key(Nodes.shown(scalar.getValue()), node, true);
            NodeTuple first = written.putIfAbsent(scalar.getValue(), tuple);
            if (first != null) {
                int line = first.getKeyNode().getStartMark().getLine() + 1;
                problems.add(place, "this key once", "it again (first on line " + line + ")", "");
            } else if (!shape.keys().contains(scalar.getValue())) {
                Optional<String> meant = Nearest.to(scalar.getValue(), shape.keys());
                meant.ifPresent(key -> misspelt.add(at.key(key, node, true).key()));
                problems.add(place, "a known key", "an unknown one", meant.map(key -> "Did you mean " + key + "?")
                        .orElse("Known here: " + String.join(", ", shape.keys()) + "."));
            }
        }
        return written;
    }

    private Object value(Shape.Entry entry, NodeTuple tuple, Place section) {
        Key key = entry.key();
        Node node = tuple == null ? null : tuple.getValueNode();
        Place at = section.key(entry.name(), key(tuple), key.usedBy().by(role));
        lines.put(at.key(), at.line());
        if (!Nodes.absent(node)) {
            return entry.list() ? list(entry, node, at) : one(entry, node, at);
        }
        if (key.need().by(role)) {
            if (misspelt.contains(at.key())) {
                return null;
            }
            String advice = key.need() == Need.ALWAYS ? "" : "It is required with halo.role " + role.name().toLowerCase() + ".";
            problems.add(at, entry.expected(), "nothing", advice);
            return entry.list() ? List.of() : null;
        }
        if (!key.byDefault().isEmpty()) {
            return one(entry, SheetReader.compose(key.byDefault()), at);
        }
        return entry.list() ? List.of() : null;
    }

    private Object list(Shape.Entry entry, Node node, Place at) {
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(at, entry.expected(), Nodes.kind(node), "");
            return List.of();
        }
        if (sequence.getValue().isEmpty() && entry.key().need().by(role)) {
            problems.add(at, entry.expected(), "an empty list", "");
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            items.add(one(entry, item, at.item(i, item)));
        }
        items.removeIf(Objects::isNull);
        return List.copyOf(items);
    }

    private Object one(Shape.Entry entry, Node node, Place at) {
        return entry.type().isRecord() ? section(entry.type(), node, at, Map.of()) : scalars.value(entry, node, at);
    }

    private static Node key(NodeTuple tuple) {
        return tuple == null ? null : tuple.getKeyNode();
    }

    private static Object make(Class<?> type, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(components)
                .map(component -> {
                    Object value = values.get(component.getName());
                    return value == null && component.getType() == int.class ? Integer.valueOf(0) : value;
                })
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("The record " + type.getName() + " cannot be made of its own components", e);
        }
    }
}
