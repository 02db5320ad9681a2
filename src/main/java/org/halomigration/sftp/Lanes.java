package org.halomigration.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * How many lanes there are to a server, and how long: as many as the files that are sent want and the server lets in, made again when they
 * break, and gone when nobody has needed them for a while. Guarded by the lock of {@link Connections}.
 */
final class Lanes {
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);
    /** After a server has refused another connection it is left in peace for so long. */
    private static final long REFUSAL = TimeUnit.SECONDS.toNanos(60);

    private final Login login;
    private final ReentrantLock lock;
    private final Condition moved;
    private final UnderWay uploads;
    private final List<Lane> all = new ArrayList<>();
    private final Rate rate = new Rate();
    private final Backlog backlog;
    private int most = 1;
    private int attempts;
    private long delay;
    private long refused = System.nanoTime() - REFUSAL;
    private boolean turnedAway;
    private boolean closed;
    private long lastUse = System.nanoTime();

    Lanes(Login login, ReentrantLock lock, Condition moved, UnderWay uploads) {
        this.login = login;
        this.lock = lock;
        this.moved = moved;
        this.uploads = uploads;
        this.backlog = new Backlog(lock, moved, all);
    }

    Login login() {
        return login;
    }

    Rate rate() {
        return rate;
    }

    Backlog backlog() {
        return backlog;
    }

    // With the lock held.

    /** What holds for those that are made from now on. @param most at once @param attempts to connect in vain @param delay in milliseconds between two */
    void allow(int most, int attempts, long delay) {
        this.most = Math.max(1, most);
        this.attempts = attempts;
        this.delay = delay;
        backlog.holdAtMost(this.most);
    }

    List<Lane> usable() {
        return all.stream().filter(Lanes::usable).toList();
    }

    /** Connections that stand, whether they work or not. */
    List<Connection> connections() {
        return all.stream().map(lane -> lane.connection).filter(connection -> connection != null).toList();
    }

    /** There may be something to do, or nothing any more. */
    void wake() {
        all.forEach(lane -> lane.turn.signal());
    }

    /** Somebody needs them until now. */
    void used() {
        lastUse = System.nanoTime();
    }

    /** Nobody will need them soon. */
    void unused() {
        lastUse = System.nanoTime() - IDLE;
        wake();
    }

    /** Makes no more, and ends those that there are. */
    void close() {
        closed = true;
        wake();
    }

    /** Makes those that are missing. */
    void grow() {
        int wanted = turnedAway ? 1 : Math.min(most, uploads.lanesWanted(most));
        if (!all.isEmpty() && System.nanoTime() - refused < REFUSAL) {
            return;
        }
        while (!closed && all.size() < wanted) {
            Lane lane = new Lane(this, lock.newCondition());
            all.add(lane);
            Thread thread = new Thread(lane, "sftp " + login + " " + all.size());
            thread.setDaemon(true);
            thread.start();
        }
    }

    // For lanes.

    boolean needs(Lane lane) {
        lock.lock();
        try {
            return !closed && all.contains(lane) && !uploads.isEmpty();
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
                    all.remove(lane);
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
            long others = all.stream().filter(other -> other != lane).count();
            boolean served = all.stream().anyMatch(other -> other != lane && usable(other));
            turnedAway |= turnedAway(why);
            if (closed) {
                return false;
            }
            if (served && inVain > 1) {
                refused = System.nanoTime();
                all.remove(lane);
                uploads.say("connections", "The server takes no more than " + usable().size() + " connections at once (" + why.getMessage() + "): they share the work.");
                return false;
            }
            if (turnedAway(why) || inVain > attempts) {
                all.remove(lane);
                if (others == 0) {
                    uploads.failAll(new GenericFileOperationFailedException("Cannot connect to " + login, why instanceof ConnectionLost lost ? lost.plain() : why));
                    moved.signalAll();
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
            all.remove(lane);
            backlog.moveOn(lane);
            if (all.isEmpty() && !closed && uploads.anyLeft()) {
                grow();
            }
            if (all.isEmpty() && uploads.isEmpty()) {
                backlog.shrink();
            }
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    static boolean usable(Lane lane) {
        Connection connection = lane.connection;
        return connection != null && connection.usable();
    }
}
