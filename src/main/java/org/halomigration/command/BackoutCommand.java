package org.halomigration.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Backs out: fences the target and brings the source back. */
@Command(name = "backout", description = "Backs out: fences the target and brings the source back.")
final class BackoutCommand extends RemoteCommand {
    @Option(names = "--dry-run", description = "Only say whether it would be done now.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        return give("backout", dryRun, "");
    }
}
