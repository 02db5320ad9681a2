package org.halomigration.tsql;

import java.sql.SQLException;
import java.util.List;

/** The server reported an error: {@link #getErrorCode()} is the first cause's number, later errors are context. */
public class StatementFailed extends SQLException implements Advised {
    private final transient Running running;
    private final transient ServerMessage first;
    private final transient List<ServerMessage> errors;
    private final transient ErrorCatalogue.Entry entry;

    /** @param errors what the server reported, in its order; at least one */
    StatementFailed(Running running, List<ServerMessage> errors, ErrorCatalogue catalogue, Throwable cause) {
        this(running, errors, catalogue.cause(errors), catalogue, cause);
    }

    private StatementFailed(
            Running running, List<ServerMessage> errors, ServerMessage first, ErrorCatalogue catalogue, Throwable cause) {
        this(running, errors, first, "", catalogue.entry(first.number(), first.text()), cause);
    }

    private StatementFailed(
            Running running, List<ServerMessage> errors, ServerMessage first, String more, ErrorCatalogue.Entry entry, Throwable cause) {
        super("%s failed with error %s %s%s".formatted(running, first, more, entry.advice()).strip(), "S0001", first.number(), cause);
        this.running = running;
        this.first = first;
        this.errors = List.copyOf(errors);
        this.entry = entry;
    }

    /** The same, with a sentence more between the server's words and the advice. */
    StatementFailed saying(String more) {
        return new StatementFailed(running, errors, first, more + " ", entry, getCause());
    }

    /** The first cause's number. */
    public int number() {
        return getErrorCode();
    }

    /** All errors, the cause's wrappers included. */
    public List<ServerMessage> errors() {
        return errors;
    }

    public Running running() {
        return running;
    }

    /** What the number means, in plain words; empty where the catalogue does not know it. */
    public String meaning() {
        return entry.meaning();
    }

    /** Whether others are in the database, and the statement needs it for itself. */
    public boolean occupied() {
        return entry.occupied();
    }

    @Override
    public String advice() {
        return entry.advice();
    }

    @Override
    public Retry retry() {
        return entry.retry();
    }
}
