package org.halomigration.migration;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import org.halomigration.migration.RouteCheck.Fault;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Turns what the YAML parser or Camel throws into a line and one sentence. */
final class RouteFailure {
    private RouteFailure() {}

    /** @param text the file's tree; null where it could not be parsed */
    static Fault of(Throwable thrown, RouteText text) {
        Throwable root = thrown;
        String route = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
                return marked(marked, text);
            }
            if (cause instanceof ExpressionIllegalSyntaxException wrong && text != null) {
                return expression(wrong, text);
            }
            if (cause instanceof PropertyBindingException wrong && text != null) {
                return option(wrong, text);
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

    private static Fault marked(MarkedYamlEngineException marked, RouteText text) {
        int line = marked.getProblemMark().get().getLine() + 1;
        String problem = oneLine(marked.getProblem());
        if (text == null) {
            return new Fault(line, "This is not YAML: " + problem + " Check this line's indentation and quotes, and the line above.");
        }
        // Camel marks where the value begins, which may be a line below the key that it names.
        String key = marked.getProblem().replaceFirst("(?s)^.*: ", "");
        return new Fault(text.lineOfKey(key, line).orElse(line), "This is not a route that Camel knows: " + problem);
    }

    private static Fault expression(ExpressionIllegalSyntaxException wrong, RouteText text) {
        String why = wrong.getCause() == null ? "" : " " + oneLine(wrong.getCause());
        return new Fault(text.lineOfValue(value -> value.strip().equals(wrong.getExpression().strip())).orElse(1),
                "The expression \"" + wrong.getExpression().strip() + "\" cannot be read." + why);
    }

    private static Fault option(PropertyBindingException wrong, RouteText text) {
        String value = String.valueOf(wrong.getValue());
        return new Fault(text.lineOfEntry(wrong.getPropertyName(), value).or(() -> text.lineOfValue(value::equals)).orElse(1),
                "The option '" + wrong.getPropertyName() + "' cannot be '" + value + "'. See the option's type in Camel's documentation of this endpoint.");
    }

    /** The value that Camel complains about stands somewhere in the file; else the route's id; else the top. */
    private static int line(String message, String route, RouteText text) {
        if (text == null) {
            return 1;
        }
        Optional<Integer> named = text.lineOfValue(value -> value.length() > 3 && !value.equals(route) && mentions(message, value));
        return named.or(() -> text.lineOfValue(value -> value.equals(route))).orElse(1);
    }

    private static boolean mentions(String message, String word) {
        return Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)").matcher(message).find();
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
