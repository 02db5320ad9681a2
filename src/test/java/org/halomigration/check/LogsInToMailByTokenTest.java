package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.halomigration.sandbox.halo.HaloApplication;
import org.halomigration.sandbox.halo.HaloDatabaseInMemory;
import org.halomigration.sandbox.halo.HaloOptions;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Checks.OAuth2;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The token server is the one of the Halo stand-in: the grant is the same. What a mail server does with the token is not tried here. */
class LogsInToMailByTokenTest {
    private final HaloDatabaseInMemory database = new HaloDatabaseInMemory();
    private final HaloApplication tokens = new HaloApplication(new HaloOptions(database.database(), null, null));

    @BeforeEach
    void start() throws Exception {
        tokens.start();
    }

    @AfterEach
    void stop() {
        tokens.close();
        database.close();
    }

    @Test
    void aPasswordIsGivenAsItIs() {
        Session session = session("tls", new Secret("letmein"), null, null);

        assertThat(login(session)).isEqualTo("letmein");
        assertThat(session.getProperty("mail.imap.auth.mechanisms")).isNull();
        assertThat(session.getProperty("mail.imap.ssl.enable")).isEqualTo("true");
        assertThat(session.getProperty("mail.imap.ssl.checkserveridentity")).isEqualTo("true");
    }

    @Test
    void aTokenIsGivenByXoauth2() {
        Session session = session("starttls", null, new Secret("a-token"), null);

        assertThat(login(session)).isEqualTo("a-token");
        assertThat(session.getProperty("mail.imap.auth.mechanisms")).isEqualTo("XOAUTH2");
        assertThat(session.getProperty("mail.imap.starttls.required")).isEqualTo("true");
    }

    @Test
    void aTokenIsFetchedForEachLogin() {
        Session session = session("tls", null, null, new OAuth2(tokens.url() + "/auth/token", tokens.clientId(), new Secret(tokens.clientSecret()), "mail"));

        assertThat(login(session)).isNotEqualTo(login(session)).isNotBlank();
    }

    @Test
    void aRefusedTokenNamesServerAndClient() {
        Session session = session("tls", null, null, new OAuth2(tokens.url() + "/auth/token", "somebody", new Secret("s3cret"), null));

        assertThatThrownBy(() -> login(session))
                .rootCause()
                .hasMessage(tokens.url() + "/auth/token gave the client 'somebody' no token, but status 400 (invalid_client)");
    }

    /** As Entra answers where a policy of the customer's closes the way. */
    @Test
    void aPolicyThatGivesNoTokenIsTakenForOne() throws Exception {
        HttpServer entra = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        entra.createContext("/", exchange -> {
            byte[] answer = "{\"error\":\"access_denied\",\"error_description\":\"AADSTS53003: Access has been blocked by Conditional Access policies. Trace s3cret\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(400, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        entra.start();
        try {
            Session session = session("tls", null, null, new OAuth2("http://127.0.0.1:" + entra.getAddress().getPort() + "/token", "mail", new Secret("s3cret"), null));

            assertThatThrownBy(() -> login(session))
                    .satisfies(refused -> assertThat(MailAccess.isConditional(refused)).isTrue())
                    .rootCause().hasMessageEndingWith("no token, but status 400 (access_denied, AADSTS53003)");
        } finally {
            entra.stop(0);
        }
    }

    private static Session session(String tls, Secret password, Secret token, OAuth2 oauth2) {
        return MailLogin.session("imap", new MailServer("127.0.0.1", 993, tls, "check@acme.example", password, token, oauth2), Duration.ofSeconds(5));
    }

    private static String login(Session session) {
        PasswordAuthentication login = session.requestPasswordAuthentication(InetAddress.getLoopbackAddress(), 993, "imap", null, null);
        assertThat(login.getUserName()).isEqualTo("check@acme.example");
        return login.getPassword();
    }
}
