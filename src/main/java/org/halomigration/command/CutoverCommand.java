package org.halomigration.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Begins the cutover: stops the source application, takes the tail, goes live on the target. */
@Command(name = "cutover", description = "Begins the cutover: stops the source application, takes the tail, goes live on the target.")
final class CutoverCommand extends RemoteCommand {
    @Option(names = "--dry-run", description = "Only say whether it would be done now.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        return give("cutover", dryRun, "");
    }
}
