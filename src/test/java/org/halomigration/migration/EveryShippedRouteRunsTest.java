package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.test.spring.junit5.CamelSpringBootTest;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.check.CheckRoutes;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

/** The application as it is shipped, without a migration. */
@CamelSpringBootTest
@SpringBootTest(
        classes = HaloMigrationApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"halo.home=target/shipped/var", "halo.migrations=config/migrations", "halo.routes-live=false", "halo.web.password=only for this test"})
class EveryShippedRouteRunsTest {
    @Autowired
    CamelContext camel;

    @Autowired
    RouteFiles files;

    @Autowired
    CheckRoutes checks;

    @Autowired
    ProducerTemplate producer;

    @Autowired
    Journal sourceJournal;

    @Test
    void everyRouteFileIsLoadedAndEveryRouteIsStarted() throws Exception {
        assertThat(files.problems()).isEmpty();
        Map<String, ServiceStatus> states = new TreeMap<>();
        for (RouteDocument document : RouteDocument.all()) {
            document.routes().forEach(route -> {
                String id = route.path("id").asText();
                states.put(id, camel.getRouteController().getRouteStatus(id));
            });
        }
        assertThat(states).isNotEmpty().allSatisfy((id, state) -> assertThat(state).as(id).isEqualTo(ServiceStatus.Started));
    }

    @Test
    void theFiveHealthChecksAreFoundByTheirGroup() {
        assertThat(checks.inGroup("health-check"))
                .containsExactly("check-agent-app", "check-email-in", "check-email-out", "check-integrator", "check-portal");
    }

    @Test
    void whichVersionOfEachRouteAndStatementRunsIsInTheJournal() {
        assertThat(sourceJournal.sql().sql("SELECT DISTINCT kind FROM definition").query(String.class).list()).contains("route", "statement");
        assertThat(sourceJournal.definitions().newest("routes/target/restore.camel.yaml")).isPresent();
    }

    @Test
    void aNotificationThatFailsHoldsUpNobody() throws Exception {
        AdviceWith.adviceWith(camel, "notify", route -> route.weaveAddFirst().throwException(new IllegalStateException("the mail server is down")));
        NotifyBuilder told = new NotifyBuilder(camel).fromRoute("notify").whenDone(1).create();

        producer.request("direct:notify", exchange -> exchange.getMessage()
                .setBody(new Finding("stage", "push", Finding.Severity.FAILED, "the landing zone is full", "Make room.", "host")));

        assertThat(told.matchesWaitTime()).isTrue();
        assertThat(camel.getRouteController().getRouteStatus("notify")).isEqualTo(ServiceStatus.Started);
    }
}
