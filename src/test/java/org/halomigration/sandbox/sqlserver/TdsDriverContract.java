package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.assertj.core.api.ThrowableAssert;
import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every driver may expect of the server, whatever way it connects. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a driver that waits for the server cannot be interrupted
abstract class TdsDriverContract {
    static final SqlType TEXT = SqlType.of(Kind.NVARCHAR, 200);
    static final SqlType INT = SqlType.of(Kind.INT);
    final TdsScriptedEngine engine = new TdsScriptedEngine();
    TdsServer server;

    /** With the port in place of %d. */
    abstract String url();

    boolean tls() {
        return false;
    }

    @BeforeEach
    void start() {
        server = TdsServer.start(engine, tls());
    }

    /** Whatever a test does, the server ends up without a connection, a session or a running batch. */
    @AfterEach
    void nothingIsLeft() {
        await().until(() -> server.connections() == 0 && engine.open.get() == 0);
        server.close();
    }

    Connection connect() throws SQLException {
        return connect(TdsScriptedEngine.PASSWORD);
    }

    Connection connect(String password) throws SQLException {
        Properties login = new Properties();
        login.put("user", TdsScriptedEngine.USER);
        login.put("password", password);
        return DriverManager.getConnection(String.format(url(), server.port()), login);
    }

    @Test
    void tellsWhoLogsIn() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(engine.logins.get(0)).returns(TdsScriptedEngine.USER, SqlEngine.Login::user).returns("Halo", SqlEngine.Login::database)
                .returns("halo-migration", SqlEngine.Login::application);
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(16);
            assertThat(connection.getCatalog()).isEqualTo("Halo");
        }
    }

    @Test
    void refusesALogin() {
        assertThatThrownBy(() -> connect("wrong")).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getErrorCode()).isEqualTo(18456);
            assertThat(e.getMessage()).contains("Login failed for user 'halo'");
        });
    }

    @Test
    void runsABatchWithUnicode() throws SQLException {
        engine.on("SELECT N'ü", (values, answer) -> TdsScriptedEngine.one(answer, TEXT, "ü€ 漢字 😀"));
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT N'ü€ 漢字 😀'");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("value")).isEqualTo("ü€ 漢字 😀");
            assertThat(rows.next()).isFalse();
        }
        assertThat(engine.batches).contains("SELECT N'ü€ 漢字 😀'");
    }

    @Test
    void runsAPreparedStatementAgainAndAgain() throws SQLException {
        engine.on("FROM tickets", (values, answer) -> TdsScriptedEngine.one(answer, TEXT, values.get(0).value() + "/" + values.get(1).value()));
        try (Connection connection = connect();
             PreparedStatement statement = connection.prepareStatement("SELECT value FROM tickets WHERE a = ? AND b = ?")) {
            for (int run = 1; run <= 5; run++) {
                statement.setString(1, "ä" + run);
                statement.setInt(2, run);
                ResultSet rows = statement.executeQuery();
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("ä" + run + "/" + run);
                rows.close();
            }
        }
        assertThat(engine.parameters.get(engine.parameters.size() - 1)).extracting(SqlSession.Parameter::name).containsExactly("@P0", "@P1");
    }

    @Test
    void runsManyStatementsAndForgetsThem() throws SQLException {
        engine.on("FROM t", (values, answer) -> TdsScriptedEngine.one(answer, INT, values.get(0).value()));
        try (Connection connection = connect()) {
            for (int i = 0; i < 40; i++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT " + i + " FROM t WHERE a = ?")) {
                    for (int run = 0; run < 3; run++) {
                        statement.setInt(1, i);
                        ResultSet rows = statement.executeQuery();
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(i);
                    }
                }
            }
        }
        assertThat(engine.batches).noneMatch(batch -> batch.contains("sp_unprepare"));
    }

    @Test
    void countsWhatABatchOfStatementsChanged() throws SQLException {
        engine.on("UPDATE tickets", (values, answer) -> answer.count((Integer) values.get(0).value()));
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement("UPDATE tickets SET a = ?")) {
            for (int i = 1; i <= 4; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void givesSeveralResultsInOrder() throws SQLException {
        engine.on("SEVERAL", (values, answer) -> {
            TdsScriptedEngine.one(answer, INT, 1);
            answer.count(7);
            TdsScriptedEngine.one(answer, TEXT, "two");
        });
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT 1; UPDATE x SET y = 1; SELECT N'two' -- SEVERAL")).isTrue();
            statement.getResultSet().next();
            assertThat(statement.getResultSet().getInt(1)).isEqualTo(1);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(7);
            assertThat(statement.getMoreResults()).isTrue();
            statement.getResultSet().next();
            assertThat(statement.getResultSet().getString(1)).isEqualTo("two");
            assertThat(statement.getMoreResults() || statement.getUpdateCount() != -1).isFalse();
        }
    }

    @Test
    void givesErrorsInOrderAndLivesOn() throws SQLException {
        engine.on("RESTORE", (values, answer) -> {
            answer.info(3211, 0, "10 percent processed.");
            answer.error(new SqlError(3203, "Read on \"full.bak\" failed: 38(Reached the end of the file.)"));
            answer.error(new SqlError(3013, "RESTORE DATABASE is terminating abnormally."));
            answer.done();
        });
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            assertThat(numbers(thrown(() -> drain(statement, "RESTORE DATABASE [Halo] FROM DISK = N'full.bak'")))).containsExactly(3203, 3013);
            assertThat(statement.execute("SET NOCOUNT ON")).isFalse();
        }
    }

    @Test
    void keepsInfosAsWarnings() throws SQLException {
        engine.on("BACKUP", (values, answer) -> {
            answer.info(3211, 0, "50 percent processed.");
            answer.info(3014, 0, "BACKUP DATABASE successfully processed 400 pages.");
            answer.done();
        });
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            drain(statement, "BACKUP DATABASE [Halo] TO DISK = N'full.bak'");
            List<String> warnings = new ArrayList<>();
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                warnings.add(warning.getMessage());
            }
            assertThat(warnings).containsExactly("50 percent processed.", "BACKUP DATABASE successfully processed 400 pages.");
        }
    }

    @Test
    void changesTheDatabase() throws SQLException {
        engine.on("USE ", (values, answer) -> {
            answer.databaseChanged("Halo", "master");
            answer.done();
        });
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("USE master");
            assertThat(connection.getCatalog()).isEqualTo("master");
        }
    }

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
    void leavesTransactionsToTheEngine() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO t VALUES (1)");
            }
            connection.commit();
            connection.rollback();
            connection.setAutoCommit(true);
        }
        String all = String.join("\n", engine.batches).toUpperCase();
        assertThat(all).containsSubsequence("SET IMPLICIT_TRANSACTIONS ON", "INSERT INTO T", "COMMIT TRAN", "ROLLBACK TRAN");
    }

    @Test
    void callsAProcedureWithItsReturnStatus() throws SQLException {
        engine.on("sp_getapplock", (values, answer) -> {
            answer.done();
            answer.columns(List.of(new Answer.Column("tds output 0", INT, true)));
            answer.row(-1);
            answer.count(1);
        });
        try (Connection connection = connect(); CallableStatement call = connection.prepareCall("{? = call sys.sp_getapplock(?, ?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setString(2, "halo");
            call.setString(3, "Exclusive");
            call.execute();
            assertThat(call.getInt(1)).isEqualTo(-1);
        }
        assertThat(engine.batches.get(engine.batches.size() - 1)).matches("(?s)EXEC +@\\w+ = sys.sp_getapplock .*;SELECT @\\w+ AS \\[tds output 0]");
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

    static TdsScriptedEngine.Play waiting(CountDownLatch runs) {
        return (values, answer) -> {
            runs.countDown();
            new CountDownLatch(1).await();
        };
    }

    /** Runs a batch to its very end, as one has to. */
    static void drain(Statement statement, String batch) throws SQLException {
        boolean rows = statement.execute(batch);
        while (rows || statement.getUpdateCount() != -1) {
            rows = statement.getMoreResults();
        }
    }

    interface Jdbc {
        void run() throws SQLException;
    }

    static SQLException thrown(Jdbc work) {
        try {
            work.run();
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** An exception of SQL is iterable too, and AssertJ cannot choose. */
    static ThrowableAssert<SQLException> assertFailure(SQLException failure) {
        return new ThrowableAssert<>(failure);
    }

    static List<Integer> numbers(SQLException first) {
        List<Integer> numbers = new ArrayList<>();
        for (SQLException e = first; e != null; e = e.getNextException()) {
            numbers.add(e.getErrorCode());
        }
        return numbers;
    }
}
