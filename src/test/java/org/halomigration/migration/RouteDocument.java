package org.halomigration.migration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * A route file as data, without a Camel that reads it.
 *
 * @param file below the folder of routes
 */
record RouteDocument(Path file, String text, JsonNode tree) {
    static final Path FOLDER = Path.of("routes");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

    static RouteDocument of(String file, String text) {
        try {
            return new RouteDocument(Path.of(file), text, YAML.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " is not YAML", e);
        }
    }

    /** Every route file of the product. */
    static List<RouteDocument> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<RouteDocument> documents = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(RouteFiles.ROUTE)).sorted().toList()) {
                documents.add(of(FOLDER.relativize(file).toString().replace('\\', '/'), Files.readString(file)));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code push} of {@code source/push.camel.yaml}. */
    String name() {
        return file.getFileName().toString().replace(RouteFiles.ROUTE, "");
    }

    /** {@code source} of {@code source/push.camel.yaml}; empty at the top. */
    String room() {
        return file.getNameCount() == 1 ? "" : file.getName(0).toString();
    }

    List<JsonNode> routes() {
        return flows("route");
    }

    List<JsonNode> flows(String kind) {
        List<JsonNode> flows = new ArrayList<>();
        tree.forEach(flow -> {
            if (flow.has(kind)) {
                flows.add(flow.get(kind));
            }
        });
        return flows;
    }

    /** Each named entry of the file, whatever it stands in, with the id of the nearest step or route around it. What endpoints are given is theirs. */
    void each(Visitor visitor) {
        visit(tree, "the top", visitor);
    }

    interface Visitor {
        void entry(String key, JsonNode value, String place);
    }

    private void visit(JsonNode node, String place, Visitor visitor) {
        if (node.isObject()) {
            String here = node.path("id").isTextual() ? node.get("id").asText() : place;
            BiConsumer<String, JsonNode> entry = (key, value) -> {
                visitor.entry(key, value, file + " at " + (value.path("id").isTextual() ? value.get("id").asText() : here));
                if (!key.equals("parameters")) {
                    visit(value, here, visitor);
                }
            };
            node.fields().forEachRemaining(field -> entry.accept(field.getKey(), field.getValue()));
        } else if (node.isArray()) {
            node.forEach(item -> visit(item, place, visitor));
        }
    }
}
