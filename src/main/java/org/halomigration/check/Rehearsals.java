package org.halomigration.check;

import java.util.List;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Command;
import org.halomigration.sheet.Migration;

/** Tries the customer's and the host's commands without their effect, where they say how: the bean {@code rehearsals}. */
public final class Rehearsals {

    /** What is run instead of the commands of a side. @param side {@code source} or {@code target} */
    public List<Command> of(Migration migration, String side) {
        return all(migration, side).filter(command -> command.dryRun() != null).map(Command::rehearsed).toList();
    }

    private static Stream<Command> all(Migration migration, String side) {
        if (side.equals("target")) {
            var application = migration.target().application();
            return Stream.of(application.prepare(), application.start(), application.stop()).flatMap(List::stream);
        }
        var application = migration.source().application();
        var jobs = migration.source().backupJobs();
        return Stream.of(application.stop(), application.start(), application.stoppedWhen(), jobs.pause(), jobs.resume()).flatMap(List::stream);
    }

    /** Nothing can be tried. */
    public Finding none(String check, Migration migration, String side) {
        long commands = all(migration, side).count();
        return commands == 0
                ? new Finding(check, side, Severity.WARNING, "There is no command that stops or starts the application", "Give " + side + ".application, or have somebody there who does it by hand.", side.equals("source") ? "customer" : "host")
                : new Finding(check, side, Severity.WARNING, "None of the " + commands + " commands of " + side + " says how it is tried without its effect", "Give them a dry-run, or try each by hand before the night.", side.equals("source") ? "customer" : "host");
    }

    public Finding went(String check, String side, int index) {
        return new Finding(check, "command " + (index + 1), Severity.OK, "Command " + (index + 1) + " of " + side + " with a dry-run ends well", null, null);
    }

    public Finding failed(String check, String side, int index, Throwable thrown) {
        return new Finding(check, "command " + (index + 1), Severity.FAILED, "Command " + (index + 1) + " of " + side + " with a dry-run should end well; found: " + Cause.of(thrown).found(),
                "Run it by hand as the account of this process, and repair what it says.", side.equals("source") ? "customer" : "host");
    }
}
