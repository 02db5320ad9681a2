package org.halomigration.tsql;

/** A statement file, or what it was to be filled with, does not make a statement. Nothing was sent to the server. */
public class StatementUnusable extends IllegalArgumentException implements Advised {
    StatementUnusable(String message) {
        super(message);
    }

    @Override
    public String advice() {
        return "Correct the statement file or the route that calls it, then run it again.";
    }

    @Override
    public Retry retry() {
        return Retry.NEVER;
    }
}
