package org.halomigration.tsql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who is in a database that a statement needs for itself, asked on a connection of its own by the dialect's {@code database-sessions.sql}. */
final class Occupants {
    private static final String STATEMENT = "database-sessions";
    private static final int SECONDS = 15;

    private final SqlServer server;
    private final StatementFiles files;
    private final String dialect;

    Occupants(SqlServer server, StatementFiles files, String dialect) {
        this.server = server;
        this.files = files;
        this.dialect = dialect;
    }

    /** One sentence. It never fails: it only adds to an error that is told anyway. */
    String of(Values values) {
        if (!values.knows("database") || !files.has(dialect, STATEMENT)) {
            return "Who it is was not asked.";
        }
        try {
            List<Map<String, Object>> rows = ask(files.read(dialect, STATEMENT).render(values));
            return rows.isEmpty()
                    ? "Nobody is seen in it now: they have left, or this login lacks VIEW SERVER STATE."
                    : "In it: " + rows.stream().map(Occupants::words).collect(Collectors.joining("; ")) + ".";
        } catch (SQLException | RuntimeException e) {
            return "Who it is cannot be seen: " + e.getMessage();
        }
    }

    private List<Map<String, Object>> ask(RenderedStatement statement) throws SQLException {
        Rows rows = new Rows();
        try (Connection connection = server.connect("master"); PreparedStatement query = connection.prepareStatement(statement.sql())) {
            connection.setNetworkTimeout(Runnable::run, (SECONDS + 15) * 1000);
            query.setQueryTimeout(SECONDS);
            for (int i = 0; i < statement.parameters().size(); i++) {
                query.setObject(i + 1, statement.parameters().get(i));
            }
            try (ResultSet result = query.executeQuery()) {
                rows.read(result);
            }
        }
        return rows.last();
    }

    private static String words(Map<String, Object> row) {
        return "session %s of %s, program '%s', from %s".formatted(row.get("session_id"), row.get("login_name"), text(row, "program_name"), text(row, "host_name"));
    }

    private static String text(Map<String, Object> row, String column) {
        return row.get(column) == null ? "" : row.get(column).toString().strip();
    }
}
