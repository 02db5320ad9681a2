package org.halomigration.sandbox.sqlserver;

/** An error as the server reports it; severity 20 and above closes the connection. */
public class SqlError extends Exception {
    private final int number;
    private final int severity;

    public SqlError(int number, int severity, String message) {
        super(message);
        this.number = number;
        this.severity = severity;
    }

    public SqlError(int number, String message) {
        this(number, 16, message);
    }

    public int number() {
        return number;
    }

    public int severity() {
        return severity;
    }
}
