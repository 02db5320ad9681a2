package org.halomigration.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the public half of a key, worked out from the private file itself, so that what the host gets is what the product logs in with. */
@Command(name = "show-key", description = "Prints the one public line of a private key, for the host, and nothing else on standard output.")
final class ShowKeyCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private KeyPlace place;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = place.file();
        PublicLine shown = PublicLine.of(file);
        spec.commandLine().getOut().println(shown.line());
        if (shown.isOtherBeside()) {
            spec.commandLine().getErr().println("%s holds another key's line. Send the host the one above, and remove that file.".formatted(KeyPlace.publicKey(file)));
            return ExitCode.FAILED;
        }
        return ExitCode.FINE;
    }
}
