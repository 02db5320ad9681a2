package org.halomigration.web;

import java.util.List;
import java.util.stream.Stream;
import org.halomigration.migration.RouteFiles;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Names the files that are left out. The status stays UP: the other migrations run, and a restart would not mend a file. */
@Component("files")
class FilesHealth implements HealthIndicator {
    private final RouteFiles routes;
    private final ObjectProvider<Overview> overview;

    FilesHealth(RouteFiles routes, ObjectProvider<Overview> overview) {
        this.routes = routes;
        this.overview = overview;
    }

    @Override
    public Health health() {
        Overview known = overview.getIfAvailable();
        List<String> wrong = Stream.concat(
                        routes.problems().stream().map(RouteFiles.Problem::toString),
                        known == null ? Stream.empty() : known.problems().stream().map(problem -> problem.place() + ": " + problem.message()))
                .toList();
        Health.Builder health = Health.up();
        return wrong.isEmpty() ? health.build() : health.withDetail("warning", wrong.size() + " left out").withDetail("files", wrong).build();
    }
}
