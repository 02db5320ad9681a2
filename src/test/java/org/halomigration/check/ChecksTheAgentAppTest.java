package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksTheAgentAppTest {
    private static RunningChecks running;

    @BeforeAll
    static void start() {
        running = new RunningChecks();
    }

    @AfterEach
    void heal() throws Exception {
        running.heal();
        running.halo.start();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void itIsHealthyWhenItsPageAndItsApiAnswer() {
        Finding finding = ask(running.agentApp());

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.check()).isEqualTo("check-agent-app");
        assertThat(finding.subject()).isEqualTo(running.halo.url());
        assertThat(finding.detail()).isEqualTo(running.halo.url() + " answers with 'Halo' and its API gives tickets");
    }

    @Test
    void withoutAnApiLoginThePageIsEnough() {
        running.halo.breaks(Fault.API_LOGIN_REFUSED);

        Finding finding = ask(new Checks.AgentApp(running.halo.url(), "Halo", null));

        assertThat(finding.detail()).isEqualTo(running.halo.url() + " answers with 'Halo'");
    }

    @Test
    void aRefusedApiLoginNamesTheClient() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.API_LOGIN_REFUSED);

        Finding finding = ask(running.agentApp());

        failed(finding, "The API should log in and give the newest ticket; found: ", "/auth/token gave the client 'halo-check' no token, but status 400 (invalid_client)");
        assertThat(finding.advice()).contains("client id");
    }

    @Test
    void aWrongApiSecretIsRefusedToo() {
        running.clock.impatient(true);

        failed(ask(new Checks.AgentApp(running.halo.url(), "Halo", new Checks.Api(running.halo.clientId(), new Secret("a guess"), null))), "no token");
    }

    @Test
    void anApiThatDoesNotHaveTheDatabasesNewestTicketFails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.API_WITHOUT_TICKETS);

        failed(ask(running.agentApp()), "The API should give the newest ticket of the target database; found: status 404");
    }

    @Test
    void aStoppedApplicationFails() {
        running.clock.impatient(true);
        running.halo.stop();

        Finding finding = ask(running.agentApp());

        failed(finding, "should answer with status 200 and the text 'Halo'; found: status 503, 'Service Unavailable");
        assertThat(finding.advice()).startsWith("Start the application");
    }

    @Test
    void anErrorPageWithStatus200Fails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.ERROR_PAGE);

        failed(ask(running.agentApp()), "found: status 200, 'Oops Something went wrong Invalid object name 'dbo.LICENCE'.'");
    }

    @Test
    void aPageThatIsNotTheExpectedOneFails() {
        running.clock.impatient(true);

        failed(ask(new Checks.AgentApp(running.halo.url(), "ServiceNow", null)), "the text 'ServiceNow'; found: status 200, 'HaloITSM Halo'");
    }

    @Test
    void aPageThatIsTooSlowFails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.SLOW);

        failed(ask(running.agentApp()), "found: no whole answer in time");
    }

    @Test
    void aPageThatNeverEndsFails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.TRICKLES);

        failed(ask(running.agentApp()), "found: no whole answer in time");
    }

    @Test
    void aPageWithoutEndIsReadInPart() {
        running.halo.breaks(Fault.ENDLESS);

        assertThat(ask(new Checks.AgentApp(running.halo.url(), "Halo", null)).severity()).isEqualTo(Severity.OK);
    }

    @Test
    void anAddressWhereNobodyListensFails() {
        running.clock.impatient(true);

        Finding finding = ask(new Checks.AgentApp("http://127.0.0.1:1/", "Halo", null));

        failed(finding, "http://127.0.0.1:1/ should answer with status 200 and the text 'Halo'; found: nobody answers");
        assertThat(finding.advice()).isNotBlank();
        assertThat(finding.actor()).isEqualTo("host");
    }

    @Test
    void aNameThatIsNotKnownFails() {
        running.clock.impatient(true);

        failed(ask(new Checks.AgentApp("http://halo.invalid/", "Halo", null)), "the name 'halo.invalid' cannot be resolved");
    }

    @Test
    void itIsAskedAgainUntilItIsWell() throws Exception {
        running.halo.breaks(Fault.ERROR_PAGE);
        int before = running.halo.visits();
        CompletableFuture<Finding> answer = CompletableFuture.supplyAsync(() -> ask(running.agentApp()));

        await().until(() -> running.halo.visits() > before + 1);
        assertThat(answer).isNotDone();
        running.halo.heals();

        assertThat(answer).succeedsWithin(Duration.ofSeconds(10)).extracting(Finding::severity).isEqualTo(Severity.OK);
    }

    @Test
    void withoutAnAddressItIsSaidThatNobodyLooks() {
        Finding finding = ask(null);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).startsWith("not configured: checks.agent-app");
    }

    private static Finding ask(Checks.AgentApp agentApp) {
        return running.ask("check-agent-app", new Checks(agentApp, List.of(), null, null));
    }

    private static void failed(Finding finding, String... words) {
        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.FAILED);
        assertThat(finding.detail()).contains(words);
    }
}
