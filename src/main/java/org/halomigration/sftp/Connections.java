package org.halomigration.sftp;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/** The connections of one login to one server, for those who send files over them. */
final class Connections {
    private final ReentrantLock lock = new ReentrantLock();
    /** For whoever sends a file: a chunk is free, a connection is there, something arrived, something failed. */
    private final Condition moved = lock.newCondition();
    private final UnderWay uploads = new UnderWay();
    private final Lanes lanes;
    private boolean wholeFilesOnly;

    Connections(Login login) {
        lanes = new Lanes(login, lock, moved, uploads);
    }

    /** What waits to be sent over them. */
    Backlog backlog() {
        return lanes.backlog();
    }

    Rate rate() {
        return lanes.rate();
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
            while (!uploads.add(upload)) {
                moved.await();
            }
            lanes.allow(connections, attempts, delay);
            lanes.grow();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a file. If it failed, this waits until the server has answered for what is still under way, or its connection is gone. */
    void leave(Upload upload) {
        lock.lock();
        try {
            backlog().drop(upload);
            while (!upload.idle()) {
                moved.awaitUninterruptibly();
            }
            uploads.remove(upload);
            lanes.used();
            moved.signalAll();
            if (uploads.isEmpty()) {
                lanes.wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks after the connections; to be called every second or so. */
    void watch() {
        List<Connection> now;
        lock.lock();
        try {
            now = lanes.connections();
            if (!lanes.usable().isEmpty()) {
                lanes.grow();
            }
        } finally {
            lock.unlock();
        }
        now.forEach(Connection::watch);
    }

    int open() {
        lock.lock();
        try {
            return lanes.usable().size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends everything; what is being sent fails. */
    void close() {
        List<Connection> now;
        lock.lock();
        try {
            uploads.failAll(new GenericFileOperationFailedException("The transfer was stopped, because the application stops"));
            moved.signalAll();
            now = lanes.connections();
            lanes.close();
        } finally {
            lock.unlock();
        }
        now.forEach(connection -> connection.cut("session is down: the application stops"));
    }

    /** Drops every connection that nobody uses. */
    void release() {
        lock.lock();
        try {
            lanes.unused();
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

    /** The connection that the fewest files have chosen, as soon as there is one. */
    Lane choose(Upload upload) throws Exception {
        lock.lockInterruptibly();
        try {
            while (true) {
                upload.check();
                Lane best = lanes.usable().stream().min(Comparator.comparingInt(lane -> lane.chosen)).orElse(null);
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

    /** One that works now; null where there is none. */
    Connection any() {
        lock.lock();
        try {
            return lanes.usable().stream().map(lane -> lane.connection).filter(connection -> connection != null).findFirst().orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link UnderWay#say}. */
    void say(String about, String sentence) {
        lock.lock();
        try {
            uploads.say(about, sentence);
        } finally {
            lock.unlock();
        }
    }
}
