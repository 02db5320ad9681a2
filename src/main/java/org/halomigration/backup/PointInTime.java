package org.halomigration.backup;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Where a backup's end lies from a point in time. Headers tell times in whole seconds, cut off, so an end in the very second of the point
 * may lie on either side of it: it then counts for what cannot fail. A log that may hold the point is the last one, as SQL Server refuses
 * another after the one that it has stopped in; a full that may have gone past it is not used.
 */
final class PointInTime {
    private PointInTime() {}

    /** Whether a log that was finished then reaches the point. */
    static boolean isReached(LocalDateTime finished, LocalDateTime point) {
        return !finished.isBefore(isWhole(finished) ? point.truncatedTo(ChronoUnit.SECONDS) : point);
    }

    /** Whether a full or differential that was finished then holds more than was there at the point. */
    static boolean isPassed(LocalDateTime finished, LocalDateTime point) {
        return isWhole(finished) && !isWhole(point) ? finished.plusSeconds(1).isAfter(point) : finished.isAfter(point);
    }

    private static boolean isWhole(LocalDateTime time) {
        return time.getNano() == 0;
    }
}
