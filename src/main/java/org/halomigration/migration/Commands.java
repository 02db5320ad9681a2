package org.halomigration.migration;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.halomigration.sheet.Command;

/** Judges what became of a command of the customer's or host's: the bean {@code commands}. */
public final class Commands {

    /**
     * @param code exit code, or HTTP status; null for a query
     * @throws CommandFailed when it did not end well or its answer lacks what was expected
     */
    public void judge(Command command, Integer code, Object answer) throws CommandFailed {
        String text = answer instanceof List<?> rows ? first(rows) : answer == null ? "" : answer.toString();
        boolean http = command.kind().equals("http");
        boolean well = code == null || (http ? code >= 200 && code < 300 : code == 0);
        if (!well) {
            throw new CommandFailed("The command '" + name(command) + "' ended with " + (http ? "status " : "exit code ") + code + ": " + brief(text)
                    + " Run it by hand to see why; the stage tries it again.");
        }
        if (command.expect() != null && !text.contains(command.expect())) {
            throw new CommandFailed("The command '" + name(command) + "' answered " + brief(text) + "; expected an answer with '" + command.expect() + "'.");
        }
    }

    /** Adds what an http command sends; the secret stays out of the route. */
    public void authorize(Command command, Exchange exchange) {
        if (command.http().authorization() != null) {
            exchange.getMessage().setHeader("Authorization", command.http().authorization().reveal());
        }
        exchange.getMessage().setBody(command.http().body());
    }

    static String name(Command command) {
        return switch (command.kind()) {
            case "exec" -> command.exec();
            case "ssh" -> command.ssh().host() + ": " + command.ssh().command();
            case "http" -> command.http().method() + " " + command.http().url();
            default -> command.sql();
        };
    }

    private static String first(List<?> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Object row = rows.get(0);
        return row instanceof Map<?, ?> columns ? String.valueOf(columns.values().iterator().next()) : String.valueOf(row);
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
    }

    public static final class CommandFailed extends Exception {
        CommandFailed(String message) {
            super(message);
        }
    }
}
