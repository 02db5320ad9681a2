package org.halomigration.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A source database that writes, is backed up, restored and switched between recovery models, and the headers that its backups would have.
 * LSNs are small whole numbers.
 */
final class SourceModel {
    enum Kind {
        WRITE,
        FULL,
        COPY_ONLY_FULL,
        DIFFERENTIAL,
        LOG,
        COPY_ONLY_LOG,
        /** The source is restored to an earlier position and goes on from there: a new recovery path. */
        RESTORE,
        /** To SIMPLE and back: the log chain starts anew with the next full or differential. */
        BREAK_LOG_CHAIN
    }

    /** @param amount log records written, or how far back to restore */
    record Action(Kind kind, int amount) {}

    private final List<BackupSet> sets = new ArrayList<>();
    private final UUID family = new UUID(7, 7);
    private int forks;
    private UUID path = new UUID(2, 0);
    private UUID pathOfLog = path;
    private Lsn forkPoint;
    private long now = 100;
    private BackupSet base;
    private Long logFrom;
    private boolean chainBegins = true;

    static List<BackupSet> play(List<Action> actions) {
        SourceModel source = new SourceModel();
        source.full(false, 3);
        actions.forEach(source::take);
        return source.sets;
    }

    private void take(Action action) {
        switch (action.kind()) {
            case WRITE -> now += action.amount() * 5L;
            case FULL -> full(false, action.amount());
            case COPY_ONLY_FULL -> full(true, action.amount());
            case DIFFERENTIAL -> differential(action.amount());
            case LOG -> log(false);
            case COPY_ONLY_LOG -> log(true);
            case RESTORE -> restore(action.amount() * 3L);
            case BREAK_LOG_CHAIN -> {
                logFrom = null;
                now += 2;
            }
        }
    }

    private void full(boolean copyOnly, int busy) {
        long checkpoint = now;
        now += 1 + busy;
        BackupSet full = data(BackupType.FULL, checkpoint).checkpointLsn(Lsn.of(checkpoint)).copyOnly(copyOnly).build();
        sets.add(full);
        base = copyOnly ? base : full;
    }

    private void differential(int busy) {
        if (base == null) {
            return;
        }
        long checkpoint = now;
        now += 1 + busy;
        sets.add(data(BackupType.DIFFERENTIAL, checkpoint)
                .differentialBaseGuid(base.guid())
                .databaseBackupLsn(base.checkpointLsn())
                .build());
    }

    /** A data backup begins the log chain anew where it was broken: logs then reach back to its begin. */
    private BackupSetBuilder data(BackupType type, long checkpoint) {
        if (logFrom == null) {
            logFrom = checkpoint;
            pathOfLog = path;
            forkPoint = null;
            chainBegins = true;
        }
        return set(type).firstLsn(Lsn.of(checkpoint)).lastLsn(Lsn.of(now)).firstRecoveryForkId(path);
    }

    private void log(boolean copyOnly) {
        if (logFrom == null) {
            return;
        }
        sets.add(set(BackupType.LOG)
                .firstLsn(Lsn.of(logFrom))
                .lastLsn(Lsn.of(now))
                .firstRecoveryForkId(pathOfLog)
                .forkPointLsn(forkPoint)
                .copyOnly(copyOnly)
                .beginsLogChain(chainBegins)
                .build());
        if (!copyOnly) {
            logFrom = now;
            pathOfLog = path;
            forkPoint = null;
            chainBegins = false;
        }
    }

    private void restore(long back) {
        // Behind the begin of the log that is still to be backed up nothing is known of the paths, so the model restores within it only.
        if (logFrom == null || forkPoint != null) {
            return;
        }
        long to = Math.max(logFrom, now - back);
        forkPoint = Lsn.of(to);
        pathOfLog = path;
        path = new UUID(2, ++forks);
        base = base != null && base.lastLsn().isAfter(forkPoint) ? null : base;
        now = to + 1;
    }

    private BackupSetBuilder set(BackupType type) {
        UUID guid = new UUID(1, sets.size());
        return BackupSet.builder(guid)
                .type(type)
                .file("/backup/%s-%d.bak".formatted(type.word(), sets.size()))
                .databaseName("Halo")
                .familyGuid(family)
                .recoveryForkId(path)
                .hasChecksums(true);
    }
}
