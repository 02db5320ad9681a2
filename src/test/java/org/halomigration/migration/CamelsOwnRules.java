package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.DefaultVersionManager;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.ComponentModel;
import org.halomigration.tsql.TsqlComponent;

/** What Camel's YAML schema and its catalogue say of a route file. The product's own components are part of the catalogue. */
final class CamelsOwnRules {
    private static final String PLACEHOLDER = "\\$\\{[^}]*}|\\{\\{[^}]*}}";

    private final JsonSchema schema;
    private final DefaultCamelCatalog catalogue = new DefaultCamelCatalog();

    CamelsOwnRules() {
        schema = JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(tree("/schema/camelYamlDsl.json"));
        // What is added would not replace what the catalogue has of that name.
        catalogue.setVersionManager(new DefaultVersionManager(catalogue) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return name.endsWith("/components/sftp.json") ? CamelsOwnRules.class.getResourceAsStream("/META-INF/org/halomigration/sftp/sftp.json") : super.getResourceAsStream(name);
            }
        });
        catalogue.addComponent("tsql", TsqlComponent.class.getName(), text("/META-INF/org/halomigration/tsql/tsql.json"));
    }

    Stream<String> schema(RouteDocument document) {
        return schema.validate(document.tree()).stream().map(wrong -> document.file() + ": " + wrong.getMessage());
    }

    Stream<String> endpoints(RouteDocument document) {
        return RouteEndpoint.in(document).stream().flatMap(this::endpoint);
    }

    private Stream<String> endpoint(RouteEndpoint endpoint) {
        if (!catalogue.findComponentNames().contains(endpoint.scheme())) {
            return Stream.of(endpoint.place() + ": Camel's catalogue has no endpoint '" + endpoint.scheme() + "'");
        }
        ComponentModel model = catalogue.componentModel(endpoint.scheme());
        Map<String, String> options = new LinkedHashMap<>(inPath(endpoint));
        endpoint.options().forEach((name, value) -> options.put(name, plausible(model, name, value)));
        EndpointValidationResult result = catalogue.validateProperties(endpoint.scheme(), options);
        return result.isSuccess() ? Stream.empty() : Stream.of(endpoint.place() + ": " + result.summaryErrorMessage(false));
    }

    /** What a URI says before its question mark: host, port, directory. */
    private Map<String, String> inPath(RouteEndpoint endpoint) {
        if (!endpoint.whole()) {
            return Map.of();
        }
        try {
            String path = endpoint.uri().replaceFirst("(?s)\\?.*$", "").replaceAll(":(" + PLACEHOLDER + ")", ":1").replaceAll(PLACEHOLDER, "x");
            return catalogue.endpointProperties(path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(endpoint.place() + ": " + endpoint.uri() + " is no URI", e);
        }
    }

    /** What stands only at run time is taken to be a right value of the option's type. */
    private static String plausible(ComponentModel model, String name, String value) {
        if (value.equals(value.replaceAll(PLACEHOLDER, ""))) {
            return value;
        }
        var option = model.getEndpointOptions().stream().filter(known -> known.getName().equals(name)).findFirst();
        return switch (option.map(ComponentModel.EndpointOptionModel::getType).orElse("string")) {
            case "boolean" -> "true";
            case "integer", "number", "duration" -> value.replaceAll(PLACEHOLDER, "1");
            case "enum" -> option.get().getEnums().get(0);
            default -> value.replaceAll(PLACEHOLDER, "x");
        };
    }

    private static JsonNode tree(String resource) {
        try {
            return new ObjectMapper().readTree(text(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream in = CamelsOwnRules.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> all(List<RouteDocument> documents) {
        return documents.stream().flatMap(document -> Stream.concat(schema(document), endpoints(document))).toList();
    }
}
