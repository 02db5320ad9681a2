package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;

/** A statement that failed: the cause first, then the errors that wrap it. */
final class Refused extends RuntimeException {
    private final List<SqlError> errors;
    private final boolean endsBatch;

    private Refused(List<SqlError> errors, boolean endsBatch) {
        super(errors.get(0).getMessage());
        this.errors = errors;
        this.endsBatch = endsBatch;
    }

    /** Syntax and unknown objects end the batch, other errors only their statement ("Database Engine error severities"). */
    static Refused of(SqlError error) {
        return new Refused(List.of(error), error.severity() == 15 || error.number() == 208 || error.severity() >= 20);
    }

    static Refused of(int number, String message) {
        return of(new SqlError(number, 16, message));
    }

    static Refused of(int number, int severity, String message) {
        return of(new SqlError(number, severity, message));
    }

    /** THROW always ends the batch. */
    static Refused thrown(SqlError error) {
        return new Refused(List.of(error), true);
    }

    Refused and(int number, String message) {
        List<SqlError> all = new ArrayList<>(errors);
        all.add(new SqlError(number, 16, message));
        return new Refused(all, endsBatch);
    }

    List<SqlError> errors() {
        return errors;
    }

    int number() {
        return errors.get(0).number();
    }

    boolean endsBatch() {
        return endsBatch;
    }

    static Refused syntax(Token near) {
        return near.kind() == Token.Kind.END ? of(102, 15, "Incorrect syntax near the end of the statement.")
            : of(102, 15, "Incorrect syntax near '" + near.text() + "'.");
    }

    /** What the real server may well do and the sandbox cannot: never a silent success. */
    static Refused notUnderstood(String what) {
        return of(102, 15, "Incorrect syntax near '" + what + "'. (sandbox: not understood)");
    }
}
