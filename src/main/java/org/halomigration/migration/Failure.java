package org.halomigration.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.halomigration.tsql.Advised;

/** What went wrong, in the words that journal, page and notification show: the cause, and what to do about it. */
record Failure(String message, String advice) {
    private static final Pattern ENDPOINT = Pattern.compile("direct://([^?\\s]+)");

    /** The first cause that says something; Camel's and Spring's wrappers do not. */
    static Failure of(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        for (Throwable cause : causes) {
            if (cause.getClass().getName().startsWith("org.halomigration.")) {
                return ours(cause, thrown);
            }
        }
        Throwable root = causes.get(causes.size() - 1);
        String message = root instanceof DirectConsumerNotAvailableException ? notLoaded(root) : words(root);
        for (Throwable cause : causes) {
            // Where it happened, and with which file, is known here only: the cause says no more than "Connection refused".
            if (cause instanceof GenericFileOperationFailedException && cause != root && cause.getMessage() != null) {
                message = cause.getMessage() + ": " + message;
                break;
            }
        }
        return new Failure(message, Advice.on(thrown));
    }

    private static Failure ours(Throwable cause, Throwable thrown) {
        return cause instanceof Advised advised ? new Failure(advised.words(), advised.advice()) : new Failure(words(cause), Advice.on(thrown));
    }

    /** Camel names its endpoint and dumps the exchange. */
    private static String notLoaded(Throwable cause) {
        Matcher endpoint = ENDPOINT.matcher(words(cause));
        return "the route '" + (endpoint.find() ? endpoint.group(1) : "?") + "' is not loaded.";
    }

    private static String words(Throwable cause) {
        return cause.getMessage() == null || cause.getMessage().isBlank() ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
