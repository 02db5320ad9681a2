package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.halomigration.FailureMode;
import org.halomigration.FailureModes;
import org.halomigration.sandbox.sqlserver.SqlError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a statement did is known when the call returns: nothing that the server said is lost, and nothing is sent twice. */
class StatementsRunToTheirEndTest {
    private static final String HOSTILE = "Halo]; DROP DATABASE x-- ' {call y} {fn now()}";
    private static final Map<String, Object> LOG =
            Map.of("database", "Halo", "files", List.of("E:\\a.trn"), "position", 1, "checksum", true, "restart", false, "stops", false, "set", "0000-SET");

    @TempDir
    Path directory;

    private ScriptedServer server;
    private TsqlCalls tsql;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        tsql = new TsqlCalls(server.instance());
    }

    @AfterEach
    void stop() {
        tsql.close();
        server.close();
    }

    @Test
    void anErrorAfterOtherResultsIsNotLost() {
        server.script = (batch, answer) -> {
            answer.done();
            answer.count(3);
            answer.info(3211, 0, "5 percent processed.");
            answer.error(new SqlError(3203, "Read on \"E:\\a.trn\" failed: 38(Reached the end of the file.)"));
            answer.error(new SqlError(3013, "RESTORE LOG is terminating abnormally."));
            answer.done();
        };
        Exchange result = tsql.call("restore-log", LOG);
        StatementFailed failure = result.getException(StatementFailed.class);
        assertThat(failure.number()).isEqualTo(3203);
        assertThat(failure.errors()).extracting(ServerMessage::number).containsExactly(3203, 3013);
        assertThat(failure.retry()).isEqualTo(Retry.RESEND);
        assertThat((Throwable) failure).hasMessage("restore-log on acme.target (set 0000-SET) failed with error 3203 Read on \"E:\\a.trn\" failed:"
                + " 38(Reached the end of the file.) It was cut off in transfer: compare size and SHA-256, and send it again.");
        assertThat(tsql.failures).containsExactly(failure);
        assertThat(server.batches()).as("never retried").hasSize(1);
    }

    @Test
    void errorsOfLaterResultsAreReadAfterTheFirst() {
        server.script = (batch, answer) -> {
            answer.error(new SqlError(3101, "Exclusive access could not be obtained because the database is in use."));
            answer.done();
            answer.columns(List.of(ScriptedServer.number("x")));
            answer.row(1);
            answer.count(1);
            answer.error(new SqlError(4305, "The log in this backup set begins too late."));
            answer.done();
        };
        StatementFailed failure = tsql.call("restore-log", LOG).getException(StatementFailed.class);
        assertThat(failure.number()).isEqualTo(3101);
        assertThat(failure.errors()).extracting(ServerMessage::number).containsExactly(3101, 4305);
    }

    @Test
    void progressIsHeardWhileItRuns() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        server.script = (batch, answer) -> {
            answer.info(3211, 0, "10 percent processed.");
            assertThat(heard.await(10, TimeUnit.SECONDS)).as("the message came before the end").isTrue();
            answer.info(3014, 0, "RESTORE LOG successfully processed 5 pages.");
            answer.done();
        };
        Thread call = new Thread(() -> tsql.call("restore-log", LOG));
        call.start();
        Awaitility.await().until(() -> tsql.messages.stream().anyMatch(message -> message.percent().orElse(0) == 10));
        assertThat(call.isAlive()).isTrue();
        heard.countDown();
        call.join(10_000);
        assertThat(tsql.messages).extracting(ServerMessage::number).contains(3211, 3014);
        Running running = tsql.started.get(0);
        assertThat(running.migration()).isEqualTo("acme");
        assertThat(running.set()).isEqualTo("0000-SET");
        assertThat(running.sql()).startsWith("RESTORE LOG [Halo] FROM DISK = N'E:\\a.trn' WITH FILE = 1, NORECOVERY");
        assertThat(running.session()).isEqualTo(server.sent.get(0).session());
    }

    @Test
    void aRecoveryThatTheServerOnlyCommentsOnHasFailed() {
        String text = "The restored data is not at a point in time from which it can be recovered.";
        server.script = (batch, answer) -> {
            answer.info(4339, 10, text);
            answer.info(3014, 0, "RESTORE DATABASE successfully processed 0 pages.");
            answer.done();
        };
        StatementFailed failure = tsql.call("recover-database", LOG).getException(StatementFailed.class);
        assertThat(failure.number()).isEqualTo(4339);
        assertThat((Throwable) failure).hasMessageContaining("Restore the missing log backups first");
        assertThat(tsql.call("restore-log", LOG).getException()).as("with NORECOVERY it only informs").isNull();
    }

    @Test
    void theServerSeesHostileValuesExactly() {
        String path = "E:\\it's {call x} {LIMIT 1} ? ☃ \uD83D\uDE00 \"q\" ]\\b.trn";
        tsql.call("restore-log", Map.of("database", HOSTILE, "files", List.of(path), "position", 1, "checksum", false, "restart", false, "stops", false));
        assertThat(server.batches()).containsExactly("RESTORE LOG [Halo]]; DROP DATABASE x-- ' {call y} {fn now()}] FROM DISK = N'" + path.replace("'", "''")
                + "' WITH FILE = 1, NORECOVERY, STATS = 10");
        assertThat(server.sent.get(0).parameters()).isEmpty();
    }

    @Test
    void boundValuesArriveAsParameters() {
        tsql.call("lock-database", Map.of("lock", "halo'; DROP"));
        assertThat(server.sent).hasSize(1);
        assertThat(server.sent.get(0).batch()).containsPattern("@Resource = +@P0").doesNotContain("DROP");
        assertThat(server.sent.get(0).parameters()).extracting(parameter -> parameter.value()).containsExactly("halo'; DROP");
    }

    @Test
    void severalStatementsShareOneSessionAndStopAtTheFirstFailure() {
        server.script = (batch, answer) -> {
            if (batch.startsWith("RESTORE")) {
                answer.error(new SqlError(4305, "The log in this backup set begins too late."));
            }
            answer.done();
        };
        tsql.call("use-master,restore-log,set-multi-user", LOG);
        assertThat(server.batches()).extracting(batch -> batch.split(" ")[0]).containsExactly("USE", "RESTORE");
        assertThat(server.sent.stream().map(ScriptedServer.Sent::session).distinct()).hasSize(1);
        assertThat(server.logins).hasSize(1);
        assertThat(server.logins.get(0).application()).isEqualTo("halo-migration");
        assertThat(server.logins.get(0).database()).isEqualTo("master");
    }

    @Test
    void aMissingValueOfTheSecondStatementLeavesTheFirstUnsent() {
        Exchange result = tsql.call("use-master,restore-log", Map.of("database", "Halo"));
        assertThat(result.getException()).isInstanceOf(StatementUnusable.class).hasMessageContaining("restore-log.sql: :each(files | …)");
        assertThat(server.logins).isEmpty();
    }

    @Test
    void theBodyBecomesTheRowsOfTheLastResultThatHasAny() {
        server.script = (batch, answer) -> {
            answer.count(5);
            answer.columns(List.of(ScriptedServer.number("Position")));
            answer.row(1);
            answer.row(2);
            answer.count(2);
            answer.columns(List.of(ScriptedServer.number("nothing")));
            answer.count(0);
        };
        Exchange result = tsql.call("read-headers", Map.of("file", "E:\\a.bak"));
        List<Map<String, Object>> rows = result.getMessage().getBody(List.class);
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).get("POSITION")).isEqualTo(2);
    }

    @Test
    void withoutAnyResultSetTheBodyStaysAndTheMessagesAreInAVariable() {
        server.script = (batch, answer) -> {
            answer.info(3014, 0, "RESTORE LOG successfully processed 5 pages.");
            answer.done();
        };
        Exchange result = tsql.call("restore-log", LOG);
        assertThat(result.getMessage().getBody()).isEqualTo(LOG);
        assertThat(result.getVariable("serverMessages", List.class)).extracting(Object::toString).containsExactly("3014 RESTORE LOG successfully processed 5 pages.");
    }

    @Test
    void valuesComeFromBodyThenVariablesThenHeaders() throws Exception {
        Files.createDirectories(directory.resolve("sqlserver"));
        Files.writeString(directory.resolve("sqlserver/three.sql"), "PRINT :'a' + :'b' + :'c'");
        try (TsqlCalls own = new TsqlCalls(server.instance(), directory)) {
            own.call("three", Map.of("a", "body"));
            assertThat(server.batches()).isEmpty();
        }
        ExchangeValues values = new ExchangeValues(exchange());
        assertThat(values.get("a")).isEqualTo("body");
        assertThat(values.get("b")).isEqualTo("variable");
        assertThat(values.get("c")).isEqualTo("header");
        assertThat(values.knows("d")).isFalse();
    }

    private static Exchange exchange() {
        Exchange exchange = new org.apache.camel.support.DefaultExchange(new org.apache.camel.impl.DefaultCamelContext());
        exchange.getMessage().setBody(Map.of("a", "body"));
        exchange.setVariable("a", "variable");
        exchange.setVariable("b", "variable");
        exchange.getMessage().setHeader("a", "header");
        exchange.getMessage().setHeader("b", "header");
        exchange.getMessage().setHeader("c", "header");
        return exchange;
    }

    @Test
    void silenceLongerThanAnyDriverSettingIsNoFailure() {
        try (TsqlCalls hasty = new TsqlCalls(server.instance(";encrypt=false;socketTimeout=50;connectRetryCount=5"))) {
            server.script = (batch, answer) -> {
                new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS);
                answer.done();
            };
            assertThat(hasty.call("restore-log", LOG).getException()).isNull();
        }
    }

    @Test
    void anInterruptedThreadLetsTheStatementFinish() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        server.script = (batch, answer) -> {
            interrupted.await(10, TimeUnit.SECONDS);
            answer.done();
        };
        AtomicReference<Exchange> result = new AtomicReference<>();
        Thread call = new Thread(() -> result.set(tsql.call("restore-log", LOG)));
        call.start();
        Awaitility.await().until(() -> !server.sent.isEmpty());
        call.interrupt();
        interrupted.countDown();
        call.join(10_000);
        assertThat(result.get().getException()).isNull();
        assertThat(server.aborted).hasValue(0);
    }

    @Test
    @FailureMode(number = 23, failure = "A pool or the server opens transactions by itself", noticed = "before each statement, by the options of the session", says = "is not in autocommit, which BACKUP and RESTORE need")
    void aServerThatOpensTransactionsByItselfIsRefused() {
        server.options = 2;
        Exchange result = tsql.call("restore-log", LOG);
        FailureModes.said(result.getException().getMessage());
        assertThat(server.batches()).isEmpty();
        server.options = 0;
        assertThat(tsql.call("restore-log", LOG).getException()).isNull();
    }

    @Test
    void aListenerThatFailsDoesNotHarmTheStatement() {
        server.script = (batch, answer) -> {
            answer.info(3211, 0, "10 percent processed.");
            answer.done();
        };
        try (DedicatedConnection connection = DedicatedConnection.open(
                server.instance(),
                (running, message) -> {
                    throw new IllegalStateException("journal is gone");
                },
                new java.util.ArrayList<>())) {
            Running running = new Running("1", "acme", null, "acme.target", "x", "", "RESTORE", null, connection.session());
            Watchdog.Settings none = new Watchdog.Settings(
                    1_000, 0, 0, new ServerProgress(server.instance(), new StatementFiles(directory), "sqlserver"));
            assertThat(connection.run(running, new RenderedStatement("RESTORE", List.of()), none)).isNull();
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
    }
}
