package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA's SSH server with SFTP, which can be told to go wrong. The user gets in by key or by password. */
public final class MinaSftpServer implements SftpServer {
    private final SshHome home;
    private final String password = UUID.randomUUID().toString();
    private final AtomicInteger sessions = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final UploadFaults faults;
    private volatile int mostSessions = Integer.MAX_VALUE;
    private volatile boolean plain;
    private boolean lengthsOnly;
    private SshServer server;
    private int port;

    private MinaSftpServer(Path home) {
        this.home = SshHome.in(home);
        this.faults = new UploadFaults();
        restart();
        this.home.listens(host(), port);
    }

    /** @param home an existing directory for its keys and for {@link #root()} */
    public static MinaSftpServer start(Path home) {
        return new MinaSftpServer(home);
    }

    /** Starts it again after {@link #stop()}, on the port it had. */
    public synchronized void restart() {
        try {
            SshServer next = SshServer.setUpDefaultServer();
            next.setHost(host());
            next.setPort(port);
            next.setKeyPairProvider(new FileKeyPairProvider(home.hostKey().file()));
            var authorized = AuthorizedKeyEntry.parseAuthorizedKeyEntry(home.userKey().publicKey())
                    .resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
            next.setPublickeyAuthenticator((user, key, session) -> username().equals(user) && KeyUtils.compareKeys(key, authorized));
            next.setPasswordAuthenticator((user, given, session) -> username().equals(user) && password.equals(given));
            next.setFileSystemFactory(new VirtualFileSystemFactory(home.root()));
            SftpSubsystemFactory sftp = new SftpSubsystemFactory();
            sftp.addSftpEventListener(faults);
            if (lengthsOnly) {
                sftp.setFileSystemAccessor(new LengthsOnly());
            }
            sftp.setErrorStatusDataHandler(new OpenSshWords());
            next.setSubsystemFactories(List.of(sftp));
            next.setCommandFactory((channel, command) -> {
                commands.add(command);
                return new ProcessShellFactory(command, "/bin/sh", "-c", command).createShell(channel);
            });
            next.addSessionListener(new SessionListener() {
                @Override
                public void sessionCreated(Session session) {
                    sessions.incrementAndGet();
                    if (server.getActiveSessions().size() >= mostSessions) {
                        session.close(true);
                    }
                }
            });
            if (plain) {
                // Of an empty list the server makes its default.
                SftpModuleProperties.OPENSSH_EXTENSIONS.set(next, ",");
            }
            next.start();
            server = next;
            port = next.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The user's key cannot be read: " + e.getMessage(), e);
        }
    }

    /** Cuts every session and listens no more. */
    public synchronized void stop() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts every session that stands, and takes new ones. */
    public synchronized void cut() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** Cuts the session, once, at the first write that would reach beyond this byte of a file. */
    public void cutUploadsAt(long offset) {
        faults.cutAt(offset);
    }

    /** Keeps back its answer to a write beyond the first bytes of such a file, until it is closed. @param ending of the file's name */
    public HeldAnswer holdWrite(String ending) {
        return hold(new HeldAnswer("write", ending));
    }

    /** Keeps back its answer to a rename that is done, until it is closed. @param ending of the file's new name */
    public HeldAnswer holdRename(String ending) {
        return hold(new HeldAnswer("rename", ending));
    }

    private HeldAnswer hold(HeldAnswer answer) {
        faults.hold(answer);
        return answer;
    }

    /** Refuses every write from now on as OpenSSH does on a full disk: with nothing but "Failure". */
    public void fillDisk() {
        faults.refuseWrites(true);
    }

    /** Takes writes again. */
    public void freeDisk() {
        faults.refuseWrites(false);
    }

    /** As a gateway to an object storage: each write must begin where the one before it ended. */
    public void takeFilesInOrderOnly() {
        faults.inOrderOnly();
    }

    /** Begins again as one that keeps of files nothing but how long they are. */
    public synchronized void keepLengthsOnly() {
        stop();
        lengthsOnly = true;
        restart();
    }

    /** Changes one bit of the next write, as a bad disk does. */
    public void corruptOneWrite() {
        faults.corrupt(1);
    }

    public void corruptEveryWrite() {
        faults.corrupt(Integer.MAX_VALUE);
    }

    /** Refuses what goes beyond so many bytes, all files together. */
    public void quota(long bytes) {
        faults.quota(bytes);
    }

    /** Closes every connection beyond so many at once. */
    public void takeNoMoreThan(int sessions) {
        mostSessions = sessions;
    }

    /** From the next restart on it knows nothing of OpenSSH's extensions. */
    public void forgetExtensions() {
        plain = true;
    }

    public void refuseRenames(boolean refuse) {
        faults.refuseRenames(refuse);
    }

    /** How many SSH sessions were ever begun, refused logins included. */
    public int sessions() {
        return sessions.get();
    }

    /** How many bytes of files it has ever taken, those that were written again included. */
    public long written() {
        return faults.written();
    }

    /** What clients did, in order: {@code write /a.part}, {@code rename /a.part -> /a}, {@code remove /b}, {@code list /}, {@code mkdir /c}. */
    public List<String> operations() {
        return List.copyOf(faults.operations());
    }

    /** Command lines that clients had it run, in order. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    public String password() {
        return password;
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
        return "acme";
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

    @Override
    public void close() {
        stop();
    }

    /** Says "Failure" where OpenSSH does, for all that its protocol version has no word for. */
    private static final class OpenSshWords implements SftpErrorStatusDataHandler {
        @Override
        public String resolveErrorMessage(SftpSubsystemEnvironment env, int id, Throwable thrown, int status, int command, Object... args) {
            return status == SftpConstants.SSH_FX_FAILURE
                    ? "Failure"
                    : SftpErrorStatusDataHandler.super.resolveErrorMessage(env, id, thrown, status, command, args);
        }
    }
}
