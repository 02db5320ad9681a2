package org.halomigration.check;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/** The checks that are there: every route of that group. Dropping a file into {@code routes/checks} adds one. The bean {@code checks}. */
public final class CheckRoutes {
    private final CamelContext camel;

    public CheckRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** Ids of the group's routes, which are also the names of their {@code direct:} endpoints, in their order. */
    public List<String> inGroup(String group) {
        return camel.getRoutes().stream().filter(route -> group.equals(route.getGroup())).map(Route::getRouteId).sorted().toList();
    }
}
