package org.halomigration.command;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one line by which a server knows a key: its type, its public half and a comment.
 *
 * @param isOtherBeside whether the .pub file beside the private key belongs to another key
 */
record PublicLine(String line, boolean isOtherBeside) {
    /** Keys are a few hundred bytes, long RSA keys a few thousand. */
    private static final long LARGEST = 65_536;

    /** @throws UnusableInput when the file is no private key, cannot be read, or is locked and its public half is nowhere to be seen */
    static PublicLine of(Path file) {
        String beside = beside(file);
        KeyPair pair = load(file);
        try {
            if (pair.getPublicKeyBlob() == null) {
                throw new UnusableInput("%s: expected a key whose public half can be read, found one that is locked. Write it once: ssh-keygen -y -f %s > %s.".formatted(file, file, KeyPlace.publicKey(file)));
            }
            String comment = beside != null && beside.split(" ", 3).length == 3 ? beside.split(" ", 3)[2] : pair.getPublicKeyComment();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            pair.writePublicKey(bytes, comment == null || comment.isBlank() ? "halo-migration" : comment);
            String line = bytes.toString(StandardCharsets.UTF_8).strip();
            return new PublicLine(line, beside != null && !key(beside).equals(key(line)));
        } finally {
            pair.dispose();
        }
    }

    /** Without the .pub file beside it, which may be another key's. */
    private static KeyPair load(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UnusableInput("%s: expected a private key, found a file of %d bytes. Name the key's file.".formatted(file, Files.size(file)));
            }
            return KeyPair.load(new JSch(), Files.readAllBytes(file), null);
        } catch (JSchException e) {
            throw new UnusableInput("%s: expected a private key in OpenSSH's format, found none. Name the private key's file, not the .pub one, or make a pair with keygen.".formatted(file));
        } catch (IOException e) {
            throw new UnusableInput("%s: expected a private key, found that it cannot be read: %s. Make one with keygen, or name another file.".formatted(file, e));
        }
    }

    private static String beside(Path file) {
        Path shown = KeyPlace.publicKey(file);
        try {
            return Files.isRegularFile(shown) && Files.size(shown) <= LARGEST ? Files.readString(shown, StandardCharsets.UTF_8).strip() : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String key(String line) {
        String[] words = line.split(" ", 3);
        return words.length < 2 ? line : words[0] + " " + words[1];
    }
}
