package org.halomigration.sftp;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Keeps what several connections send together below a limit that may change at any time. */
final class Rate {
    /** What a moment's pause leaves to be caught up with, in nanoseconds. */
    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile long limit;
    private long free = System.nanoTime();

    /** @param bytesPerSecond 0: as fast as it goes */
    void limit(long bytesPerSecond) {
        limit = bytesPerSecond;
    }

    /** Returns when so many bytes may be sent, or need not be any more. */
    void take(int bytes, BooleanSupplier needless) {
        long until = turn(bytes);
        for (long wait; limit > 0 && (wait = until - System.nanoTime()) > 0 && !needless.getAsBoolean() && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(Math.min(wait, SLACK));
        }
    }

    private synchronized long turn(int bytes) {
        long now = System.nanoTime();
        long most = limit;
        if (most <= 0) {
            free = now;
            return now;
        }
        free = Math.max(free, now - SLACK);
        long turn = free;
        free += (long) (bytes * 1e9 / most);
        return turn;
    }
}
