package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.halomigration.sandbox.sqlserver.SqlError;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.junit.jupiter.api.Test;

/** Without a connection the cause is named; a connection lost on the way leaves the outcome open, and says so. */
class NoConnectionTest {
    private static final Map<String, Object> LOG =
            Map.of("database", "Halo", "files", List.of("E:\\a.trn"), "position", 1, "checksum", true, "restart", false, "stops", false);

    @Test
    void aConnectionLostWhileItRunsLeavesTheOutcomeUnknown() throws Exception {
        ScriptedServer server = new ScriptedServer();
        server.script = (batch, answer) -> {
            answer.info(3211, 0, "10 percent processed.");
            new CountDownLatch(1).await();
        };
        try (server; TsqlCalls tsql = new TsqlCalls(server.instance())) {
            Exchange[] result = new Exchange[1];
            Thread call = new Thread(() -> result[0] = tsql.call("restore-log", LOG));
            call.start();
            Awaitility.await().until(() -> !tsql.messages.isEmpty());
            server.drop();
            call.join(10_000);
            OutcomeUnknown failure = result[0].getException(OutcomeUnknown.class);
            assertThat((Throwable) failure).hasMessage("restore-log on acme.target: the connection was lost, so its outcome is not known."
                    + " Read the database's state and restore history on a new connection and plan from there; never send it again unseen.");
            assertThat(failure.retry()).isEqualTo(Retry.REPLAN);
            assertThat(server.batches()).hasSize(1);
        }
    }

    @Test
    void anErrorThatClosesTheConnectionLeavesTheOutcomeUnknown() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                TsqlCalls tsql = new TsqlCalls(server.instance())) {
            server.script = (batch, answer) -> answer.error(new SqlError(596, 21, "Cannot continue the execution because the session is in the kill state."));
            OutcomeUnknown failure = tsql.call("restore-log", LOG).getException(OutcomeUnknown.class);
            assertThat((Throwable) failure).hasMessageContaining("the connection was lost after 596 Cannot continue");
            assertThat(failure.errors()).extracting(ServerMessage::number).containsExactly(596);
        }
    }

    @Test
    void aRefusedLoginIsToldFromAnUnreachableServer() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            server.refusal = new SqlError(18456, 14, "Login failed for user 'halo'.");
            InstanceUnreachable refused = unreachable(server.instance());
            assertThat(refused.reason()).isEqualTo(InstanceUnreachable.Reason.LOGIN);
            assertThat(refused.getMessage()).startsWith("acme.target (127.0.0.1:" + server.port() + ") refused the login halo: 18456 Login failed for user 'halo'. Check user name")
                    .doesNotContain("s3cret!");
            server.refusal = new SqlError(4060, 11, "Cannot open database \"acme\" requested by the login.");
            assertThat(unreachable(server.instance()).reason()).isEqualTo(InstanceUnreachable.Reason.DATABASE);
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeDown() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        InstanceUnreachable down = unreachable(login("jdbc:sqlserver://127.0.0.1:" + port + ";encrypt=false"));
        assertThat(down.reason()).isEqualTo(InstanceUnreachable.Reason.NETWORK);
        assertThat(down.retry()).isEqualTo(Retry.RETRY);
        assertThat((Throwable) down).hasMessageContaining("acme.target (127.0.0.1:" + port + ") does not answer").hasMessageContaining("Check that the service runs");
    }

    @Test
    void anUntrustedCertificateIsATlsFailure() throws Exception {
        try (ScriptedServer server = new ScriptedServer(true)) {
            InstanceUnreachable untrusted = unreachable(server.instance(";encrypt=true"));
            assertThat(untrusted.reason()).isEqualTo(InstanceUnreachable.Reason.TLS);
            assertThat((Throwable) untrusted).hasMessageContaining("set a truststore")
                    // A password in the URL is what the migration file refuses.
                    .hasMessageContaining("trustStoreType=JKS")
                    .hasMessageNotContaining("trustStorePassword")
                    .hasMessageNotContaining("Exception:");
            server.instance(";encrypt=true;trustServerCertificate=true").connect("master").close();
        }
    }

    @Test
    void aUrlThatIsNoneIsSaidToBeWrong() {
        assertThat(unreachable(login("jdbc:oracle:x")).reason()).isEqualTo(InstanceUnreachable.Reason.CONFIGURATION);
        assertThat(unreachable(login("jdbc:sqlserver://x;encrypt=perhaps")).reason()).isEqualTo(InstanceUnreachable.Reason.CONFIGURATION);
    }

    @Test
    void aPasswordInTheUrlIsNeverShown() {
        SqlServer server = login("jdbc:sqlserver://host;password=t0psecret;nosuch");
        assertThat(server.toString()).isEqualTo("acme.target (host)");
        assertThat(unreachable(server).toString()).doesNotContain("t0psecret");
        assertThat(server.dataSource().toString()).doesNotContain("t0psecret");
    }

    private static SqlServer login(String url) {
        return new SqlServer("acme.target", new SqlLogin(url, "halo", new Secret("s3cret!")));
    }

    private static InstanceUnreachable unreachable(SqlServer server) {
        return catchThrowableOfType(InstanceUnreachable.class, () -> server.connect("master"));
    }
}
