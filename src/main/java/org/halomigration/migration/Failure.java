package org.halomigration.migration;

/** What went wrong, in the words that journal, page and notification show: the cause, and what to do about it. */
record Failure(String message, String advice) {
    /** The first cause that says something; Camel's and Spring's wrappers do not. */
    static Failure of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause && wraps(cause)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null || cause.getMessage().isBlank() ? cause.getClass().getSimpleName() : cause.getMessage();
        return new Failure(message, Advice.on(thrown));
    }

    private static boolean wraps(Throwable thrown) {
        String name = thrown.getClass().getName();
        return !name.startsWith("org.halomigration.");
    }
}
