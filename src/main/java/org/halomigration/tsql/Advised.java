package org.halomigration.tsql;

/** An exception that knows what to do next. */
public interface Advised {
    String getMessage();

    /** The next step for a person, in one or two sentences. */
    String advice();

    Retry retry();

    /** The message without the advice, which some bring along at its end: for where each has its place. */
    default String words() {
        String message = getMessage();
        return message.endsWith(advice()) && !message.equals(advice()) ? message.substring(0, message.length() - advice().length()).strip() : message;
    }
}
