package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an SSH server of the sandbox has on the disk.
 *
 * @param root the directory that a client is in after login
 * @param hostKey by which clients know the server
 * @param userKey that lets the user in
 * @param knownHosts a known_hosts file of clients, with this server's host key and nothing else
 */
record SshHome(Path root, SshKey hostKey, SshKey userKey, Path knownHosts) {

    /** @param home an existing directory */
    static SshHome in(Path home) {
        try {
            Path real = home.toRealPath();
            return new SshHome(
                    Files.createDirectories(real.resolve("root")), SshKey.generate(real.resolve("host_key")), SshKey.generate(real.resolve("user_key")), real.resolve("known_hosts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server listens there from now on. */
    void listens(String host, int port) {
        hostKey.knownAs(host, port, knownHosts);
    }
}
