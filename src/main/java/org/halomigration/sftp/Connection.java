package org.halomigration.sftp;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One SSH connection with one SFTP channel. Requests leave in the order they are made, without waiting for the answers to those before;
 * that, and a window of its own for each connection, is what makes several of them faster than one.
 */
final class Connection implements AutoCloseable, Replies.Hearer {
    /** A server may take its time to write; longer than that and it is taken for gone. */
    private static final long ANSWER_MINUTES = 5;
    /** A keep-alive has stayed without an answer for ten seconds by then. */
    private static final long LONGEST_SILENCE = TimeUnit.SECONDS.toNanos(21);

    private final Session session;
    private final Line line;
    private final Runnable whenLost;
    private final ChannelSubsystem channel;
    private final OutputStream out;
    private final Map<Integer, Answer> waiting = new ConcurrentHashMap<>();
    private final Map<String, String> extensions = new HashMap<>();
    private final CompletableFuture<Void> greeted = new CompletableFuture<>();
    private volatile int largestWrite = LargestWrite.OF_ALL;
    private volatile ConnectionLost lost;
    private volatile long answered = System.nanoTime();
    private byte[] head = new byte[64];
    private int lastId;

    /**
     * Takes a session that is not connected yet, and is ready to be asked when it returns.
     *
     * @param timeout for each step, in milliseconds; 0: none
     * @param whenLost run when it breaks; must not block
     */
    Connection(Session session, Line line, int timeout, Runnable whenLost) throws JSchException, IOException {
        this.session = session;
        this.line = line;
        this.whenLost = whenLost;
        session.setSocketFactory(line);
        try {
            session.connect(timeout);
        } catch (JSchException e) {
            // JSch takes a connection that breaks during the login for a refused one.
            throw line.broken() == null || String.valueOf(e.getMessage()).startsWith("SSH_MSG_DISCONNECT") ? e : new JSchException("session is down: " + line.broken().getMessage(), line.broken());
        }
        try {
            channel = (ChannelSubsystem) session.openChannel("subsystem");
            channel.setSubsystem("sftp");
            channel.setOutputStream(new Replies(this));
            out = channel.getOutputStream();
            channel.connect(timeout);
            greet(timeout);
        } catch (JSchException | IOException | RuntimeException e) {
            session.disconnect();
            throw e;
        }
    }

    private void greet(int timeout) throws IOException {
        synchronized (out) {
            out.write(new byte[] {0, 0, 0, 5, Sftp.INIT, 0, 0, 0, 3});
            out.flush();
        }
        waitFor(greeted, timeout > 0 ? timeout : TimeUnit.MINUTES.toMillis(ANSWER_MINUTES));
        if (extensions.containsKey(Sftp.LIMITS)) {
            ask(new LargestWrite(most -> largestWrite = most), Sftp.EXTENDED, Sftp.text(Sftp.LIMITS));
        }
    }

    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    /** In bytes. */
    int largestWrite() {
        return largestWrite;
    }

    boolean usable() {
        return lost == null;
    }

    /** Why it broke; null while it has not. */
    ConnectionLost lost() {
        return lost;
    }

    /** Ends it when the server is not heard any more, though it was asked something; to be called every second or so. */
    void watch() {
        if (line.silence() > LONGEST_SILENCE) {
            cut("session is down: the server has said nothing for " + TimeUnit.NANOSECONDS.toSeconds(line.silence()) + " s");
        } else if (!waiting.isEmpty() && System.nanoTime() - answered > TimeUnit.MINUTES.toNanos(ANSWER_MINUTES)) {
            cut("session is down: the server has answered nothing for " + ANSWER_MINUTES + " minutes");
        }
    }

    /** Sends a request and returns. @param fields the packet behind its type and number */
    void ask(Answer answer, int type, byte[]... fields) {
        int length = 5;
        for (byte[] field : fields) {
            length += field.length;
        }
        ByteBuffer packet = ByteBuffer.allocate(4 + length).putInt(length).put((byte) type);
        try {
            synchronized (out) {
                packet.putInt(register(answer));
                for (byte[] field : fields) {
                    packet.put(field);
                }
                out.write(packet.array(), 0, packet.position());
                out.flush();
            }
        } catch (IOException e) {
            cut(e);
        }
    }

    /** Sends a request and waits for its answer. */
    Reply ask(int type, byte[]... fields) throws IOException, SftpException {
        return answer(later(type, fields));
    }

