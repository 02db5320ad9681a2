package org.halomigration.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * The connections of one login to one server, and the chunks that wait for one of them to have room. They are made when there is
 * something to send, stay open between files, and are made again when they break.
 */
final class Connections {
    /** Bytes that may be on their way over one connection: OpenSSH's window is 2 MiB, and acknowledgements take their time. */
    static final int WINDOW = 4 * 1024 * 1024;
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);
    /** After a server has refused another connection it is left in peace for so long. */
    private static final long REFUSAL = TimeUnit.SECONDS.toNanos(60);

    private final Login login;
    private final Rate rate = new Rate();
    private final ReentrantLock lock = new ReentrantLock();
    /** For whoever sends a file: a chunk is free, a connection is there, something arrived, something failed. */
    private final Condition moved = lock.newCondition();
    private final List<Lane> lanes = new ArrayList<>();
    private final Backlog backlog = new Backlog(lock, moved, lanes);
    private final Set<Upload> uploads = new HashSet<>();
    private final Set<String> targets = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    private int most = 1;
    private int attempts;
    private long delay;
    private long refused = System.nanoTime() - REFUSAL;
    private boolean turnedAway;
    private boolean wholeFilesOnly;
    private boolean closed;
    private long lastUse = System.nanoTime();

    Connections(Login login) {
        this.login = login;
    }

    Login login() {
        return login;
    }

    /** What waits to be sent over them. */
    Backlog backlog() {
        return backlog;
    }

    Rate rate() {
        return rate;
    }

    /**
     * Begins a file, when no other in this process is being sent to the same place, and connects where there is no connection yet.
     *
     * @param connections how many there may be at once
     * @param attempts how often a failed connection is tried again
     * @param delay between two attempts, in milliseconds
     */
    void enter(Upload upload, int connections, int attempts, long delay) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!targets.add(upload.target())) {
                moved.await();
            }
            most = Math.max(1, connections);
            backlog.holdAtMost(most);
            this.attempts = attempts;
            this.delay = delay;
            uploads.add(upload);
            grow();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a file. If it failed, this waits until the server has answered for what is still under way, or its connection is gone. */
    void leave(Upload upload) {
        lock.lock();
        try {
            backlog.drop(upload);
            while (!upload.idle()) {
                moved.awaitUninterruptibly();
            }
            uploads.remove(upload);
            targets.remove(upload.target());
            lastUse = System.nanoTime();
            moved.signalAll();
            if (uploads.isEmpty()) {
                lanes.forEach(lane -> lane.turn.signal());
            }
        } finally {
            lock.unlock();
        }
    }

    private void grow() {
        int wanted = turnedAway ? 1 : Math.min(most, uploads.stream().mapToInt(upload -> upload.inOneLane() ? 1 : most).sum());
        if (!lanes.isEmpty() && System.nanoTime() - refused < REFUSAL) {
            return;
        }
        while (!closed && lanes.size() < wanted) {
            Lane lane = new Lane(this, lock.newCondition());
            lanes.add(lane);
            Thread thread = new Thread(lane, "sftp " + login + " " + lanes.size());
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Looks after the connections; to be called every second or so. */
    void watch() {
        List<Connection> now = new ArrayList<>();
        lock.lock();
        try {
            lanes.stream().map(lane -> lane.connection).filter(connection -> connection != null).forEach(now::add);
            if (lanes.stream().anyMatch(Connections::usable)) {
                grow();
            }
        } finally {
            lock.unlock();
        }
        now.forEach(Connection::watch);
    }

    /** Ends everything; what is being sent fails. */
    void close() {
        List<Connection> now = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            failAll(new GenericFileOperationFailedException("The transfer was stopped, because the application stops"));
            lanes.stream().map(lane -> lane.connection).filter(connection -> connection != null).forEach(now::add);
            lanes.forEach(lane -> lane.turn.signal());
        } finally {
            lock.unlock();
        }
        now.forEach(connection -> connection.cut("session is down: the application stops"));
    }

    /** Drops every connection that nobody uses. */
    void release() {
        lock.lock();
        try {
            lastUse = System.nanoTime() - IDLE;
            lanes.forEach(lane -> lane.turn.signal());
        } finally {
            lock.unlock();
        }
    }

    int open() {
        lock.lock();
        try {
            return (int) lanes.stream().filter(Connections::usable).count();
        } finally {
            lock.unlock();
        }
    }

    // For those who send a file.

    /** Waits until {@code done} holds or the upload has failed. */
    void await(Upload upload, java.util.function.BooleanSupplier done) throws Exception {
        lock.lockInterruptibly();
        try {
            while (!done.getAsBoolean()) {
                upload.check();
                moved.await();
            }
            upload.check();
        } finally {
            lock.unlock();
        }
    }

    /** One that works now; null where there is none. */
    Connection any() {
        lock.lock();
        try {
            return lanes.stream().filter(Connections::usable).map(lane -> lane.connection).findFirst().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** The connection that the fewest files have chosen, as soon as there is one. */
    Lane choose(Upload upload) throws Exception {
        lock.lockInterruptibly();
        try {
            while (true) {
                upload.check();
                Lane best = lanes.stream().filter(Connections::usable).min(Comparator.comparingInt(lane -> lane.chosen)).orElse(null);
                if (best != null) {
                    best.chosen++;
                    return best;
                }
                moved.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the server has turned out to refuse writes that do not begin where the last one ended. */
    boolean takesWholeFilesOnly() {
        lock.lock();
        try {
            return wholeFilesOnly;
        } finally {
            lock.unlock();
        }
    }

    void takeWholeFilesOnly() {
        lock.lock();
        try {
            wholeFilesOnly = true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a file before its time. */
    void stop(Upload upload, Exception why) {
        lock.lock();
        try {
            upload.fail(why);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unchoose(Lane lane) {
        lock.lock();
        try {
            lane.chosen--;
        } finally {
            lock.unlock();
        }
    }

    /** Says it to whoever sends now, once as long as this process runs. @param about what it is about, whatever its words are this time */
    void say(String about, String sentence) {
        lock.lock();
        try {
            if (said.add(about)) {
                uploads.forEach(upload -> upload.notice(sentence));
            }
        } finally {
            lock.unlock();
        }
    }

    // For lanes.

    boolean needs(Lane lane) {
        lock.lock();
        try {
            return !closed && lanes.contains(lane) && !uploads.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void ready(Lane lane) {
        lock.lock();
        try {
            lane.outstanding = 0;
            turnedAway = false;
            moved.signalAll();
            grow();
        } finally {
            lock.unlock();
        }
    }

    /** The next chunk for a lane, as soon as it has room; null when its connection broke or nobody needs it any more. */
    Chunk next(Lane lane) {
        lock.lock();
        try {
            while (!closed && usable(lane)) {
                Chunk chunk = lane.hasRoom() ? backlog.poll(lane) : null;
                if (chunk != null) {
                    lane.outstanding += chunk.length();
                    return chunk;
                }
                long idle = System.nanoTime() - lastUse;
                if (uploads.isEmpty() && idle >= IDLE) {
                    lanes.remove(lane);
                    return null;
                }
                lane.waiting = true;
                if (uploads.isEmpty()) {
                    lane.turn.awaitNanos(IDLE - idle);
                } else {
                    lane.turn.await();
                }
                lane.waiting = false;
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Its connection is gone. */
    void broke(Lane lane) {
        lock.lock();
        try {
            lane.turn.signal();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a lane that could not connect tries again, after a pause. What cannot succeed fails the uploads that wait for it. */
    boolean triesAgain(Lane lane, Exception why, int inVain) {
        lock.lock();
        try {
            backlog.moveOn(lane);
            long others = lanes.stream().filter(other -> other != lane).count();
            boolean served = lanes.stream().anyMatch(other -> other != lane && usable(other));
            turnedAway |= turnedAway(why);
            if (closed) {
                return false;
            }
            if (served && inVain > 1) {
                refused = System.nanoTime();
                lanes.remove(lane);
                say("connections", "The server takes no more than " + open() + " connections at once (" + why.getMessage() + "): they share the work.");
                return false;
            }
            if (turnedAway(why) || inVain > attempts) {
                lanes.remove(lane);
                if (others == 0) {
                    failAll(new GenericFileOperationFailedException("Cannot connect to " + login, why instanceof ConnectionLost lost ? lost.plain() : why));
                }
                return false;
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
            for (long left; (left = end - System.nanoTime()) > 0 && !closed && !uploads.isEmpty(); ) {
                lane.turn.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Trying again cannot help, and may lock the account. */
    private static boolean turnedAway(Exception why) {
        return why instanceof JSchHostKeyException || why instanceof JSchException && String.valueOf(why.getMessage()).startsWith("Auth ");
    }

    void ended(Lane lane) {
        lock.lock();
        try {
            lanes.remove(lane);
            backlog.moveOn(lane);
            if (lanes.isEmpty() && !closed && uploads.stream().anyMatch(upload -> !upload.failed())) {
                grow();
            }
            if (lanes.isEmpty() && uploads.isEmpty()) {
                backlog.shrink();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void failAll(Exception why) {
        uploads.forEach(upload -> upload.fail(why));
        moved.signalAll();
    }

    static boolean usable(Lane lane) {
        Connection connection = lane.connection;
        return connection != null && connection.usable();
    }
}
