package org.halomigration.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries again now what has failed: what SQL Server would refuse again is not tried again by itself. */
@Command(name = "retry", description = "Tries again now what has failed: what SQL Server would refuse again is not tried again by itself.")
final class RetryCommand extends RemoteCommand {
    @Option(names = "--dry-run", description = "Only say whether it would be done now.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        return give("retry", dryRun, "");
    }
}
