package org.halomigration.tsql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Statement files run one by one on one connection outside of any route, by the same means as {@code tsql:}. */
public final class Session implements AutoCloseable {
    /** Milliseconds without a word from the server after which the log says so. Nothing is cancelled. */
    private static final long ALARM_AFTER = 60_000;

    private final SqlServer server;
    private final StatementFiles files;
    private final String dialect;
    private final DedicatedConnection connection;

    private Session(SqlServer server, StatementFiles files, String dialect, DedicatedConnection connection) {
        this.server = server;
        this.files = files;
        this.dialect = dialect;
        this.connection = connection;
    }

    /** @throws InstanceUnreachable when there is no connection to be had, saying why */
    public static Session open(SqlServer server, StatementFiles files, String dialect) throws SQLException {
        ServerMessages unheard = (running, message) -> {};
        return new Session(server, files, dialect, DedicatedConnection.open(server, unheard, new ArrayList<>()));
    }

    /**
     * Runs a statement file to its end.
     *
     * @return the rows of the last result set that has any, under their columns' names in any case
     * @throws StatementFailed with the server's first cause
     * @throws OutcomeUnknown when the connection was lost
     */
    public List<Map<String, Object>> rows(String statement, Map<String, ?> values) throws SQLException {
        StatementFile file = files.read(dialect, statement);
        RenderedStatement rendered = file.render(Values.of(values));
        Running running = new Running(null, null, null, server.name(), file.name(), file.sha256(), rendered.sql(), null, connection.session());
        List<Map<String, Object>> rows = connection.run(running, rendered, new Watchdog.Settings(ALARM_AFTER, 0, 0, new ServerProgress(server, files, dialect)));
        return rows == null ? List.of() : rows;
    }

    @Override
    public void close() {
        connection.close();
    }
}
