package org.halomigration.sandbox.sqlserver;

import java.util.List;

/** Where a session writes the outcome of a batch; the TDS server turns each call into its token. */
public interface Answer {
    /** An informational message (severity 0 to 10), sent at once: progress is seen live. */
    void info(int number, int severity, String message);

    /** An error (severity 11 and above). The batch may go on or end: the engine decides. */
    void error(SqlError error);

    /** Begins a result set. */
    void columns(List<Column> columns);

    /** One row of the result set begun last; values as in {@link SqlSession.Parameter}. */
    void row(Object... values);

    /** Ends a statement that returned rows or changed some: DONE with a count. */
    void count(long rows);

    /** Ends a statement that counts nothing: DONE without a count (BACKUP, RESTORE, ALTER, SET, USE). */
    void done();

    /** The session has moved to another database (USE): ENVCHANGE and 5701. */
    void databaseChanged(String from, String to);

    record Column(String name, SqlType type, boolean nullable) {}
}
