package org.halomigration.migration;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchChangedHostKeyException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.halomigration.migration.Commands.CommandFailed;
import org.halomigration.sheet.Command;

/**
 * Runs commands on other machines over SSH: the bean {@code remoteShell}. It reads known_hosts as the way to the landing zone does,
 * with names that are hashed, ports, and every type of key, and ends at the command's timeout, whatever the other side does.
 */
public final class RemoteShell {
    private static final int MOST_BYTES = 1 << 20;
    private static final int NO_EXIT_CODE = -1;

    /**
     * What a command left.
     *
     * @param output what it wrote to its standard output, or where that is empty, to its standard error; at most 1 MiB
     */
    public record Answer(int exitCode, String output) {}

    /**
     * @throws CommandFailed when the machine cannot be reached, is not the one that is known, lets nobody in, or does not come to an end
     *     in time; the message says whether the command can have run
     */
    public Answer run(Command command) throws CommandFailed, InterruptedException {
        Command.Ssh ssh = command.ssh();
        long deadline = System.nanoTime() + command.timeout().toNanos();
        if (!Files.isReadable(Path.of(ssh.knownHosts()))) {
            throw new CommandFailed(ssh + ": the file of known hosts " + ssh.knownHosts()
                    + " cannot be read. Write the machine's host key into it, compared with what its owner tells you; nothing was sent.");
        }
        Session session = null;
        try {
            session = login(ssh, left(deadline));
            return run(session, command, deadline);
        } catch (JSchException e) {
            throw new CommandFailed(why(ssh, e));
        } finally {
            if (session != null) {
                session.disconnect();
            }
        }
    }

    private static Session login(Command.Ssh ssh, int millis) throws JSchException {
        JSch client = new JSch();
        client.setKnownHosts(ssh.knownHosts());
        if (ssh.privateKey() != null) {
            client.addIdentity(ssh.privateKey());
        }
        Session session = client.getSession(ssh.username(), ssh.host(), ssh.port());
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setConfig("PreferredAuthentications", ssh.privateKey() != null ? "publickey" : "password,keyboard-interactive");
        if (ssh.privateKey() == null) {
            session.setPassword(ssh.password().reveal());
        }
        session.connect(millis);
        return session;
    }

    private static Answer run(Session session, Command command, long deadline) throws JSchException, CommandFailed, InterruptedException {
        Brief output = new Brief();
        Brief errors = new Brief();
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command.ssh().command());
        channel.setInputStream(null);
        channel.setOutputStream(output);
        channel.setErrStream(errors);
        channel.connect(left(deadline));
        while (!channel.isClosed()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailed(Commands.name(command) + " has not ended after " + command.timeout().toSeconds()
                        + "s. The connection was closed; the command may still run there. Look there, or give it a longer timeout.");
            }
            // The channel tells nobody that it is closed.
            Thread.sleep(20);
        }
        if (channel.getExitStatus() == NO_EXIT_CODE) {
            throw new CommandFailed(Commands.name(command) + " ended without an exit code: it was killed, or the connection broke off and it may still run there. Look there;"
                    + " the stage tries it again.");
        }
        return new Answer(channel.getExitStatus(), output.size() > 0 ? output.text() : errors.text());
    }

    private static String why(Command.Ssh ssh, JSchException e) {
        if (e instanceof JSchHostKeyException) {
            return ssh + ": the machine's host key is " + (e instanceof JSchChangedHostKeyException ? "not the one" : "not") + " in " + ssh.knownHosts() + " (" + e.getMessage()
                    + "). Ask its owner for the fingerprint before you trust another; nothing was sent.";
        }
        String text = String.valueOf(e.getMessage());
        if (text.startsWith("Auth ")) {
            return ssh + ": " + ssh.username() + " was not let in (" + text + "). Check username and " + (ssh.privateKey() != null ? "private-key" : "password") + "; the command was not run.";
        }
        return ssh + ": " + text + ". Check host and port, that the machine runs and that no firewall is between; the stage tries it again.";
    }

    /** Milliseconds; at least one, because zero would be no limit. */
    private static int left(long deadline) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
    }

    /** Keeps the beginning: a command that never stops talking must not fill the memory. */
    private static final class Brief extends ByteArrayOutputStream {
        @Override
        public synchronized void write(int b) {
            if (size() < MOST_BYTES) {
                super.write(b);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, Math.min(length, MOST_BYTES - size()));
        }

        String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }
}
