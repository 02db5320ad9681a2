package org.halomigration.command;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    public Integer call() throws JSchException, IOException {
        Path file = place.file();
        Path shown = KeyPlace.publicKey(file);
        if (Files.exists(shown, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(shown);
        }
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
        pair.setPublicKeyComment(place.comment());
        write(file, pair);
        try (OutputStream out = Files.newOutputStream(shown, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            pair.writePublicKey(out, place.comment());
        } catch (IOException e) {
            // Half a pair would stand in the way of the next try.
            Files.delete(file);
            throw new UnusableInput("%s: expected to write the public key there, found: %s. Nothing was made; let this user write there.".formatted(shown, e));
        } finally {
            pair.dispose();
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println("Made: " + file.toAbsolutePath() + ", the private key, for its owner's eyes only. Give it to nobody.");
        err.println("Made: " + shown.toAbsolutePath() + ". Send the host its one line, which show-key prints again:");
        spec.commandLine().getOut().println(PublicLine.of(file).line());
        return ExitCode.FINE;
    }

    private static void write(Path file, KeyPair pair) throws JSchException {
        try (OutputStream out = OwnersFile.create(file)) {
            pair.writeOpenSSHv1PrivateKey(out, null);
        } catch (FileAlreadyExistsException e) {
            throw taken(file);
        } catch (NoSuchFileException e) {
            throw new UnusableInput("%s: expected a folder to put the key into, found that there is no %s. Make it, or name another.".formatted(file, file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new UnusableInput("%s: expected to write the private key there, found: %s. Let this user write there, or name another file.".formatted(file, e));
        }
    }

    private static UnusableInput taken(Path file) {
        return new UnusableInput(file + " exists already, and a key is never overwritten. show-key prints the one that is there; for a new one, name another file.");
    }
}
