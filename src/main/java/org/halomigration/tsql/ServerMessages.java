package org.halomigration.tsql;

import java.time.Duration;

/**
 * Hears what happens while a statement runs, live. Register one as a bean; without one it goes to the log. Called on the statement's
 * thread (messages) and on its watchdog's (progress, stalls), so it must be quick; what it throws is logged and does not reach the
 * statement.
 */
@FunctionalInterface
public interface ServerMessages {
    void message(Running running, ServerMessage message);

    /** The statement is about to be sent. */
    default void started(Running running) {}

    /** The server's own figures, whenever they have changed. */
    default void progress(Running running, Progress progress) {}

    /**
     * Nothing has moved for so long.
     *
     * @param last the figures that stand still; null where the server does not show them
     * @param cancelled whether the watchdog cancels the statement now
     */
    default void stalled(Running running, Duration since, Progress last, boolean cancelled) {}

    /** The statement has ended: {@code failure} is null when the server reported no error. */
    default void ended(Running running, Duration duration, Exception failure) {}
}
