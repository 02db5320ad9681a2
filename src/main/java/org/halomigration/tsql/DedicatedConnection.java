package org.halomigration.tsql;

import com.microsoft.sqlserver.jdbc.ISQLServerConnection;
import com.microsoft.sqlserver.jdbc.ISQLServerMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session in {@code master} that belongs to one call. Not in a pool, in autocommit, without limits on time or silence. */
final class DedicatedConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DedicatedConnection.class);
    private static final int IMPLICIT_TRANSACTIONS = 2;
    private static final int MOST_RESULTS = 10_000;

    private final Connection connection;
    private final ServerMessages listener;
    private final List<ServerMessage> messages;
    private final int session;
    private final List<ServerMessage> ofThisRun = new ArrayList<>();
    private volatile Running running;
    private volatile Watchdog watchdog;

    private DedicatedConnection(SqlServer server, Connection connection, ServerMessages listener, List<ServerMessage> messages)
            throws SQLException {
        this.connection = connection;
        this.listener = listener;
        this.messages = messages;
        this.session = checkedSession(server);
        connection.unwrap(ISQLServerConnection.class).setServerMessageHandler(this::heard);
    }

    /** @param messages every message of every statement is added here, as it comes */
    static DedicatedConnection open(SqlServer server, ServerMessages listener, List<ServerMessage> messages) throws SQLException {
        Connection connection = server.connect("master");
        try {
            return new DedicatedConnection(server, connection, listener, messages);
        } catch (InstanceUnreachable e) {
            connection.close();
            throw e;
        } catch (SQLException e) {
            connection.close();
            throw InstanceUnreachable.because(server, e);
        }
    }

    int session() {
        return session;
    }

    /** The session's id, once it is sure that nothing of ours runs in a transaction: RESTORE and BACKUP forbid one (3021). */
    private int checkedSession(SqlServer server) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@SPID AS session_id, @@TRANCOUNT AS open_transactions, @@OPTIONS AS options")) {
            row.next();
            boolean implicit = (row.getInt("options") & IMPLICIT_TRANSACTIONS) != 0;
            if (!connection.getAutoCommit() || implicit || row.getInt("open_transactions") != 0) {
                throw InstanceUnreachable.inTransactions(server);
            }
            return row.getInt("session_id");
        }
    }

    /**
     * Runs one statement to its very end: every result is read, because the driver reports an error only when it reads it.
     *
     * @return rows of the last result that has any, an empty list when all were empty, null when there was no result set
     * @throws StatementFailed with the server's first cause
     * @throws OutcomeUnknown when the connection was lost or the watchdog cancelled
     */
    List<Map<String, Object>> run(Running running, RenderedStatement rendered, Watchdog.Settings watch) throws SQLException {
        this.running = running;
        ofThisRun.clear();
        long start = System.nanoTime();
        tell(() -> listener.started(running));
        Exception failure = null;
        try {
            return execute(rendered, watch);
        } catch (SQLException | RuntimeException e) {
            failure = e;
            throw e;
        } finally {
            Exception ended = failure;
            tell(() -> listener.ended(running, Duration.ofNanos(System.nanoTime() - start), ended));
        }
    }

    private List<Map<String, Object>> execute(RenderedStatement rendered, Watchdog.Settings watch) throws SQLException {
        Rows rows = new Rows();
        SQLException thrown = null;
        Watchdog guard = null;
        try (Statement statement = statement(rendered)) {
            guard = Watchdog.over(running, rendered, statement, watch, listener);
            watchdog = guard;
            try {
                thrown = drain(statement, rendered, rows);
            } finally {
                // Before the statement is closed: a late cancel must find nothing, least of all the next statement.
                guard.close();
            }
        } catch (SQLException e) {
            thrown = thrown == null ? e : thrown;
        } finally {
            watchdog = null;
        }
        judge(rendered, thrown, guard);
        return rows.last();
    }

    private Statement statement(RenderedStatement rendered) throws SQLException {
        if (rendered.parameters().isEmpty()) {
            return connection.createStatement();
        }
        PreparedStatement statement = connection.prepareStatement(rendered.sql());
        for (int i = 0; i < rendered.parameters().size(); i++) {
            statement.setObject(i + 1, rendered.parameters().get(i));
        }
        return statement;
    }

    /** Reads all results, also those after an error, and returns the first exception. */
    private SQLException drain(Statement statement, RenderedStatement rendered, Rows rows) {
        SQLException first = null;
        boolean begun = false;
        for (int i = 0; i < MOST_RESULTS; i++) {
            try {
                boolean isRows;
                if (begun) {
                    isRows = statement.getMoreResults();
                } else {
                    begun = true;
                    isRows = statement instanceof PreparedStatement prepared ? prepared.execute() : statement.execute(rendered.sql());
                }
                if (isRows) {
                    rows.read(statement.getResultSet());
                } else if (statement.getUpdateCount() == -1) {
                    return first;
                }
            } catch (SQLException e) {
                boolean ofServer = e instanceof com.microsoft.sqlserver.jdbc.SQLServerException said && said.getSQLServerError() != null;
                if (first == null) {
                    first = e;
                } else if (!ofServer) {
                    return first;
                }
                if (isLost(e) || !ofServer) {
                    return first;
                }
            }
        }
        return first == null ? new SQLException("The statement gave more than " + MOST_RESULTS + " results") : first;
    }

    private void judge(RenderedStatement rendered, SQLException thrown, Watchdog guard) throws SQLException {
        List<ServerMessage> errors;
        List<ServerMessage> all;
        synchronized (ofThisRun) {
            all = List.copyOf(ofThisRun);
        }
        errors = all.stream().filter(ServerMessage::isError).toList();
        ErrorCatalogue catalogue = ErrorCatalogue.standard();
        if (thrown != null && guard != null && guard.hasCancelled()) {
            throw new OutcomeUnknown(running, "the watchdog cancelled it, as it had made no progress", errors, thrown);
        }
        if (thrown != null && (isLost(thrown) || errors.stream().anyMatch(error -> error.severity() >= 20))) {
            throw new OutcomeUnknown(running, "the connection was lost", errors, thrown);
        }
        if (!errors.isEmpty()) {
            throw new StatementFailed(running, errors, catalogue, thrown);
        }
        if (thrown != null) {
            throw new StatementFailed(running, List.of(new ServerMessage(thrown.getErrorCode(), 16, 0, thrown.getMessage())), catalogue, thrown);
        }
        if (rendered.recovers()) {
            List<ServerMessage> refused = all.stream()
                    .filter(message -> catalogue.entry(message.number(), message.text()).failsRecovery())
                    .toList();
            if (!refused.isEmpty()) {
                throw new StatementFailed(running, refused, catalogue, null);
            }
        }
    }

    private boolean isLost(SQLException e) {
        try {
            return connection.isClosed() || e.getSQLState() != null && e.getSQLState().startsWith("08");
        } catch (SQLException closed) {
            return true;
        }
    }

    /** Called by the driver on the statement's thread, the moment a message arrives. */
    private ISQLServerMessage heard(ISQLServerMessage said) {
        ServerMessage message =
                new ServerMessage(said.getErrorNumber(), said.getErrorSeverity(), said.getErrorState(), said.getErrorMessage());
        synchronized (ofThisRun) {
            ofThisRun.add(message);
        }
        messages.add(message);
        Watchdog guard = watchdog;
        if (guard != null) {
            guard.moved();
        }
        Running now = running;
        if (now != null) {
            tell(() -> listener.message(now, message));
        }
        return said;
    }

    /** A listener that fails must not stop what it listens to. */
    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("The listener of {} failed; the statement goes on", running, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing a finished session failed", e);
        }
    }
}
