package org.halomigration.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.halomigration.journal.OwnersFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the SSH key pair by which a migration reaches the landing zone. The private half never leaves this machine; the host gets the line that is printed. */
@Command(name = "keygen", description = "Makes an SSH key pair (ed25519, OpenSSH's format) and prints its public line for the host. Overwrites nothing.")
final class KeygenCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private KeyPlace place;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path file = place.file();
        KeyPairFiles.make(file, place.comment());
        PrintWriter err = spec.commandLine().getErr();
        err.println("Made: " + file.toAbsolutePath() + ", the private key, for its owner's eyes only. Give it to nobody.");
        err.println("Made: " + KeyPlace.publicKey(file).toAbsolutePath() + ". Send the host its one line, which show-key prints again:");
        spec.commandLine().getOut().println(PublicLine.of(file).line());
        return ExitCode.FINE;
    }
}
