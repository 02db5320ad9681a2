package org.halomigration.migration;

import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.RouteEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.halomigration.journal.Journal;

/** Keeps in the journal who started or stopped a route; what the process itself starts and stops is no news. */
final class RouteSwitches extends EventNotifierSupport {
    private final List<Journal> journals;

    RouteSwitches(List<Journal> journals) {
        this.journals = journals;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreExchangeEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return Actor.isLoggedIn() && (event.getType() == CamelEvent.Type.RouteStarted || event.getType() == CamelEvent.Type.RouteStopped);
    }

    @Override
    public void notify(CamelEvent event) {
        Route route = ((RouteEvent) event).getRoute();
        boolean started = event.getType() == CamelEvent.Type.RouteStarted;
        journals.get(0)
                .events()
                .happened(null, null, started ? "route.started" : "route.stopped", "route " + route.getId() + (started ? " started" : " stopped"), null, Actor.now());
    }
}
