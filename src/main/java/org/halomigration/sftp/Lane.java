package org.halomigration.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;

/**
 * One connection after the other to a server, and the thread that sends chunks over it: the one that makes a connection uses it as long
 * as it lives. Its fields belong to {@link Lanes} and are guarded by its lock, {@code connection} aside.
 */
final class Lane implements Runnable {
    private final Lanes lanes;
    /** What this lane alone must send, before what any lane may. */
    final Deque<Chunk> own = new ArrayDeque<>();
    /** Signalled when there may be something to do. */
    final Condition turn;
    volatile Connection connection;
    boolean waiting;
    /** Bytes sent and not acknowledged. */
    int outstanding;
    /** Files that have chosen this lane. */
    int chosen;

    Lane(Lanes lanes, Condition turn) {
        this.lanes = lanes;
        this.turn = turn;
    }

    /** Whether a chunk may be sent over it now. */
    boolean hasRoom() {
        return outstanding == 0 || outstanding + Chunk.SIZE <= Backlog.WINDOW;
    }

    @Override
    public void run() {
        int inVain = 0;
        try {
            while (lanes.needs(this)) {
                try (Connection made = lanes.login().connect(() -> lanes.broke(this))) {
                    connection = made;
                    lanes.ready(this);
                    if (!send(made) && !made.usable()) {
                        // A connection that breaks before anything arrived over it is as good as none.
                        throw made.lost();
                    }
                    inVain = 0;
                } catch (JSchException | IOException | RuntimeException e) {
                    connection = null;
                    if (!lanes.triesAgain(this, e, ++inVain)) {
                        return;
                    }
                } finally {
                    connection = null;
                }
            }
        } finally {
            lanes.ended(this);
        }
    }

    /** Sends until the connection breaks or is no longer needed. @return whether the server acknowledged anything */
    private boolean send(Connection over) {
        Sending.Count count = new Sending.Count();
        Chunk chunk;
        while ((chunk = lanes.next(this)) != null) {
            Sending sending = new Sending(chunk, count);
            byte[] handle;
            try {
                lanes.rate().take(chunk.length(), chunk.upload()::failed);
                if (chunk.upload().failed()) {
                    lanes.backlog().dropped(this, chunk);
                    continue;
                }
                handle = chunk.upload().handle(over);
                sending.jumps = chunk.upload().jumps(over, chunk);
            } catch (SftpException e) {
                // Another connection has it open: it is the second one that is refused.
                sending.jumps = true;
                sending.refused(e);
                continue;
            } catch (IOException e) {
                sending.lost(null);
                return count.any();
            }
            if (!over.write(handle, chunk, sending)) {
                sending.lost(null);
            }
        }
        return count.any();
    }

    /** What becomes of one chunk on this connection. */
    private final class Sending implements Answer.Many {
        private static final class Count {
            private volatile boolean any;

            boolean any() {
                return any;
            }
        }

        private final Chunk chunk;
        private final Count count;
        private int due;
        private SftpException problem;
        private boolean over;
        private volatile boolean jumps;

        Sending(Chunk chunk, Count count) {
            this.chunk = chunk;
            this.count = count;
        }

        @Override
        public synchronized void due(int requests) {
            due = requests;
        }

        @Override
        public void came(int type, ByteBuffer body) {
            SftpException said = type == Sftp.STATUS ? Sftp.problem(body) : new SftpException(Sftp.FAILURE, "The server answered a WRITE with a packet of type " + type);
            synchronized (this) {
                if (problem == null) {
                    problem = said;
                }
                if (--due > 0 || over) {
                    return;
                }
                over = true;
            }
            count.any |= problem == null;
            lanes.backlog().answered(Lane.this, chunk, problem, jumps);
        }

        void refused(SftpException why) {
            synchronized (this) {
                over = true;
            }
            lanes.backlog().answered(Lane.this, chunk, why, jumps);
        }

        @Override
        public void lost(ConnectionLost why) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            lanes.backlog().lost(Lane.this, chunk);
        }
    }
}
