package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An endpoint as a route file gives it.
 *
 * @param place file and id, for messages
 * @param uri as written; the scheme alone where the options stand beside it
 * @param parameters as written; empty where they are part of the URI
 * @param whole whether all of it is the URI, because the step takes an expression
 */
record RouteEndpoint(String place, String uri, Map<String, String> parameters, boolean whole) {
    private static final Set<String> STEPS = Set.of("from", "to", "toD", "wireTap", "poll", "interceptSendToEndpoint");
    private static final Set<String> EXPRESSIONS = Set.of("pollEnrich", "enrich", "recipientList", "routingSlip", "dynamicRouter");

    static List<RouteEndpoint> in(RouteDocument document) {
        List<RouteEndpoint> endpoints = new ArrayList<>();
        document.each((key, value, place) -> {
            if (STEPS.contains(key)) {
                Map<String, String> parameters = new LinkedHashMap<>();
                value.path("parameters").fields().forEachRemaining(option -> parameters.put(option.getKey(), option.getValue().asText()));
                endpoints.add(new RouteEndpoint(place, value.isTextual() ? value.asText() : value.path("uri").asText(), parameters, false));
            } else if (EXPRESSIONS.contains(key)) {
                value.path("expression").forEach(language -> endpoints.add(new RouteEndpoint(place, uri(language), Map.of(), true)));
            }
        });
        return endpoints;
    }

    private static String uri(JsonNode language) {
        return language.isTextual() ? language.asText() : language.path("expression").asText();
    }

    String scheme() {
        return uri.split("[:?]", 2)[0];
    }

    /** The options as written, wherever they stand. */
    Map<String, String> options() {
        if (!whole || uri.indexOf('?') < 0) {
            return parameters;
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : uri.substring(uri.indexOf('?') + 1).split("&")) {
            String[] pair = option.split("=", 2);
            options.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        return options;
    }
}
