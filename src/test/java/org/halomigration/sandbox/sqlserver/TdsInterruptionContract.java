package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.junit.jupiter.api.Test;

/** What every driver may expect when something is cut off, lost or large. */
abstract class TdsInterruptionContract extends TdsDriverSetup {
    @Test
    void cancelsFromAnotherThreadAndLivesOn() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        engine.on("RESTORE", waiting(runs)).on("SELECT 1", (values, answer) -> TdsScriptedEngine.one(answer, INT, 1));
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(() -> thrown(() -> drain(statement, "RESTORE DATABASE x")));
            runs.await();
            await().until(() -> { // a driver takes no cancel before it has noticed that its request is sent
                statement.cancel();
                return failure.isDone();
            });
            assertFailure(failure.get()).as("the cancelled statement fails").isNotNull();
            assertThat(engine.interrupted).hasValue(1);
            try (Statement next = connection.createStatement(); ResultSet rows = next.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void cancelsInTheMiddleOfAResult() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        engine.on("SELECT many", (values, answer) -> {
            answer.columns(List.of(new Answer.Column("value", INT, false)));
            for (int i = 0; i < 5000; i++) {
                answer.row(i);
            }
            waiting(runs).run(values, answer);
        }).on("SELECT 1", (values, answer) -> TdsScriptedEngine.one(answer, INT, 1));
        try (Connection connection = connect()) {
            Statement statement = connection.createStatement();
            ResultSet rows = statement.executeQuery("SELECT many");
            assertThat(rows.next()).isTrue();
            runs.await();
            statement.cancel();
            thrown(() -> { // the drivers differ in whether the reader is told
                while (rows.next()) {
                    rows.getInt(1);
                }
            });
            statement.close();
            assertThat(engine.interrupted).hasValue(1);
            try (Statement next = connection.createStatement(); ResultSet one = next.executeQuery("SELECT 1")) {
                assertThat(one.next()).isTrue();
                assertThat(one.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void keepsTheQueryTimeout() throws SQLException {
        engine.on("RESTORE", waiting(new CountDownLatch(1)));
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertFailure(thrown(() -> drain(statement, "RESTORE DATABASE x"))).isNotNull();
            await().untilAtomic(engine.interrupted, org.hamcrest.Matchers.is(1));
            assertThat(statement.execute("SET NOCOUNT ON")).isFalse();
        }
    }

    @Test
    void abortsWhatRunsWhenTheConnectionIsLost() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        engine.on("RESTORE", waiting(runs));
        Connection connection = connect();
        Statement statement = connection.createStatement();
        CompletableFuture<SQLException> failure = CompletableFuture.supplyAsync(() -> thrown(() -> drain(statement, "RESTORE DATABASE x")));
        runs.await();
        abandon(connection);
        await().until(() -> engine.interrupted.get() == 1 && engine.open.get() == 0);
        failure.get(10, TimeUnit.SECONDS);
        connection.close();
    }

    /** Cuts the connection under a running statement: not by its close, for which most drivers wait until the statement ends. */
    void abandon(Connection connection) throws SQLException {
        server.dropConnections();
    }

    @Test
    void endsTheConnectionAfterAFatalError() throws SQLException {
        engine.on("DBCC", (values, answer) -> answer.error(new SqlError(824, 24, "SQL Server detected a logical consistency-based I/O error.")));
        Connection connection = connect();
        assertFailure(thrown(() -> drain(connection.createStatement(), "DBCC CHECKDB"))).returns(824, SQLException::getErrorCode);
        await().until(() -> engine.open.get() == 0);
        connection.close();
    }

    @Test
    void dropsRefusesAndServesAgain() throws SQLException {
        Connection connection = connect();
        assertThat(server.connections()).isEqualTo(1);
        server.refuseConnections();
        assertFailure(thrown(() -> drain(connection.createStatement(), "SET NOCOUNT ON"))).as("those connected stay").isNull();
        server.dropConnections();
        assertFailure(thrown(() -> drain(connection.createStatement(), "SET NOCOUNT ON"))).as("the dropped connection fails").isNotNull();
        connection.close();
        assertFailure(thrown(this::connect)).as("new clients are refused").isNotNull();
        server.acceptConnections();
        connect().close();
    }

    @Test
    void streamsALargeResult() throws SQLException {
        int total = 200_000;
        String filling = "x".repeat(400);
        AtomicInteger produced = new AtomicInteger();
        engine.on("FROM large", (values, answer) -> {
            answer.columns(List.of(new Answer.Column("id", INT, false), new Answer.Column("filling", SqlType.of(Kind.NVARCHAR, 400), true)));
            for (int i = 0; i < total; i++) {
                answer.row(i, filling);
                produced.incrementAndGet();
            }
            answer.count(total);
        });
        try (Connection connection = connect(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT * FROM large")) {
            assertThat(rows.next()).isTrue();
            int count = 1;
            assertThat(produced.get()).as("rows made while the client has read one of %d", total).isLessThan(total / 4);
            while (rows.next()) {
                assertThat(rows.getInt(1)).isEqualTo(count++);
            }
            assertThat(count).isEqualTo(total);
        }
    }
}
