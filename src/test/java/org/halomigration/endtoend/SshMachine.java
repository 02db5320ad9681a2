package org.halomigration.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.halomigration.sandbox.sftp.SshKey;

/** A machine that runs commands over SSH, for who has its key or password. */
final class SshMachine implements AutoCloseable {
    final SshKey key;
    final Path knownHosts;
    final String password = UUID.randomUUID().toString();
    private final SshServer server = SshServer.setUpDefaultServer();

    SshMachine(Path home) throws Exception {
        Files.createDirectories(home);
        SshKey hostKey = SshKey.generate(home.resolve("host_key"));
        key = SshKey.generate(home.resolve("user_key"));
        var authorized = AuthorizedKeyEntry.parseAuthorizedKeyEntry(key.publicKey()).resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey.file()));
        server.setPublickeyAuthenticator((user, given, session) -> user.equals("halo") && KeyUtils.compareKeys(given, authorized));
        server.setPasswordAuthenticator((user, given, session) -> user.equals("halo") && given.equals(password));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
        knownHosts = hostKey.knownAs("127.0.0.1", server.getPort(), home.resolve("known_hosts"));
    }

    /** The keys of an ssh command in a migration file, but for the command and how to log in. */
    String address() {
        return "host: 127.0.0.1, port: " + server.getPort() + ", username: halo, known-hosts: '" + knownHosts + "'";
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
