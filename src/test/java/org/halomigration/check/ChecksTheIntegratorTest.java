package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sheet.Checks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksTheIntegratorTest {
    private static final String LAST_RUN = "SELECT integratorlastrun FROM dbo.CONTROL";

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
    void aYoungHeartbeatInTheDatabaseIsHealthy() {
        Finding finding = ask(LAST_RUN);

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.detail()).isEqualTo("The integrator has run in the last 15 min");
    }

    @Test
    void anOldHeartbeatFailsAndSaysSinceWhen() {
        running.clock.impatient(true);
        staleHeartbeat();

        Finding finding = ask(LAST_RUN);

        failed(finding, "The integrator should have run in the last 15 min; found: it ran last at 2");
        assertThat(finding.advice()).startsWith("Start the integrator");
    }

    @Test
    void itIsAskedAgainUntilTheHeartbeatIsYoung() {
        staleHeartbeat();
        long before = running.clock.asked();
        CompletableFuture<Finding> answer = CompletableFuture.supplyAsync(() -> ask(LAST_RUN));

        await().until(() -> running.clock.asked() > before + 1);
        assertThat(answer).isNotDone();
        running.halo.heals();

        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).extracting(Finding::severity).isEqualTo(Severity.OK);
    }

    @Test
    void timesOfEveryKindAreUnderstood() {
        String tomorrow = OffsetDateTime.now(ZoneOffset.UTC).plusDays(1).truncatedTo(ChronoUnit.SECONDS).toString();

        for (String value : List.of("'" + tomorrow + "'", "'" + tomorrow.replace('T', ' ').replace("Z", "") + "'",
                "CAST('" + tomorrow.replace("Z", "+00:00") + "' AS TIMESTAMP WITH TIME ZONE)")) {
            assertThat(ask("SELECT " + value).severity()).as(value).isEqualTo(Severity.OK);
        }
    }

    @Test
    void aQueryWithoutRowsFails() {
        running.clock.impatient(true);

        failed(ask("SELECT integratorlastrun FROM dbo.CONTROL WHERE id = 99"), "found: the query gives no time");
    }

    @Test
    void aQueryThatGivesNoTimeFails() {
        running.clock.impatient(true);

        failed(ask("SELECT 'x:#y' FROM dbo.CONTROL"), "found: 'x:#y', which is no time");
    }

    @Test
    void aQueryThatTheDatabaseRefusesFails() {
        running.clock.impatient(true);

        failed(ask("SELECT heartbeat FROM dbo.NOTHING"), "checks.integrator.sql should give the time when the integrator ran last; found: the target database refused (", "NOTHING");
    }

    @Test
    void anAddressThatAnswersIsHealthyUntilItDoesNot() {
        assertThat(askUrl().severity()).isEqualTo(Severity.OK);

        running.clock.impatient(true);
        running.halo.breaks(Fault.INTEGRATOR_STALE);

        failed(askUrl(), "/integrator should answer with status 200; found: status 503");
    }

    @Test
    void anAbsentIntegratorIsSaid() {
        Finding finding = running.ask("check-integrator", new Checks(null, List.of(), null, null));

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).startsWith("not configured: checks.integrator");
    }

    private static void staleHeartbeat() {
        running.halo.breaks(Fault.INTEGRATOR_STALE);
        await().until(() -> LocalDateTime.parse(running.database.value(LAST_RUN).replace(' ', 'T'))
                .isBefore(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(30)));
    }

    private static Finding ask(String sql) {
        return running.ask("check-integrator", new Checks(null, List.of(), null, new Checks.Integrator(sql, null, Duration.ofMinutes(15))));
    }

    private static Finding askUrl() {
        return running.ask("check-integrator", new Checks(null, List.of(), null, new Checks.Integrator(null, running.halo.url() + "/integrator", Duration.ofMinutes(15))));
    }

    private static void failed(Finding finding, String... words) {
        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.FAILED);
        assertThat(finding.detail()).contains(words);
    }
}
