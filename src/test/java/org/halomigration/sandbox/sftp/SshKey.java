package org.halomigration.sandbox.sftp;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A fresh key pair for one test.
 *
 * @param file the private key: an unencrypted PEM file that only its owner can read
 * @param publicKey the public key as one line of {@code authorized_keys} has it
 */
public record SshKey(Path file, String publicKey) {

    /** The kinds that servers and clients of today have. */
    public enum Type {
        RSA(KeyPair.RSA, 2048),
        ECDSA(KeyPair.ECDSA, 256),
        ED25519(KeyPair.ED25519, 256);

        private final int code;
        private final int bits;

        Type(int code, int bits) {
            this.code = code;
            this.bits = bits;
        }
    }

    /** Makes an ECDSA key: the quickest to make of those that every server and client knows. */
    public static SshKey generate(Path file) {
        return generate(file, Type.ECDSA);
    }

    public static SshKey generate(Path file, Type type) {
        try {
            KeyPair pair = KeyPair.genKeyPair(new JSch(), type.code, type.bits);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            if (type == Type.ED25519) {
                // There is no PEM of the older kind for it.
                pair.writeOpenSSHv1PrivateKey(file.toString(), null);
            } else {
                pair.writePrivateKey(file.toString());
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            pair.writePublicKey(line, "sandbox");
            return new SshKey(file, line.toString(StandardCharsets.US_ASCII).strip());
        } catch (JSchException e) {
            throw new IllegalStateException("No key can be made on this Java: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a known_hosts file that says this key belongs to that address. */
    public Path knownAs(String host, int port, Path knownHosts) {
        try {
            String[] parts = publicKey.split(" ");
            return Files.writeString(knownHosts, "[" + host + "]:" + port + " " + parts[0] + " " + parts[1] + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
