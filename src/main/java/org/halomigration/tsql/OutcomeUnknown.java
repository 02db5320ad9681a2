package org.halomigration.tsql;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The connection went away, or the watchdog cancelled, while a statement ran: it may have been done, partly done or undone. Only the
 * server's own state tells.
 */
public class OutcomeUnknown extends SQLException implements Advised {
    private final transient Running running;
    private final transient List<ServerMessage> errors;

    OutcomeUnknown(Running running, String why, List<ServerMessage> errors, SQLException cause) {
        super(message(running, why, errors), cause.getSQLState(), cause.getErrorCode(), cause);
        this.running = running;
        this.errors = List.copyOf(errors);
    }

    private static String message(Running running, String why, List<ServerMessage> errors) {
        String said = errors.stream().map(ServerMessage::toString).collect(Collectors.joining("; "));
        return "%s: %s%s, so its outcome is not known. %s"
                .formatted(running, why, said.isEmpty() ? "" : " after " + said.replaceFirst("[.\\s]+$", ""), ADVICE);
    }

    private static final String ADVICE = "Read the database's state and restore history on a new connection and plan from there; never send it again unseen.";

    /** What the server had reported before; often empty. */
    public List<ServerMessage> errors() {
        return errors;
    }

    public Running running() {
        return running;
    }

    @Override
    public String advice() {
        return ADVICE;
    }

    @Override
    public Retry retry() {
        return Retry.REPLAN;
    }
}
