package org.halomigration.tsql;

/** An exception that knows what to do next. */
public interface Advised {
    /** The next step for a person, in one or two sentences. */
    String advice();

    Retry retry();
}
