package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import org.junit.jupiter.api.Test;

/** Microsoft's driver without encryption, and what only this driver does. */
class TdsServesMssqlJdbcTest extends TdsDriverContract {
    @Override
    List<String> preparing() {
        return List.of("sp_executesql", "sp_prepexec", "sp_execute", "sp_execute", "sp_execute");
    }

    @Override
    String url() {
        return "jdbc:sqlserver://localhost:%d;encrypt=false;databaseName=Halo;applicationName=halo-migration";
    }

    @Override
    void abandon(Connection connection) throws SQLException {
        connection.close();
    }

    @Test
    void showsProgressWhileTheStatementRuns() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        engine.on("RESTORE", (values, answer) -> {
            answer.info(3211, 0, "10 percent processed.");
            seen.await(); // ends only when the client has seen it
            answer.done();
        });
        LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            connection.unwrap(SQLServerConnection.class).setServerMessageHandler(message -> {
                messages.add(message.getErrorMessage());
                return message;
            });
            CompletableFuture<SQLException> end = CompletableFuture.supplyAsync(() -> thrown(() -> drain(statement, "RESTORE DATABASE x")));
            assertThat(messages.poll(10, TimeUnit.SECONDS)).isEqualTo("10 percent processed.");
            assertThat(end).isNotDone();
            seen.countDown();
            assertFailure(end.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void describesTheParametersOfAQuery() throws SQLException {
        try (Connection connection = connect();
             PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM t WHERE a = ? AND b = '@c' AND d > ?")) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
            assertThat(statement.getParameterMetaData().getParameterTypeName(1)).isEqualTo("nvarchar");
            assertThat(statement.getParameterMetaData().getPrecision(2)).isEqualTo(4000);
        }
        assertThat(engine.batches).isEmpty();
    }

    @Test
    void describesThatAQueryHasNoParameters() throws SQLException {
        try (Connection connection = connect(); PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM t")) {
            assertThat(statement.getParameterMetaData().getParameterCount()).isZero();
        }
    }

    /** A failure after the first statement of a batch stays hidden from who does not ask for all results: as with the real server. */
    @Test
    void hidesALaterFailureFromWhoDoesNotDrain() throws SQLException {
        engine.on("ALTER DATABASE", (values, answer) -> {
            answer.done();
            answer.error(new SqlError(3101, "Exclusive access could not be obtained because the database is in use."));
            answer.error(new SqlError(3013, "RESTORE DATABASE is terminating abnormally."));
            answer.done();
        });
        String batch = "ALTER DATABASE [Halo] SET SINGLE_USER; RESTORE DATABASE [Halo] FROM DISK = N'full.bak'";
        try (Connection connection = connect()) {
            try (Statement statement = connection.createStatement()) {
                assertThat(statement.execute(batch)).isFalse();
            }
            try (Statement statement = connection.createStatement()) {
                assertThat(numbers(thrown(() -> drain(statement, batch)))).containsExactly(3101, 3013);
            }
        }
    }

    @Test
    void refusesServerCursorsCleanly() throws SQLException {
        try (Connection connection = connect();
             Statement statement = connection.createStatement(java.sql.ResultSet.TYPE_SCROLL_SENSITIVE, java.sql.ResultSet.CONCUR_UPDATABLE)) {
            assertFailure(thrown(() -> statement.executeQuery("SELECT 1"))).returns(16937, SQLException::getErrorCode);
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThat(engine.batches).isEqualTo(List.of("SELECT 1")); // isValid's own
    }
}
