package org.halomigration.backup;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What is restored, from where to where.
 *
 * @param full the begin; null where the target's own state is
 * @param start the position after the full, or of the target
 * @param path the recovery path at the start; null where unknown
 */
record Chain(BackupSet full, Lsn start, UUID path, List<Hop> hops, Lsn reached) {
    /** The path at the end. */
    UUID endPath() {
        UUID at = path;
        for (Hop hop : hops) {
            at = hop.pathAfter(at);
        }
        return at;
    }

    /** Every path it runs on; null among them where one is not known. */
    Set<UUID> paths() {
        Set<UUID> paths = new HashSet<>();
        UUID at = path;
        paths.add(at);
        for (Hop hop : hops) {
            at = hop.pathAfter(at);
            paths.add(at);
        }
        if (paths.size() > 1) {
            paths.remove(null);
        }
        return paths;
    }

    /** The set that brought the chain up to a position first; null for what the target held, and beyond the end. */
    BackupSet covering(Lsn position) {
        if (position.compareTo(start) <= 0) {
            return full;
        }
        int low = 0;
        for (int high = hops.size(); low < high; ) {
            int middle = (low + high) >>> 1;
            if (hops.get(middle).end().isBefore(position)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < hops.size() ? hops.get(low).set() : null;
    }

    BackupSet end() {
        return hops.isEmpty() ? full : hops.get(hops.size() - 1).set();
    }

    /** Whether the point in time was reached. */
    boolean isStopped() {
        return !hops.isEmpty() && hops.get(hops.size() - 1).last();
    }
}
