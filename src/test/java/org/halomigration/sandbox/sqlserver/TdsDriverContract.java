package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What every driver may expect of logins, statements and results. */
abstract class TdsDriverContract extends TdsInterruptionContract {
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

    /** The procedures that the driver calls for five runs of a statement. */
    abstract List<String> preparing();

    @Test
    void runsAPreparedStatementAgainAndAgain() throws SQLException {
        Logger logger = (Logger) LoggerFactory.getLogger(TdsProcedures.class);
        ListAppender<ILoggingEvent> calls = new ListAppender<>();
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(calls);
        calls.start();
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
        logger.detachAppender(calls);
        logger.setLevel(null);
        logger.setAdditive(true);
        assertThat(calls.list).extracting(ILoggingEvent::getFormattedMessage).startsWith(preparing().toArray(String[]::new));
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
}
