package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What SQL Server accepts, one RESTORE at a time, written down from its documentation apart from the planner, so that it can judge the
 * planner: error numbers are the server's.
 *
 * @param position null while there is no database
 */
record ServerRules(Lsn position, UUID path, UUID differentialBase, UUID family, List<BackupSet> known) {
    static ServerRules of(TargetState target, Collection<BackupSet> known) {
        return new ServerRules(target.redoStartLsn(), target.redoStartForkGuid(), target.differentialBaseGuid(), target.familyGuid(), List.copyOf(known));
    }

    /** The state after a restore. */
    ServerRules restore(BackupSet set) {
        require(!Boolean.TRUE.equals(set.damaged()), 3186, set);
        require(set.missingStripes().isEmpty() && !set.stripes().isEmpty(), 3132, set);
        require(family == null || set.familyGuid() == null || family.equals(set.familyGuid()), 3154, set);
        UUID nextFamily = family != null ? family : set.familyGuid();
        switch (set.type()) {
            case FULL -> {
                require(position == null, 3142, set);
                UUID base = Boolean.TRUE.equals(set.copyOnly()) ? null : set.guid();
                UUID on = set.recoveryForkId() != null ? set.recoveryForkId() : set.firstRecoveryForkId();
                return new ServerRules(set.lastLsn(), on, base, nextFamily, known);
            }
            case DIFFERENTIAL -> {
                require(position != null, 3118, set);
                require(differentialBase != null && baseOf(set).contains(differentialBase), 3136, set);
                require(set.lastLsn().isAfter(position), 3120, set);
            }
            case LOG -> {
                require(position != null, 3118, set);
                require(!set.firstLsn().isAfter(position), 4305, set);
                require(set.lastLsn().isAfter(position), 4326, set);
            }
            default -> require(false, 3031, set);
        }
        return new ServerRules(set.lastLsn(), nextPath(set), differentialBase, nextFamily, known);
    }

    private UUID nextPath(BackupSet set) {
        UUID first = set.firstRecoveryForkId();
        UUID last = set.recoveryForkId();
        Lsn fork = set.forkPointLsn();
        if (first == null && last == null) {
            return path;
        }
        if (fork == null && (first == null || last == null || first.equals(last))) {
            UUID only = first == null ? last : first;
            require(path == null || path.equals(only), 4330, set);
            return only;
        }
        if (set.type() == BackupType.LOG && fork != null && last != null && (path == null || last.equals(path)) && !position.isBefore(fork)) {
            // A full taken after the source was opened again is beyond the fork already; the first log after it still begins before.
            return last;
        }
        require(first == null || path == null || first.equals(path), 4330, set);
        if (last == null || last.equals(first)) {
            return first;
        }
        if (fork == null) {
            require(set.type() == BackupType.LOG && position.equals(set.firstLsn()), 4330, set);
        } else {
            require(!position.isAfter(fork), 4330, set);
        }
        return last;
    }

    private List<UUID> baseOf(BackupSet differential) {
        if (differential.differentialBaseGuid() != null) {
            return List.of(differential.differentialBaseGuid());
        }
        return known.stream()
                .filter(set -> set.type() == BackupType.FULL && set.checkpointLsn() != null)
                .filter(set -> Objects.equals(set.checkpointLsn(), differential.databaseBackupLsn()))
                .map(BackupSet::guid)
                .toList();
    }

    /** Every state that restoring sets in any order leads to, this one included. */
    List<ServerRules> everythingReachable(Collection<BackupSet> sets) {
        List<ServerRules> all = new ArrayList<>();
        all.add(this);
        for (BackupSet set : sets) {
            try {
                all.addAll(restore(set).everythingReachable(sets));
            } catch (Refused e) {
                // Not from here.
            }
        }
        return all;
    }

    private static void require(boolean accepted, int error, BackupSet set) {
        if (!accepted) {
            throw new Refused(error, set);
        }
    }

    static final class Refused extends RuntimeException {
        final int error;

        Refused(int error, BackupSet set) {
            super("Msg " + error + ": " + set);
            this.error = error;
        }
    }
}
