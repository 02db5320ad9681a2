package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pieces of files that wait for a connection to have room, and the memory that they are in: so many for each connection, used again
 * and again. Guarded by the lock of {@link Connections}; what takes no lock itself is called by those who have it.
 */
final class Backlog {
    /** Bytes that may be on their way over one connection: OpenSSH's window is 2 MiB, and acknowledgements take their time. */
    static final int WINDOW = 4 * 1024 * 1024;
    /** Chunks per connection that wait in memory for their turn. */
    private static final int AHEAD = 2;

    private final ReentrantLock lock;
    private final Condition moved;
    private final List<Lane> lanes;
    private final Deque<Chunk> forAny = new ArrayDeque<>();
    /** As those for any, and before them. */
    private final Deque<Chunk> urgent = new ArrayDeque<>();
    private final Deque<Chunk> free = new ArrayDeque<>();
    private int most;
    private int made;
    private int urgentInNeed;
    private boolean takesOffsets;

    Backlog(ReentrantLock lock, Condition moved, List<Lane> lanes) {
        this.lock = lock;
        this.moved = moved;
        this.lanes = lanes;
    }

    /** @param connections that memory is made for */
    void holdAtMost(int connections) {
        most = connections * (WINDOW / Chunk.SIZE + AHEAD);
    }

    /** Nobody needs the memory now. */
    void shrink() {
        made -= free.size();
        free.clear();
    }

    boolean isEmpty() {
        return forAny.isEmpty() && urgent.isEmpty();
    }

    /** Nothing of that file is sent any more. */
    void drop(Upload upload) {
        lanes.forEach(lane -> drop(lane.own, upload));
        drop(forAny, upload);
        drop(urgent, upload);
    }

    private void drop(Deque<Chunk> queue, Upload upload) {
        queue.removeIf(chunk -> {
            if (chunk.upload() != upload) {
                return false;
            }
            upload.dropped();
            free.push(chunk);
            return true;
        });
    }

    /** Memory for a piece of it, as soon as there is any. */
    Chunk take(Upload upload) throws Exception {
        lock.lockInterruptibly();
        try {
            boolean first = upload.way().urgent();
            urgentInNeed += first ? 1 : 0;
            try {
                while (free.isEmpty() && made >= most || !first && urgentInNeed > 0) {
                    upload.check();
                    moved.await();
                }
            } finally {
                if (first && --urgentInNeed == 0) {
                    moved.signalAll();
                }
            }
            upload.check();
            if (free.isEmpty()) {
                made++;
                return new Chunk();
            }
            return free.pop();
        } finally {
            lock.unlock();
        }
    }

    /** Sends it as soon as a connection has room. */
    void put(Chunk chunk) {
        lock.lock();
        try {
            chunk.upload().queued();
            queue(chunk, false);
        } finally {
            lock.unlock();
        }
    }

    /** It is not to be sent after all. */
    void giveBack(Chunk chunk) {
        lock.lock();
        try {
            free.push(chunk);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is another's own is taken only by a lane that has nothing at all to do: a lane that lost packets may be slow for long. */
    Chunk poll(Lane lane) {
        if (!lane.own.isEmpty()) {
            return lane.own.poll();
        }
        if (!urgent.isEmpty()) {
            return urgent.poll();
        }
        if (!forAny.isEmpty() || lane.outstanding > 0) {
            return forAny.poll();
        }
        return lanes.stream()
                .filter(other -> !other.own.isEmpty() && !other.own.peekLast().upload().way().inOrder())
                .max(Comparator.comparingInt(other -> other.own.size()))
                .map(busiest -> busiest.own.pollLast())
                .orElse(null);
    }

    private void queue(Chunk chunk, boolean first) {
        Lane lane = chunk.upload().lane();
        Deque<Chunk> queue = lane != null && lanes.contains(lane) && Lanes.usable(lane) ? lane.own : chunk.upload().way().urgent() ? urgent : forAny;
        if (first) {
            queue.addFirst(chunk);
        } else {
            queue.addLast(chunk);
        }
        boolean any = lane == null || queue != lane.own;
        if (any || !lane.waiting || !lane.hasRoom()) {
            lanes.stream().filter(idle -> idle.waiting && (idle.outstanding == 0 || any && idle.hasRoom())).findFirst().ifPresent(idle -> {
                idle.waiting = false;
                idle.turn.signal();
            });
        } else {
            lane.turn.signal();
        }
    }

    /**
     * The server has dealt with it.
     *
     * @param problem why it refused; null where it did not
     * @param jumps whether it is elsewhere in its file than the write before it over that connection
     */
    void answered(Lane lane, Chunk chunk, SftpException problem, boolean jumps) {
        lock.lock();
        try {
            lane.outstanding -= chunk.length();
            if (problem == null) {
                takesOffsets |= jumps;
                chunk.upload().acknowledged(chunk);
            } else {
                chunk.upload().refused(problem, jumps && !takesOffsets);
            }
            free.push(chunk);
            moved.signalAll();
            if (lane.waiting && (lane.outstanding == 0 || !lane.own.isEmpty() || !isEmpty())) {
                lane.turn.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It was not sent, as its file is not sent to its end. */
    void dropped(Lane lane, Chunk chunk) {
        lock.lock();
        try {
            lane.outstanding -= chunk.length();
            chunk.upload().dropped();
            free.push(chunk);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The connection broke before the server dealt with it: it is sent again. */
    void lost(Lane lane, Chunk chunk) {
        lock.lock();
        try {
            failIfInOnePiece(chunk.upload());
            if (chunk.upload().failed()) {
                chunk.upload().dropped();
                free.push(chunk);
            } else {
                chunk.upload().again();
                queue(chunk, true);
            }
            lane.turn.signal();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void failIfInOnePiece(Upload upload) {
        if (upload.way().inOrder()) {
            upload.fail(upload.cannotStore(new ConnectionLost("session is down: the connection broke, and the server takes this file in one piece only", null)));
        }
    }

    /** What only this lane was to send, any may send now. */
    void moveOn(Lane lane) {
        while (!lane.own.isEmpty()) {
            Chunk chunk = lane.own.pollLast();
            failIfInOnePiece(chunk.upload());
            queue(chunk, true);
        }
    }
}
