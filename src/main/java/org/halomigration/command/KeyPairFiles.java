package org.halomigration.command;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.halomigration.journal.OwnersFile;

/** Two new files with the halves of a new key pair: both, or none. */
final class KeyPairFiles {
    private KeyPairFiles() {}

    /**
     * @param file of the private half, for its owner alone; the public one is beside it
     * @throws UnusableInput when either is there already, or cannot be written
     */
    static void make(Path file, String comment) throws JSchException, IOException {
        Path shown = KeyPlace.publicKey(file);
        if (Files.exists(shown, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(shown);
        }
        KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
        pair.setPublicKeyComment(comment);
        write(file, pair);
        try (OutputStream out = Files.newOutputStream(shown, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            pair.writePublicKey(out, comment);
        } catch (IOException e) {
            // Half a pair would stand in the way of the next try.
            Files.delete(file);
            throw new UnusableInput("%s: expected to write the public key there, found: %s. Nothing was made; let this user write there.".formatted(shown, e));
        } finally {
            pair.dispose();
        }
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
