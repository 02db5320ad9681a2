package org.halomigration.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets the running product ask every check before the migration now. */
@Command(name = "preflight", description = "Lets the running product ask every check before the migration now.")
final class PreflightCommand extends RemoteCommand {
    @Option(names = "--dry-run", description = "Only say whether it would be done now.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        return give("preflight", dryRun, "");
    }
}
