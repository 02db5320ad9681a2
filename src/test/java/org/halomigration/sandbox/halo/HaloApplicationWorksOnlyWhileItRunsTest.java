package org.halomigration.sandbox.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HaloApplicationWorksOnlyWhileItRunsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HaloDatabaseInMemory database = new HaloDatabaseInMemory();
    private final MailSandbox mail = MailSandbox.start();
    private final HaloApplication halo = new HaloApplication(new HaloOptions(
            database.database(),
            new HaloOptions.Mail(mail, mail.mailbox("help@acme.example")),
            HaloOptions.Heartbeat.IN_CONTROL,
            List.of("UPDATE dbo.FAULTS SET status = 7")));

    @BeforeEach
    void start() throws Exception {
        mail.mailbox("jo@acme.example");
        post(halo.controlUrl() + "/start", "");
    }

    @AfterEach
    void close() {
        halo.close();
        mail.close();
        database.close();
    }

    @Test
    void pagesAreShownFromTheDatabase() throws Exception {
        assertThat(get(halo.url() + "/").body()).contains("Halo");
        assertThat(get(halo.url() + "/portal").body()).contains("Sign in");

        database.execute("DROP TABLE dbo.FAULTS");
        assertThat(get(halo.url() + "/").statusCode()).isEqualTo(500);
    }

    @Test
    void aMailBecomesATicketAndIsAnsweredOnce() throws Exception {
        send("jo@acme.example", "Where is my laptop? token-17");

        await().untilAsserted(() -> assertThat(mail.subjects("jo@acme.example")).containsExactly("RE: Where is my laptop? token-17 [ID:0000002]"));
        assertThat(database.value("SELECT emailaddress FROM dbo.FAULTS WHERE Symptom = 'Where is my laptop? token-17'")).isEqualTo("jo@acme.example");
        await().untilAsserted(() -> assertThat(mail.subjects("help@acme.example")).isEmpty());
    }

    @Test
    void whileStoppedItTouchesNeitherDatabaseNorMailbox() throws Exception {
        assertThat(get(halo.controlUrl() + "/state").body()).isEqualTo("running");
        assertThat(database.connections()).isEqualTo(1);

        assertThat(post(halo.controlUrl() + "/stop", "").body()).isEqualTo("stopped");
        assertThat(database.connections()).isZero();
        assertThat(get(halo.url() + "/").statusCode()).isEqualTo(503);
        send("jo@acme.example", "Are you there?");
        String lastRun = database.value("SELECT integratorlastrun FROM dbo.CONTROL");

        assertThat(post(halo.controlUrl() + "/start", "").body()).isEqualTo("running");
        await().untilAsserted(() -> assertThat(mail.subjects("jo@acme.example")).hasSize(1));
        assertThat(lastRun).isNotNull();
        assertThat(database.value("SELECT COUNT(*) FROM dbo.FAULTS")).isEqualTo("2");
    }

    @Test
    void aDatabaseThatIsNotThereKeepsItStopped() throws Exception {
        HaloOptions.Database missing = new HaloOptions.Database("jdbc:h2:mem:missing;IFEXISTS=TRUE", "sa", "");
        try (HaloApplication other = new HaloApplication(new HaloOptions(missing, null, null))) {
            assertThat(post(other.controlUrl() + "/start", "").statusCode()).isEqualTo(500);
            assertThat(get(other.controlUrl() + "/state").body()).isEqualTo("stopped");
        }
    }

    @Test
    void preparingRunsItsStatements() throws Exception {
        post(halo.controlUrl() + "/prepare", "");

        assertThat(database.value("SELECT status FROM dbo.FAULTS")).isEqualTo("7");
    }

    @Test
    void theIntegratorsHeartbeatGoesOnUntilItIsStale() throws Exception {
        await().until(() -> database.value("SELECT integratorlastrun FROM dbo.CONTROL"), seen -> seen != null);
        assertThat(get(halo.url() + "/integrator").statusCode()).isEqualTo(200);

        halo.breaks(Fault.INTEGRATOR_STALE);
        assertThat(get(halo.url() + "/integrator").statusCode()).isEqualTo(503);
    }

    @Test
    void theApiGivesATicketToItsOwnClientOnly() throws Exception {
        String form = "grant_type=client_credentials&client_id=" + halo.clientId() + "&client_secret=";
        assertThat(post(halo.url() + "/auth/token", form + "guess").statusCode()).isEqualTo(400);
        assertThat(get(halo.url() + "/api/tickets/1").statusCode()).isEqualTo(401);

        String token = post(halo.url() + "/auth/token", form + halo.clientSecret()).body().replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
        HttpRequest request = HttpRequest.newBuilder(URI.create(halo.url() + "/api/tickets/1")).header("Authorization", "Bearer " + token).build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body()).contains("Printer is on fire");
    }

    private HttpResponse<String> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private void send(String from, String subject) throws Exception {
        Session session = Session.getInstance(new Properties());
        MimeMessage message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("help@acme.example"));
        message.setSubject(subject);
        message.setText("Please help.");
        message.saveChanges();
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(mail.host(), mail.smtpPort(), null, null);
            transport.sendMessage(message, message.getAllRecipients());
        }
    }
}
