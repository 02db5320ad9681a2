package org.halomigration.tsql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the server on a second connection how far a session has come, by the dialect's {@code running-work.sql}. */
final class ServerProgress implements AutoCloseable {
    private static final String STATEMENT = "running-work";
    private static final int SECONDS = 15;

    private final SqlServer server;
    private final StatementFiles files;
    private final String dialect;
    private Connection connection;

    ServerProgress(SqlServer server, StatementFiles files, String dialect) {
        this.server = server;
        this.files = files;
        this.dialect = dialect;
    }

    /** Whether the dialect has a statement to ask with. */
    boolean available() {
        return files.has(dialect, STATEMENT);
    }

    /** @return empty when the server does not show the session: it may not let us see, or the work has ended */
    Optional<Progress> of(int session) throws SQLException {
        if (connection == null) {
            connection = server.connect("master");
            connection.setNetworkTimeout(Runnable::run, (SECONDS + 15) * 1000);
        }
        RenderedStatement statement = files.read(dialect, STATEMENT).render(Values.NONE);
        Rows rows = new Rows();
        try (Statement query = connection.createStatement()) {
            query.setQueryTimeout(SECONDS);
            try (ResultSet result = query.executeQuery(statement.sql())) {
                rows.read(result);
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
        return rows.last().stream().filter(row -> number(row, "session_id") == session).findFirst().map(ServerProgress::progress);
    }

    private static Progress progress(Map<String, Object> row) {
        Object percent = row.get("percent_complete");
        return new Progress(
                percent instanceof Number value ? value.doubleValue() : 0,
                number(row, "estimated_completion_time"),
                number(row, "reads"),
                number(row, "writes"),
                row.get("wait_type") instanceof String wait ? wait : null);
    }

    private static long number(Map<String, Object> row, String column) {
        return row.get(column) instanceof Number value ? value.longValue() : 0;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It was only for looking.
            }
        }
    }
}
