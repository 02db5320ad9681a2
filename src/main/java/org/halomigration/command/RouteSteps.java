package org.halomigration.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Which statements a step of a route runs, in their order, as the routes say now: what is shown is what runs. */
final class RouteSteps {
    private final Path routes;

    RouteSteps(Path routes) {
        this.routes = routes;
    }

    /**
     * @param route the file below the routes, without its ending
     * @param step the step's id
     * @throws UnusableInput when there is no such file, or no such step with statements in it
     */
    List<String> statements(String route, String step) {
        Path file = routes.resolve(route + ".camel.yaml");
        try (Reader reader = Files.newBufferedReader(file)) {
            return inside(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader), step)
                    .findFirst()
                    .orElseThrow(() -> new UnusableInput("%s: expected the step '%s' with its statements, found none. Give the step back its id.".formatted(file, step)));
        } catch (IOException | YAMLException e) {
            throw new UnusableInput("%s: expected a route, found that it cannot be read: %s. Run the command where the product runs.".formatted(file, e.getMessage()));
        }
    }

    private static Stream<List<String>> inside(Object node, String step) {
        if (node instanceof List<?> list) {
            return list.stream().flatMap(each -> inside(each, step));
        }
        if (!(node instanceof Map<?, ?> map)) {
            return Stream.empty();
        }
        if (step.equals(Objects.toString(map.get("id"), null)) && map.get("parameters") instanceof Map<?, ?> parameters && parameters.get("statement") != null) {
            return Stream.of(List.of(parameters.get("statement").toString().split(",")));
        }
        return map.values().stream().flatMap(each -> inside(each, step));
    }
}
