package org.halomigration.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes in Camel's running context, by the file that they come from. */
final class RunningRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRoutes.class);

    private final ModelCamelContext camel;

    RunningRoutes(ModelCamelContext camel) {
        this.camel = camel;
    }

    int count() {
        return camel.getRoutesSize();
    }

    /** Reads the whole file into Camel's model; what runs is not touched. @throws Exception what Camel says of it */
    List<RouteBuilder> read(Path file, String text) throws Exception {
        List<RouteBuilder> flows = new ArrayList<>();
        for (RoutesBuilder flow : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(ResourceHelper.fromString(location(file), text)))) {
            RouteBuilder builder = (RouteBuilder) flow;
            builder.configureRoutes(camel);
            flows.add(builder);
        }
        return flows;
    }

    /**
     * Starts these in place of those with the same ids, after their work in flight has ended (or the shutdown timeout has).
     *
     * @return their ids
     * @throws Exception why one of them cannot be made or started; the former ones are gone then
     */
    Set<String> run(List<RouteBuilder> flows) throws Exception {
        Set<String> ids = new TreeSet<>();
        for (RouteBuilder flow : flows) {
            if (flow instanceof RouteConfigurationsBuilder configurations) {
                configurations.updateRouteConfigurationsToCamelContext(camel);
            }
            ids.addAll(flow.updateRoutesToCamelContext(camel));
        }
        return ids;
    }

    void removeAllOf(Path file) {
        camel.getRouteDefinitions().stream()
                .filter(route -> route.getResource() != null && location(file).equals(route.getResource().getLocation()))
                .map(RouteDefinition::getRouteId)
                .toList()
                .forEach(this::remove);
    }

    void remove(String route) {
        try {
            RouteDefinition definition = camel.getRouteDefinition(route);
            if (definition != null) {
                camel.removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            LOG.warn("The route {} could not be removed: {}. Stop it in Hawtio, or restart.", route, e.getMessage());
        }
    }

    private static String location(Path file) {
        return "file:" + file.toString().replace('\\', '/');
    }
}
