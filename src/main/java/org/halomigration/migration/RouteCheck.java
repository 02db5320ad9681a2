package org.halomigration.migration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Predicate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds in a route file what Camel would find too late (a bean, the options of {@code toD}) or without a line (an option):
 * unknown endpoints, unknown options, unknown beans. What is worked out while a message passes ({@code ${…}}) is left alone.
 */
final class RouteCheck {
    private static final Pattern BEAN_REFERENCE = Pattern.compile("#(?:bean:)?([A-Za-z][\\w.-]*)");
    private static final Set<String> BEAN_SCHEMES = Set.of("bean", "ref");

    private final CamelContext camel;

    RouteCheck(CamelContext camel) {
        this.camel = camel;
    }

    /** The first thing that is wrong, or empty. Flows that this process does not play are not looked at. */
    Optional<Fault> firstFault(RouteText text) {
        Set<String> beansOfThisFile = beans(text);
        return text.flows().stream()
                .filter(flow -> played(flow))
                .flatMap(flow -> RouteText.mappingsIn(flow).stream())
                .map(mapping -> fault(mapping, beansOfThisFile))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Makes every expression once, and throws it away.
     *
     * @throws RuntimeException what Camel says of the first one that it cannot read
     */
    void tryExpressions(List<RouteBuilder> flows) {
        for (RouteBuilder flow : flows) {
            for (RouteDefinition route : flow.getRouteCollection().getRoutes()) {
                if (played(route.getPrecondition())) {
                    ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), HasExpressionType.class).forEach(this::tryExpression);
                }
            }
        }
    }

    private void tryExpression(HasExpressionType step) {
        boolean yesOrNo = step instanceof WhenDefinition || step instanceof FilterDefinition || step instanceof ValidateDefinition;
        if (step.getExpressionType() == null) {
            return;
        }
        if (yesOrNo) {
            step.getExpressionType().createPredicate(camel);
        } else {
            step.getExpressionType().createExpression(camel);
        }
    }

    private Optional<Fault> fault(MappingNode mapping, Set<String> beansOfThisFile) {
        for (String step : List.of("bean", "method")) {
            Optional<ScalarNode> ref = RouteText.value(mapping, step).flatMap(bean -> RouteText.scalar(bean, "ref"));
            Optional<Fault> fault = ref.flatMap(name -> missingBean(name, name.getValue(), beansOfThisFile));
            if (fault.isPresent()) {
                return fault;
            }
        }
        for (String step : List.of("to", "toD")) {
            Optional<Fault> fault = RouteText.scalar(mapping, step).flatMap(uri -> endpoint(uri, Optional.empty(), beansOfThisFile));
            if (fault.isPresent()) {
                return fault;
            }
        }
        return RouteText.scalar(mapping, "uri").flatMap(uri -> endpoint(uri, RouteText.value(mapping, "parameters"), beansOfThisFile));
    }

    private Optional<Fault> endpoint(ScalarNode uri, Optional<Node> parameters, Set<String> beansOfThisFile) {
        String text = resolved(uri.getValue());
        String scheme = text.split("[:?]", 2)[0];
        if (scheme.isEmpty() || dynamic(scheme)) {
            return Optional.empty();
        }
        Component component = camel.getComponent(scheme);
        if (component == null) {
            return Optional.of(new Fault(RouteText.line(uri), "There is no endpoint '" + scheme + "'."
                    + Nearest.to(scheme, schemes()) + " Camel's component for it has to be on the class path."));
        }
        if (BEAN_SCHEMES.contains(scheme)) {
            Optional<Fault> fault = beanOfEndpoint(uri, text, scheme, parameters, beansOfThisFile);
            if (fault.isPresent()) {
                return fault;
            }
        }
        EndpointOptions options = EndpointOptions.of(scheme, component, camel);
        for (String name : queryOf(text).keySet()) {
            if (!options.know(name)) {
                return Optional.of(options.unknown(name, RouteText.line(uri)));
            }
        }
        if (parameters.orElse(null) instanceof MappingNode given) {
            for (NodeTuple option : given.getValue()) {
                String name = RouteText.text(option.getKeyNode());
                if (!options.know(name)) {
                    return Optional.of(options.unknown(name, RouteText.line(option.getKeyNode())));
                }
                var reference = BEAN_REFERENCE.matcher(RouteText.text(option.getValueNode()));
                Optional<Fault> fault = reference.matches() ? missingBean(option.getValueNode(), reference.group(1), beansOfThisFile) : Optional.empty();
                if (fault.isPresent()) {
                    return fault;
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> schemes() {
        Set<String> schemes = new TreeSet<>(camel.getComponentNames());
        camel.getRegistry().findByTypeWithName(Component.class).keySet().forEach(bean -> schemes.add(bean.replaceFirst("-component$", "")));
        return schemes;
    }

    private Optional<Fault> beanOfEndpoint(ScalarNode uri, String text, String scheme, Optional<Node> parameters, Set<String> beansOfThisFile) {
        String inUri = text.split("\\?", 2)[0].substring(scheme.length()).replaceFirst("^:(//)?", "");
        if (!inUri.isEmpty()) {
            return missingBean(uri, inUri, beansOfThisFile);
        }
        String key = scheme.equals("bean") ? "beanName" : "name";
        return parameters.flatMap(given -> RouteText.scalar(given, key)).flatMap(name -> missingBean(name, name.getValue(), beansOfThisFile));
    }

    private Optional<Fault> missingBean(Node place, String reference, Set<String> beansOfThisFile) {
        String name = resolved(reference).replaceFirst("^#?bean:", "");
        if (dynamic(name) || name.startsWith("type:") || name.startsWith("#") || beansOfThisFile.contains(name)
                || camel.getRegistry().lookupByName(name) != null) {
            return Optional.empty();
        }
        return Optional.of(new Fault(RouteText.line(place), "There is no bean '" + name
                + "'. Correct the name, or declare the bean under 'beans' in this file."));
    }

    private boolean played(MappingNode flow) {
        return played(RouteText.value(flow, "route").flatMap(route -> RouteText.scalar(route, "precondition")).map(ScalarNode::getValue).orElse(null));
    }

    /** A precondition that cannot be worked out is left for Camel to complain about. */
    private boolean played(String precondition) {
        if (precondition == null) {
            return true;
        }
        try {
            Predicate predicate = camel.resolveLanguage("simple").createPredicate(resolved(precondition));
            predicate.initPredicate(camel);
            return predicate.matches(new DefaultExchange(camel));
        } catch (RuntimeException e) {
            return true;
        }
    }

    private Set<String> beans(RouteText text) {
        return text.flows().stream()
                .map(flow -> RouteText.value(flow, "beans"))
                .flatMap(Optional::stream)
                .flatMap(list -> RouteText.mappingsIn(list).stream())
                .map(bean -> RouteText.scalar(bean, "name").map(ScalarNode::getValue).orElse(""))
                .collect(Collectors.toSet());
    }

    /** An unresolvable placeholder is left as it stands; Camel names it when it loads the route. */
    private String resolved(String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (RuntimeException e) {
            return text;
        }
    }

    private static boolean dynamic(String text) {
        return text.contains("${") || text.contains("$simple{") || text.contains("{{");
    }

    private static Map<String, Object> queryOf(String uri) {
        int query = uri.indexOf('?');
        try {
            return query < 0 || dynamic(uri) ? Map.of() : URISupport.parseQuery(uri.substring(query + 1));
        } catch (java.net.URISyntaxException e) {
            return Map.of();
        }
    }

    /** A line, counted from 1, and what is wrong there. */
    record Fault(int line, String message) {}
}
