package org.halomigration.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The PromQL in dashboards and alert rules, and which series and labels it names. */
final class Expressions {
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*[=!]");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on", "ignoring", "without", "bool", "offset", "group_left", "group_right");

    private Expressions() {}

    /** Every expression, by the place where it stands. */
    static Map<String, String> shipped() throws IOException {
        Map<String, String> all = new TreeMap<>();
        Map<String, Object> rules = new Yaml().load(Files.readString(Path.of("docker/prometheus/alerts.yml")));
        new ObjectMapper().valueToTree(rules).findValues("rules").forEach(group -> group.forEach(rule -> all.put("alerts.yml: " + rule.path("alert").asText(), rule.path("expr").asText())));
        try (Stream<Path> dashboards = Files.list(Path.of("docker/grafana/dashboards"))) {
            for (Path dashboard : dashboards.toList()) {
                JsonNode json = new ObjectMapper().readTree(dashboard.toFile());
                json.path("panels").forEach(panel -> panel.path("targets").forEach(target -> all.put(
                        dashboard.getFileName() + ": " + panel.path("title").asText() + " " + target.path("refId").asText(), target.path("expr").asText())));
                json.path("templating").path("list").forEach(variable -> all.put(
                        dashboard.getFileName() + ": $" + variable.path("name").asText(), variable.path("query").path("query").asText()));
            }
        }
        return all;
    }

    /** The series that an expression names, each with the labels that it asks for. */
    static Map<String, Set<String>> series(String expression) {
        String bare = expression.replaceAll("\\blabel_values\\(([^,]+),[^)]*\\)", "$1")
                .replaceAll("\\b(by|on|ignoring|without|group_left|group_right)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\[[^\\]]*]", " ");
        Map<String, Set<String>> series = new TreeMap<>();
        Matcher named = SELECTOR.matcher(bare);
        int from = 0;
        while (named.find(from)) {
            from = named.end();
            boolean function = bare.substring(named.end()).startsWith("(") && named.group(2) == null;
            boolean number = named.start() > 0 && Character.isDigit(bare.charAt(named.start() - 1));
            if (!function && !number && !WORDS.contains(named.group(1))) {
                Set<String> labels = series.computeIfAbsent(named.group(1), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(named.group(2) == null ? "" : named.group(2).replaceAll("\"[^\"]*\"", "\"\""));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return series;
    }

    /** What a scrape brought: every series with all labels it has somewhere. */
    static Map<String, Set<String>> exported(String scrape) {
        Map<String, Set<String>> exported = new TreeMap<>();
        for (String line : scrape.lines().filter(each -> !each.startsWith("#")).toList()) {
            Matcher named = SELECTOR.matcher(line);
            if (named.lookingAt()) {
                Set<String> labels = exported.computeIfAbsent(named.group(1), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(named.group(2) == null ? "" : named.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return exported;
    }

    /** One line for each series or label that is asked for and not there. {@code up} is Prometheus' own. */
    static List<String> missing(Map<String, String> expressions, Map<String, Set<String>> exported) {
        List<String> missing = new ArrayList<>();
        expressions.forEach((place, expression) -> series(expression).forEach((name, labels) -> {
            if (name.equals("up")) {
                return;
            }
            if (!exported.containsKey(name)) {
                missing.add(place + " asks for " + name + ", which nobody exports");
            } else if (!exported.get(name).containsAll(labels)) {
                missing.add(place + " asks for " + name + labels + ", exported are only " + exported.get(name));
            }
        }));
        return missing;
    }
}
