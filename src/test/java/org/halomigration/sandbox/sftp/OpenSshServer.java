package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * OpenSSH's own server as Debian's package openssh-server installs it, run as a child of this process under the current user, with a
 * configuration, keys and directory of its own. It serves SFTP and nothing else, or commands.
 */
public final class OpenSshServer implements SftpServer {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final int ATTEMPTS = 5;

    private final Path directory;
    private final SshHome home;
    private final List<String> options;
    private Process process;
    private int port;

    private OpenSshServer(Path directory, Function<SshHome, List<String>> options) throws IOException {
        this.directory = directory.toRealPath();
        this.home = SshHome.in(directory);
        this.options = options.apply(home);
        Files.writeString(authorizedKeys(), home.userKey().publicKey() + "\n");
        if (username().equals("root")) {
            // Where sshd locks its unprivileged half in; Debian's service makes it at boot.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        listen();
        home.listens(host(), port);
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
        return start(home, ssh -> List.of("HostKey " + ssh.hostKey().file(), "Subsystem sftp internal-sftp", "ForceCommand internal-sftp -d " + ssh.root()));
    }

    /** As {@link #start(Path)}. @param more lines of its configuration */
    public static OpenSshServer start(Path home, String... more) {
        return start(home, ssh -> java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("HostKey " + ssh.hostKey().file(), "Subsystem sftp internal-sftp", "ForceCommand internal-sftp -d " + ssh.root()), java.util.stream.Stream.of(more))
                .toList());
    }

    /**
     * One that runs commands, as a machine does on which the customer's application lives.
     *
     * @param home an existing directory for its keys and for {@link #root()}
     * @param hostKeys by which it is known, instead of the one in {@link #knownHosts()}
     */
    public static OpenSshServer forCommands(Path home, SshKey... hostKeys) {
        return start(home, ssh -> (hostKeys.length == 0 ? Stream.of(ssh.hostKey()) : Arrays.stream(hostKeys)).map(key -> "HostKey " + key.file()).toList());
    }

    private static OpenSshServer start(Path home, Function<SshHome, List<String>> options) {
        try {
            return new OpenSshServer(home, options);
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
        return Files.writeString(directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1
                Port %d
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
                LogLevel VERBOSE
                %s
                """.formatted(port, authorizedKeys(), String.join("\n", options)));
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

    /** A line for each public key that lets the user in; the server reads it at every login. */
    public Path authorizedKeys() {
        return directory.resolve("authorized_keys");
    }

    /** What the server wrote: who came, by which key, and what it refused. */
    public Path log() {
        return directory.resolve("sshd.log");
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
        return home.userKey().file();
    }

    @Override
    public Path knownHosts() {
        return home.knownHosts();
    }

    @Override
    public Path root() {
        return home.root();
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
