package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * OpenSSH's own server as Debian's package openssh-server installs it, run as a child of this process under the current user, with a
 * configuration, keys and directory of its own. It serves SFTP and nothing else.
 */
public final class OpenSshServer implements SftpServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final int ATTEMPTS = 5;

    private final Path home;
    private final Path root;
    private final SshKey hostKey;
    private final SshKey userKey;
    private final Path knownHosts;
    private Process process;
    private int port;

    private OpenSshServer(Path home) throws IOException {
        this.home = home.toRealPath();
        this.root = Files.createDirectories(this.home.resolve("root"));
        this.hostKey = SshKey.generate(this.home.resolve("host_key"));
        this.userKey = SshKey.generate(this.home.resolve("user_key"));
        Files.writeString(this.home.resolve("authorized_keys"), userKey.publicKey() + "\n");
        if (username().equals("root")) {
            // Where sshd locks its unprivileged half in; Debian's service makes it at boot.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        listen();
        this.knownHosts = hostKey.knownAs(host(), port, this.home.resolve("known_hosts"));
    }

    /** Whether this machine has it; a test that needs it says so by an assumption. */
    public static boolean available() {
        return Files.isExecutable(PROGRAM);
    }

    /** Why a test was left out where {@link #available()} is false. */
    public static String howToInstall() {
        return PROGRAM + " is missing: install Debian's package openssh-server to run this test against OpenSSH too";
    }

    /** @param home an existing directory for its keys and for {@link #root()} */
    public static OpenSshServer start(Path home) {
        try {
            return new OpenSshServer(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that was free a moment ago may be taken now, so it is tried a few times. */
    private void listen() throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            port = freePort();
            if (begin()) {
                return;
            }
            close();
        }
        throw new IOException("sshd did not start on loopback; it said: " + Files.readString(log()).strip());
    }

    /** Starts it again after {@link #close()}, on the port it had. */
    public void restart() {
        try {
            if (!begin()) {
                throw new IOException("sshd did not start again; it said: " + Files.readString(log()).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean begin() throws IOException {
        process = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        return answers();
    }

    private Path configuration() throws IOException {
        return Files.writeString(home.resolve("sshd_config"), """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PubkeyAuthentication yes
                UseDNS no
                MaxStartups 100
                Subsystem sftp internal-sftp
                ForceCommand internal-sftp -d %s
                LogLevel VERBOSE
                """.formatted(port, hostKey.file(), home.resolve("authorized_keys"), root));
    }

    /** Waits until it listens; false when it ended or took longer than five seconds. */
    private boolean answers() throws IOException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5); System.nanoTime() < end; ) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host(), port), 1000);
                return process.isAlive();
            } catch (IOException notYet) {
                if (ended()) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean ended() {
        try {
            return process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What the server wrote: who came, by which key, and what it refused. */
    public Path log() {
        return home.resolve("sshd.log");
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String username() {
        return System.getProperty("user.name");
    }

    @Override
    public Path privateKey() {
        return userKey.file();
    }

    @Override
    public Path knownHosts() {
        return knownHosts;
    }

    @Override
    public Path root() {
        return root;
    }

    /** Ends the server and every session that it has begun. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
