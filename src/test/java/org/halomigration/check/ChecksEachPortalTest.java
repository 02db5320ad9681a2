package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sheet.Checks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksEachPortalTest {
    private static RunningChecks running;

    @BeforeAll
    static void start() {
        running = new RunningChecks();
    }

    @AfterEach
    void heal() {
        running.heal();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void eachIsAFindingOfItsOwn() {
        running.clock.impatient(true);
        String portal = running.halo.url() + "/portal";
        String down = "http://127.0.0.1:1/portal";

        List<Finding> findings = ask(portal, down, portal + "/?lang=de&x=a%20b");

        assertThat(findings).extracting(Finding::subject).containsExactlyInAnyOrder(portal, down, portal + "/?lang=de&x=a%20b");
        assertThat(findings).extracting(Finding::check).containsOnly("check-portal");
        assertThat(findings).filteredOn(finding -> finding.subject().equals(down)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).startsWith(down + " should answer with status 200 and the text 'Sign in'; found: nobody answers");
        });
        assertThat(findings).filteredOn(finding -> !finding.subject().equals(down)).extracting(Finding::severity).containsOnly(Severity.OK);
    }

    @Test
    void aPortalThatAnswersWithStatus500Fails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.PORTAL_FAILS);

        assertThat(ask(running.halo.url() + "/portal")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).endsWith("found: status 500, 'Server error 500 - Internal server error.'");
            assertThat(finding.advice()).isNotBlank();
        });
    }

    @Test
    void anErrorPageWithStatus200Fails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.ERROR_PAGE);

        assertThat(ask(running.halo.url() + "/portal")).singleElement().extracting(Finding::severity).isEqualTo(Severity.FAILED);
    }

    @Test
    void withoutPortalsItIsSaidThatNobodyLooks() {
        Finding finding = running.ask("check-portal", new Checks(null, List.of(), null, null));

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).startsWith("not configured: checks.portals");
    }

    private static List<Finding> ask(String... urls) {
        return running.askAll("check-portal", new Checks(null, Stream.of(urls).map(url -> new Checks.Portal(url, "Sign in")).toList(), null, null));
    }
}
