package org.halomigration.command;

import java.util.ArrayList;
import java.util.List;
import org.halomigration.sheet.Command;

/** A migration's own commands as a person gives them, references to secrets as they stand in the migration's file. */
final class CommandLines {
    private CommandLines() {}

    static List<String> of(List<Command> commands) {
        List<String> lines = new ArrayList<>();
        for (Command command : commands) {
            lines.add(line(command));
            if (command.expect() != null) {
                lines.add("# expected in its answer: " + command.expect());
            }
        }
        return lines;
    }

    private static String line(Command command) {
        return switch (command.kind()) {
            case "exec" -> command.exec();
            case "ssh" -> "ssh -p %d%s %s@%s '%s'".formatted(command.ssh().port(), command.ssh().privateKey() == null ? "" : " -i " + command.ssh().privateKey(), command.ssh().username(),
                    command.ssh().host(), command.ssh().command().replace("'", "'\\''"));
            case "http" -> "curl -f -X %s%s%s %s".formatted(command.http().method(), command.http().authorization() == null ? "" : " -H 'Authorization: %s'".formatted(command.http().authorization()),
                    command.http().body() == null ? "" : " -d '%s'".formatted(command.http().body().replace("'", "'\\''")), command.http().url());
            default -> command.sql() + "   -- on the SQL Server";
        };
    }
}
