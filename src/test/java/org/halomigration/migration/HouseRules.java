package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.events.CommentEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** What this product asks of a route file beyond what Camel does: that it reads well, stays editable and is safe. */
final class HouseRules {
    /** Rooms whose routes one role plays. */
    private static final Set<String> ROLES = Set.of("source", "target");

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|secret|token|apikey|accesskey).*");
    private static final Pattern REFERENCE = Pattern.compile("#[\\w.${}:-]+|\\{\\{[^}]+}}|RAW\\(\\{\\{[^}]+}}\\)");

    private final List<RouteDocument> documents;
    private final List<String> complaints = new ArrayList<>();

    private HouseRules(List<RouteDocument> documents) {
        this.documents = documents;
    }

    /** @return one sentence for each breach */
    static List<String> breaches(List<RouteDocument> documents) {
        HouseRules rules = new HouseRules(documents);
        rules.ids();
        rules.calls();
        for (RouteDocument document : documents) {
            rules.routes(document);
            rules.templates(document);
            rules.comments(document);
            RouteEndpoint.in(document).forEach(rules::endpoint);
        }
        return rules.complaints;
    }

    private void ids() {
        Map<String, String> taken = new HashMap<>();
        documents.forEach(document -> document.each((key, value, place) -> {
            if (key.equals("id")) {
                String before = taken.put(value.asText(), document.file().toString());
                if (before != null) {
                    complaints.add(document.file() + ": the id '" + value.asText() + "' is taken in " + before);
                }
            }
        }));
    }

    /** A called route and a named error handling exist. */
    private void calls() {
        Set<String> direct = new HashSet<>();
        Set<String> configurations = new HashSet<>();
        for (RouteDocument document : documents) {
            document.routes().forEach(route -> direct.add(route.at("/from/parameters/name").asText()));
            document.flows("routeConfiguration").forEach(configuration -> configurations.add(configuration.path("id").asText()));
        }
        for (RouteDocument document : documents) {
            RouteEndpoint.in(document).stream()
                    .filter(endpoint -> endpoint.uri().equals("direct"))
                    .map(endpoint -> Map.entry(endpoint.place(), endpoint.parameters().getOrDefault("name", "")))
                    .filter(call -> !call.getValue().contains("${") && !direct.contains(call.getValue()))
                    .forEach(call -> complaints.add(call.getKey() + ": no route starts from direct:" + call.getValue()));
            for (JsonNode route : document.routes()) {
                for (String named : route.path("routeConfigurationId").asText().split(",")) {
                    if (!named.isEmpty() && !configurations.contains(named)) {
                        complaints.add(document.file() + ": there is no routeConfiguration '" + named + "'");
                    }
                }
            }
        }
    }

    private void routes(RouteDocument document) {
        for (JsonNode route : document.routes()) {
            described(document, "route", route);
            if (ROLES.contains(document.room())) {
                String expected = "'{{halo.plays-" + document.room() + "}}' == 'true'";
                if (!expected.equals(route.path("precondition").asText())) {
                    complaints.add(document.file() + ": the route '" + route.path("id").asText() + "' lacks the precondition \"" + expected + "\"");
                }
            }
        }
        document.flows("routeConfiguration").forEach(configuration -> described(document, "routeConfiguration", configuration));
        if (!document.routes().isEmpty()) {
            JsonNode first = document.routes().get(0);
            boolean concept = document.room().isEmpty() && document.name().equals(first.path("group").asText());
            if (!concept && !document.name().equals(first.path("id").asText())) {
                complaints.add(document.file() + ": the file should have the name of its first route, '" + first.path("id").asText() + "'");
            }
        }
    }

    private void described(RouteDocument document, String kind, JsonNode flow) {
        for (String key : List.of("id", "description")) {
            if (flow.path(key).asText().isBlank()) {
                complaints.add(document.file() + ": a " + kind + " has no " + key + " (" + flow.path("id").asText() + ")");
            }
        }
    }

    /** The visual editor does not draw them, and no file names a customer. */
    private void templates(RouteDocument document) {
        document.tree().forEach(flow -> flow.fieldNames().forEachRemaining(kind -> {
            if (!Set.of("route", "routeConfiguration", "rest", "restConfiguration", "beans").contains(kind)) {
                complaints.add(document.file() + ": '" + kind + "' is not used here; expected route, routeConfiguration, rest, restConfiguration or beans");
            }
        }));
    }

    /** The visual editor keeps the leading block and drops every other. */
    private void comments(RouteDocument document) {
        boolean begun = false;
        for (Event event : new Parse(LoadSettings.builder().setParseComments(true).build()).parseString(document.text())) {
            begun |= event instanceof ScalarEvent;
            if (begun && event instanceof CommentEvent comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                complaints.add(document.file() + ":" + (comment.getStartMark().orElseThrow().getLine() + 1) + ": a comment inside the file; say it in description or note");
            }
        }
    }

    private void endpoint(RouteEndpoint endpoint) {
        if (!endpoint.whole() && (endpoint.uri().contains("?") || endpoint.uri().contains(":"))) {
            complaints.add(endpoint.place() + ": '" + endpoint.uri() + "' should be the scheme alone, with its options under parameters");
        }
        endpoint.options().forEach((name, value) -> {
            if (SECRET.matcher(name).matches() && !REFERENCE.matcher(value).matches()) {
                complaints.add(endpoint.place() + ": the option '" + name + "' should be a #reference or a {{placeholder}}, never a value");
            }
        });
        if (endpoint.scheme().equals("sftp")) {
            expect(endpoint, "strictHostKeyChecking", "yes");
            expect(endpoint, "useUserKnownHostsFile", "false");
            expect(endpoint, "knownHostsFile", null);
        }
    }

    /** @param value null where any will do */
    private void expect(RouteEndpoint endpoint, String option, String value) {
        String found = endpoint.options().get(option);
        if (found == null || found.isBlank() || value != null && !value.equals(found)) {
            complaints.add(endpoint.place() + ": " + endpoint.scheme() + " needs " + option + (value == null ? "" : ": \"" + value + "\"") + ", found " + found);
        }
    }
}
