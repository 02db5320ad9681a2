package org.halomigration.sandbox.sqlserver;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

import org.assertj.core.api.ThrowableAssert;
import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A server with a scripted engine, and a driver to connect with. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a driver that waits for the server cannot be interrupted
abstract class TdsDriverSetup {
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
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> server.connections() == 0 && engine.open.get() == 0);
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