    /** Sends a request whose answer is waited for by {@link #answer}. */
    CompletableFuture<Reply> later(int type, byte[]... fields) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        ask(Reply.into(reply), type, fields);
        return reply;
    }

    /** @throws SftpException what the server refused it with */
    Reply answer(CompletableFuture<Reply> later) throws IOException, SftpException {
        Reply reply = waitFor(later, TimeUnit.MINUTES.toMillis(ANSWER_MINUTES));
        reply.check();
        return reply;
    }

    /**
     * Writes a chunk of a file, in as many requests as the server's limit makes of it.
     *
     * @return false when the connection broke, which {@code answers} may have been told or not
     */
    boolean write(byte[] handle, Chunk chunk, Answer.Many answers) {
        int largest = largestWrite;
        int behind = 4 + 1 + 4 + 4 + handle.length + 8 + 4;
        answers.due((chunk.length() + largest - 1) / largest);
        try {
            synchronized (out) {
                if (head.length < behind) {
                    head = new byte[behind];
                }
                for (int at = 0; at < chunk.length(); at += largest) {
                    int length = Math.min(largest, chunk.length() - at);
                    ByteBuffer.wrap(head)
                            .putInt(behind - 4 + length)
                            .put((byte) Sftp.WRITE)
                            .putInt(register(answers))
                            .putInt(handle.length)
                            .put(handle)
                            .putLong(chunk.offset() + at)
                            .putInt(length);
                    out.write(head, 0, behind);
                    out.write(chunk.bytes(), at, length);
                }
                out.flush();
            }
            return true;
        } catch (IOException e) {
            cut(e);
            return false;
        }
    }

    /** Under the lock of the stream: what is registered is sent next. */
    private int register(Answer answer) throws IOException {
        if (waiting.isEmpty()) {
            answered = System.nanoTime();
        }
        int id = ++lastId;
        waiting.put(id, answer);
        if (lost != null && waiting.remove(id) != null) {
            answer.lost(lost);
            throw lost;
        }
        return id;
    }

    private <T> T waitFor(CompletableFuture<T> future, long millis) throws IOException {
        try {
            return future.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("The transfer was interrupted");
        } catch (java.util.concurrent.TimeoutException e) {
            cut("session is down: the server did not answer within " + millis / 1000 + " s");
            throw lost;
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof ConnectionLost why ? new ConnectionLost(why.getMessage(), why) : new IOException(e.getCause());
        }
    }

    @Override
    public void heard(ByteBuffer packet) throws IOException {
        try {
            int type = packet.get() & 0xff;
            int id = packet.getInt();
            if (type == Sftp.VERSION) {
                while (packet.hasRemaining()) {
                    extensions.put(Sftp.takeText(packet), Sftp.takeText(packet));
                }
                greeted.complete(null);
                return;
            }
            Answer answer = waiting.remove(id);
            if (answer != null) {
                answered = System.nanoTime();
                answer.came(type, packet);
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("The server's answer on the SFTP channel ends in the middle: this is no SFTP server of version 3", e);
        }
    }

    @Override
    public void ended() {
        lose(null);
    }

    private void cut(IOException e) {
        lose(e);
        line.cut(String.valueOf(e.getMessage()));
    }

    void cut(String why) {
        lose(new IOException(why));
        line.cut(why);
    }

    /** From now on nothing is sent and whoever waits is told. */
    private void lose(IOException e) {
        synchronized (waiting) {
            if (lost == null) {
                IOException why = line.broken() != null ? line.broken() : e != null ? e : new IOException("The server ended the SFTP channel");
                String said = String.valueOf(why.getMessage());
                lost = why instanceof ConnectionLost before ? before : new ConnectionLost(said.startsWith("session is down") ? said : "session is down: " + said, why);
            }
        }
        greeted.completeExceptionally(lost);
        for (Integer id : waiting.keySet()) {
            Answer answer = waiting.remove(id);
            if (answer != null) {
                answer.lost(lost);
            }
        }
        whenLost.run();
    }

    /** Says good-bye where it still can. */
    @Override
    public void close() {
        lose(new IOException("It was closed from here"));
        // Waits for locks that a hanging writer has: from now on nobody may hang.
        Thread end = new Thread(session::disconnect, "end " + session.getHost());
        end.setDaemon(true);
        end.start();
        try {
            end.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.cut("closed");
    }
}
