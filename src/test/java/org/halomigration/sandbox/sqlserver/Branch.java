package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The part of a session's transaction that happens in one database: an H2 connection and the log records that its commit will write. */
final class Branch {
    private final Database database;
    private final Store store;
    private final Connection connection;
    private final List<LogRecord> records = new ArrayList<>();
    private Long identity;

    Branch(Database database, Store store) throws SQLException {
        this.database = database;
        this.store = store;
        this.connection = store.connect();
        connection.setAutoCommit(false);
    }

    Store store() {
        return store;
    }

    Database database() {
        return database;
    }

    Connection connection() {
        return connection;
    }

    void changed(LogRecord entry) {
        records.add(entry);
    }

    void inserted(long identity) {
        this.identity = identity;
    }

    Long takeIdentity() {
        Long taken = identity;
        identity = null;
        return taken;
    }

    int mark() {
        return records.size();
    }

    /** Forgets the records of a statement that H2 has rolled back. */
    void backTo(int mark) {
        records.subList(mark, records.size()).clear();
    }

    boolean isDirty() {
        return !records.isEmpty();
    }

    void commit() throws SQLException {
        database.commit(connection, records);
        records.clear();
    }

    void rollback() throws SQLException {
        connection.rollback();
        records.clear();
    }

    /** Gives the connection up; what is not committed is lost. */
    void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            // the database behind it is gone, and with it the transaction
        }
    }
}
