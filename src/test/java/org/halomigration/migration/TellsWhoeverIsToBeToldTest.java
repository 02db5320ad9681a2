package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.WebhookServer;
import org.halomigration.sandbox.halo.MailSandbox;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SheetReader;
import org.halomigration.transfer.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The route file of notifications on a real journal, a real mail server and real webhooks. */
class TellsWhoeverIsToBeToldTest {
    private static final String SECRET = "T0P-5ecret";

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private final MailSandbox mail = MailSandbox.start();
    private final MailSandbox.Mailbox ops = mail.mailbox("ops@host.example");
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private WebhookServer slack;
    private WebhookServer teams;
    private Journal journal;
    private Notices notices;
    private Migration migration;

    @BeforeEach
    void start() throws Exception {
        slack = WebhookServer.start();
        teams = WebhookServer.start();
        journal = new Journal("source", directory, clock);
        journal.phases().register("acme");
        migration = migration("notify: [{mail: ops@host.example}, {slack: \"${SLACK}\"}, {teams: \"${TEAMS}\"}]");
        NotifyProperties how = how(mail.smtpPort());
        notices = new Notices(journal, true, how);
        Properties properties = new Properties();
        properties.setProperty("halo.plays-source", "true");
        properties.setProperty("halo.plays-target", "false");
        properties.setProperty("halo.notify.smtp.host", mail.host());
        properties.setProperty("halo.notify.smtp.port", Integer.toString(mail.smtpPort()));
        properties.setProperty("halo.notify.from", how.from());
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getShutdownStrategy().setTimeout(5);
        camel.getRegistry().bind("sourceNotices", notices);
        camel.getRegistry().bind("webhook", new Webhook());
        camel.getRegistry().bind("notifyMail", Session.class, how.session());
        camel.start();
        for (String file : List.of("error-handling", "notify")) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/" + file + ".camel.yaml"));
        }
    }

    @AfterEach
    void stop() {
        camel.stop();
        journal.close();
        mail.close();
        slack.close();
        teams.close();
    }

    @Test
    void eachReceiverHearsOfAPhaseOnce() throws Exception {
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, "ada");
        journal.events().happened("acme", "push.sent", "nobody wants to know each file");
        clock.pass(Duration.ofSeconds(2));

        assertThat(notices.isDue(migration)).isTrue();
        tell();
        tell();

        assertThat(notices.isDue(migration)).isFalse();
        MimeMessage got = mail.inbox(ops.address()).get(0);
        assertThat(mail.inbox(ops.address())).hasSize(1);
        assertThat(got.getSubject()).isEqualTo("Halo Migration acme: phase preparing → seeding");
        assertThat(got.getFrom()[0]).hasToString("halo@host.example");
        assertThat(got.getContent().toString()).contains("Acme Ltd, migration acme, attempt 1: source is seeding.", "2026-11-20 10:00:00 GMT  phase preparing → seeding, by ada").doesNotContain("each file");
        assertThat(json(slack).path("text").asText()).startsWith("*Halo Migration acme: phase preparing → seeding*\nAcme Ltd");
        JsonNode card = json(teams).at("/attachments/0/content");
        assertThat(card.path("type").asText()).isEqualTo("AdaptiveCard");
        assertThat(card.findValuesAsText("text")).hasSize(3).first().isEqualTo("Halo Migration acme: phase preparing → seeding");
    }

    @Test
    void whatBlocksIsToldWhenItBeginsAndWhenItEnds() throws Exception {
        journal.findings().record("acme", new Finding("preflight-names", "help", Severity.WARNING, "only a warning", "Wait.", "customer"));
        journal.findings().record("acme", new Finding("preflight-names", "help", Severity.FAILED, "help <a&b> has no address", "Make it.", "customer"));
        journal.findings().record("acme", new Finding("stage", "push", Severity.FAILED, "the landing zone is full", "Make room.", "host"));
        clock.pass(Duration.ofSeconds(2));
        tell();
        journal.findings().record("acme", new Finding("preflight-names", "help", Severity.OK, "help has an address", null, null));
        journal.findings().end("acme", "stage", "push");
        clock.pass(Duration.ofSeconds(2));
        tell();

        assertThat(slack.bodies()).hasSize(2);
        assertThat(slack.bodies().get(0)).contains("preflight-names failed: help &lt;a&amp;b&gt; has no address → Make it.", "stage failed: the landing zone is full", "(and 1 more)").doesNotContain("only a warning");
        assertThat(slack.bodies().get(1)).contains("preflight-names ok: help has an address", "stage no longer: push");
        assertThat(mail.subjects(ops.address())).hasSize(2);
    }

    @Test
    void theChainGuardsAbsenceAndTheVerdictAreTold() throws Exception {
        journal.findings().record("acme", new Finding("preflight-backup-chain", "absence", Severity.WARNING, "No log backup for 30 minutes: the last backup came at 20:00:00 UTC", "Look.", "customer"));
        journal.events().happened("acme", "cutover.healthy", "verdict: healthy, 6 checks");
        clock.pass(Duration.ofSeconds(2));
        tell();

        assertThat(slack.bodies()).singleElement().asString().contains("No log backup for 30 minutes", "verdict: healthy, 6 checks");
    }

    @Test
    void oneThatFailsIsTriedAFewTimesThenNamedAndTheOthersAreToldAtOnce() throws Exception {
        slack.answers(503);
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        clock.pass(Duration.ofSeconds(2));
        tell();
        tell();
        assertThat(teams.bodies()).hasSize(1);
        assertThat(open()).as("the first pause lasts").isEmpty();

        clock.pass(Duration.ofSeconds(31));
        tell();
        clock.pass(Duration.ofSeconds(31));
        tell();

        assertThat(open()).singleElement().satisfies(finding -> {
            assertThat(finding.detail()).isEqualTo("slack 1 could not be told, 3 times: it answered with status 503");
            assertThat(finding.advice()).contains("Check the address in notify");
        });
        clock.pass(Duration.ofSeconds(31));
        slack.answers(200);
        tell();
        assertThat(open()).isEmpty();
        assertThat(slack.bodies()).singleElement().asString().contains("notify failed: slack 1 could not be told");
    }

    @Test
    void aWebhookThatIsGoneGivesItsAddressToNobody() throws Exception {
        slack.close();
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(31));
            tell();
        }

        assertThat(open()).singleElement().satisfies(finding -> assertThat(finding.toString()).contains("slack 1 could not be told").doesNotContain(SECRET));
        assertThat(camel.getEndpoints()).noneMatch(endpoint -> endpoint.getEndpointUri().contains(SECRET));
        clock.pass(Duration.ofSeconds(31));
        assertThat(notices.due(migration)).isNotEmpty().allSatisfy(notice -> assertThat(notice.toString()).doesNotContain(SECRET));
        assertThat(mail.subjects(ops.address())).isNotEmpty();
    }

    @Test
    void aMailServerThatIsDownIsAFindingToo() throws Exception {
        mail.close();
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofSeconds(31));
            tell();
        }

        assertThat(open()).singleElement().satisfies(finding -> assertThat(finding.detail()).startsWith("mail ops@host.example could not be told, 3 times: "));
        assertThat(slack.bodies()).isNotEmpty();
    }

    @Test
    void withoutAMailServerThatIsSaid() throws Exception {
        notices = new Notices(journal, true, new NotifyProperties(null, "halo@host.example", Duration.ofSeconds(30), 3));
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        clock.pass(Duration.ofSeconds(2));

        assertThat(notices.due(migration)).extracting(Notice::receiver).containsExactly("slack 1", "teams 1");
        assertThat(open()).extracting(Finding::detail).containsExactly("ops@host.example is not told anything: this process has no mail server");
    }

    @Test
    void whereBothSidesArePlayedOneTellsOfPhases() throws Exception {
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        clock.pass(Duration.ofSeconds(2));

        assertThat(new Notices(journal, false, how(1)).due(migration)).isEmpty();
        assertThat(notices.due(migration)).hasSize(3);
    }

    @Test
    void oneThatIsAddedLaterIsNotToldThePast() throws Exception {
        journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        clock.pass(Duration.ofMinutes(2));
        assertThat(notices.due(migration)).isEmpty();

        journal.phases().move("acme", Phase.SEEDING, Phase.STANDING_BY, null);
        assertThat(notices.due(migration)).as("what is younger than a second may not be the first").isEmpty();
        clock.pass(Duration.ofSeconds(2));
        assertThat(notices.due(migration)).hasSize(3);
    }

    @Test
    void aServersWordsGrowNoHeaderAndNoFlood() throws Exception {
        journal.findings().record("acme", new Finding("stage", "push", Severity.FAILED, "x\r\nBcc: everybody@acme.example\r\n" + "y".repeat(5_000), null, "host"));
        clock.pass(Duration.ofSeconds(2));
        tell();

        MimeMessage got = mail.inbox(ops.address()).get(0);
        assertThat(got.getSubject()).startsWith("Halo Migration acme: stage failed: x Bcc: everybody@acme.example yyy").hasSizeLessThan(160);
        assertThat(got.getAllRecipients()).hasSize(1);
        assertThat(got.getContent().toString()).hasSizeLessThan(1_000);
    }

    @Test
    void theMailServersPasswordIsReadAndShownToNobody() throws Exception {
        NotifyProperties how = new Binder(new MapConfigurationPropertySource(Map.of(
                        "halo.notify.smtp.host", "smtp.host.example", "halo.notify.smtp.username", "halo", "halo.notify.smtp.password", SECRET)))
                .bind("halo.notify", NotifyProperties.class)
                .get();

        assertThat(how.smtp().password().reveal()).isEqualTo(SECRET);
        assertThat(how.toString()).contains("starttls", "30").doesNotContain(SECRET);
        assertThat(how.session().getProperty("mail.smtp.starttls.required")).isEqualTo("true");
        assertThat(how.session().requestPasswordAuthentication(InetAddress.getLoopbackAddress(), 587, "smtp", null, null).getPassword()).isEqualTo(SECRET);
    }

    private void tell() {
        Exchange done = camel.createProducerTemplate().request("direct:notify-source", exchange -> exchange.setVariable("migration", migration));
        assertThat(done.getException()).isNull();
    }

    private List<Finding> open() {
        return journal.findings().open("acme").stream().map(open -> open.finding()).filter(finding -> finding.check().equals("notify")).toList();
    }

    private static JsonNode json(WebhookServer server) throws Exception {
        assertThat(server.bodies()).hasSize(1);
        return new ObjectMapper().readTree(server.bodies().get(0));
    }

    private NotifyProperties how(int port) {
        return new NotifyProperties(new NotifyProperties.Smtp(mail.host(), port, "none", ops.address(), new Secret(ops.password())), "halo@host.example", Duration.ofSeconds(30), 3);
    }

    private Migration migration(String notify) throws Exception {
        Path file = Files.writeString(directory.resolve("acme.yaml"), """
                customer: {name: Acme Ltd}
                timeline: {cutover: {start: "2026-12-04T20:00", deadline: "2026-12-04T22:00", zone: Europe/London}}
                source: {database: Halo, backups: [{path: /backup}]}
                landing-zone: {host: sftp.host.example, username: acme, private-key: /key, directory: /acme}
                """ + notify + "\n");
        var reading = new SheetReader(name -> name.equals("SLACK") ? slack.url(SECRET) : teams.url(SECRET)).read(file, Role.SOURCE);
        return reading.migration().orElseThrow(() -> new AssertionError(reading.problems().toString()));
    }
}
