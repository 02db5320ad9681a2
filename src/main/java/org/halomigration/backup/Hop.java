package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.UUID;

/**
 * A log or differential as a move from one position of the log to another, by the server's rules: it applies at a position p on a recovery
 * path where {@code low <= p < end}, {@code p <= high}, and the path is {@code from}. Afterwards the position is {@code end}, on path
 * {@code to}. A path of null is not said: it fits any, and a move without any path stays where it is.
 *
 * @param high null for no further limit
 * @param last whether nothing may follow: the point in time lies inside
 */
record Hop(BackupSet set, Lsn low, Lsn high, Lsn end, UUID from, UUID to, boolean last) {
    static final Lsn START = Lsn.of(0);

    static Hop of(BackupSet set, LocalDateTime stopAt) {
        UUID from = from(set);
        UUID to = to(set);
        // A differential may skip any stretch of log; a log must reach back to where the target is.
        Lsn low = set.type() == BackupType.LOG ? set.firstLsn() : START;
        Lsn high = null;
        if (to != null && !to.equals(from)) {
            // Past the fork point the target has log that the new path never had. Without one only the set's very begin is surely before it.
            high = set.forkPointLsn() != null ? set.forkPointLsn() : low;
        }
        boolean last = stopAt != null && set.type() == BackupType.LOG && PointInTime.isReached(set.finishDate(), stopAt);
        return new Hop(set, low, high, set.lastLsn(), from, to, last);
    }

    /** The path a set begins on. Where a fork point is said the set crosses from another path, so its last path says nothing about the first. */
    static UUID from(BackupSet set) {
        if (set.firstRecoveryForkId() != null) {
            return set.firstRecoveryForkId();
        }
        return set.forkPointLsn() == null ? set.recoveryForkId() : null;
    }

    /** The path a set ends on. */
    static UUID to(BackupSet set) {
        return set.recoveryForkId() != null ? set.recoveryForkId() : set.firstRecoveryForkId();
    }

    boolean crosses() {
        return high != null;
    }

    /**
     * The stretch of a crossing log beyond its fork point, for a position that is on the new path already: what a full or differential taken
     * after the source was opened again has restored. Null where there is none.
     */
    Hop pastItsFork() {
        boolean leadsOn = crosses() && set.type() == BackupType.LOG && set.forkPointLsn() != null;
        return leadsOn ? new Hop(set, high.isBefore(low) ? low : high, null, end, to, to, last) : null;
    }

    boolean fits(UUID path) {
        return from == null || path == null || from.equals(path);
    }

    boolean appliesAt(Lsn position, UUID path) {
        return fits(path) && low.compareTo(position) <= 0 && withinReach(position);
    }

    /** Whether a position is not yet too far for it. */
    boolean withinReach(Lsn position) {
        return position.isBefore(end) && (high == null || position.compareTo(high) <= 0);
    }

    UUID pathAfter(UUID path) {
        return to != null ? to : path;
    }
}
