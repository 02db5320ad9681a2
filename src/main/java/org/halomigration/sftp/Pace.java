package org.halomigration.sftp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast a file moves: of late, and since it began. */
final class Pace {
    private static final long LATE = TimeUnit.SECONDS.toNanos(3);

    private record Mark(long at, long bytes) {}

    private final LongSupplier nanoTime;
    private final Mark start;
    private final Deque<Mark> marks = new ArrayDeque<>();

    /** @param bytes that had arrived before: they count for no rate */
    Pace(LongSupplier nanoTime, long bytes) {
        this.nanoTime = nanoTime;
        start = new Mark(nanoTime.getAsLong(), bytes);
        marks.add(start);
    }

    synchronized Progress.State at(long bytes, long size, int retries) {
        Mark now = new Mark(nanoTime.getAsLong(), bytes);
        while (marks.size() > 1 && now.at() - marks.peekFirst().at() > LATE) {
            marks.removeFirst();
        }
        long rate = rate(marks.peekFirst(), now);
        marks.addLast(now);
        long average = rate(start, now);
        Duration left = average > 0 ? Duration.ofMillis((long) ((size - bytes) * 1000.0 / average)) : null;
        return new Progress.State(bytes, size, rate, average, left, retries);
    }

    private static long rate(Mark from, Mark to) {
        return (long) ((to.bytes() - from.bytes()) * 1e9 / Math.max(1, to.at() - from.at()));
    }
}
