package org.halomigration.migration;

import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.halomigration.migration.RouteCheck.Fault;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;

/** Turns what the YAML parser or Camel throws into a line and one sentence. */
final class RouteFailure {
    private RouteFailure() {}

    /** @param text the file's tree; null where it could not be parsed */
    static Fault of(Throwable thrown, RouteText text) {
        Throwable root = thrown;
        String route = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
                return marked(marked);
            }
            if (cause instanceof FailedToCreateRouteException failed) {
                route = failed.getRouteId();
            } else if (cause instanceof FailedToStartRouteException failed) {
                route = failed.getRouteId();
            }
            root = cause;
        }
        String message = oneLine(root);
        return new Fault(line(message, route, text), (route == null ? "Camel refuses it: " : "Camel refuses the route '" + route + "': ") + message);
    }

    private static Fault marked(MarkedYamlEngineException marked) {
        int line = marked.getProblemMark().get().getLine() + 1;
        String problem = oneLine(marked.getProblem());
        boolean syntax = marked instanceof ScannerException || marked instanceof ParserException;
        return new Fault(line, syntax
                ? "This is not YAML: " + problem + " Check this line's indentation and quotes, and the line above."
                : "This is not a route that Camel knows: " + problem);
    }

    /** The value that Camel complains about stands somewhere in the file; else the route's id; else the top. */
    private static int line(String message, String route, RouteText text) {
        if (text == null) {
            return 1;
        }
        Optional<Integer> named = text.lineOf(value -> value.length() > 3 && !value.equals(route) && message.contains(value));
        return named.or(() -> text.lineOf(value -> value.equals(route))).orElse(1);
    }

    private static String oneLine(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() + "." : oneLine(thrown.getMessage());
    }

    /** The first line says it; what follows are Camel's drawings. */
    private static String oneLine(String message) {
        String line = message.strip().lines().findFirst().orElse("").strip();
        String whole = line.length() > 300 ? line.substring(0, 300) + "…" : line;
        return whole.endsWith(".") || whole.endsWith("!") ? whole : whole + ".";
    }
}
