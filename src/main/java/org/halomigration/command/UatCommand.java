package org.halomigration.command;

import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes, signs off or drops the copy for the customer's tests. */
@Command(name = "uat", description = "Makes a UAT copy of all that has landed; with --sign-off or --drop, says that the customer agrees, or drops it.")
final class UatCommand extends RemoteCommand {
    @ArgGroup
    private Instead instead = new Instead();

    @Option(names = "--dry-run", description = "Only say whether it would be done now.")
    private boolean dryRun;

    private static final class Instead {
        @Option(names = "--sign-off", paramLabel = "WHO", description = "Record that the customer has tested the copy and agrees, with the name of whoever says so.")
        private String signOff;

        @Option(names = "--drop", description = "Drop the copy.")
        private boolean drop;
    }

    @Override
    public Integer call() throws IOException {
        if (instead.signOff != null) {
            return give("uat/sign-off", dryRun, "{\"name\": " + JsonFile.quoted(instead.signOff) + "}");
        }
        return give(instead.drop ? "uat/drop" : "uat", dryRun, "");
    }
}
