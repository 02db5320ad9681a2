package org.halomigration.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Headers at random on a short stretch of log and three recovery paths, so that moves overlap, cross and dead-end in every way. */
final class WildSets {
    private static final List<BackupType> TYPES = List.of(
            BackupType.FULL, BackupType.FULL, BackupType.DIFFERENTIAL, BackupType.DIFFERENTIAL, BackupType.LOG, BackupType.LOG, BackupType.LOG, BackupType.LOG);

    private WildSets() {}

    static List<BackupSet> of(int count, Random random) {
        int paths = 1 + random.nextInt(3);
        List<BackupSet> sets = new ArrayList<>();
        List<BackupSet> fulls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BackupType type = i == 0 ? BackupType.FULL : TYPES.get(random.nextInt(TYPES.size()));
            int first = 1 + random.nextInt(9);
            int last = first + 1 + random.nextInt(5);
            BackupSetBuilder set = BackupSet.builder(new UUID(1, i)).type(type).file("set-" + i + ".bak").databaseName("Halo").familyGuid(new UUID(7, 7));
            set.firstLsn(Lsn.of(first)).lastLsn(Lsn.of(last)).copyOnly(random.nextInt(5) == 0);
            paths(set, type, first, last, paths, random);
            if (type == BackupType.FULL) {
                set.checkpointLsn(Lsn.of(first));
            }
            if (type == BackupType.DIFFERENTIAL && !fulls.isEmpty()) {
                BackupSet base = fulls.get(random.nextInt(fulls.size()));
                set.differentialBaseGuid(random.nextInt(4) == 0 ? null : base.guid()).databaseBackupLsn(base.checkpointLsn());
            }
            BackupSet built = set.build();
            sets.add(built);
            if (type == BackupType.FULL) {
                fulls.add(built);
            }
        }
        return sets;
    }

    private static void paths(BackupSetBuilder set, BackupType type, int first, int last, int paths, Random random) {
        UUID from = random.nextInt(8) == 0 ? null : new UUID(2, random.nextInt(paths));
        boolean crosses = type != BackupType.FULL && random.nextInt(3) == 0;
        UUID to = crosses || random.nextInt(8) == 0 ? (random.nextInt(8) == 0 ? null : new UUID(2, random.nextInt(paths))) : from;
        set.firstRecoveryForkId(from).recoveryForkId(to);
        if (type != BackupType.FULL && (crosses || from != null && !from.equals(to)) && random.nextInt(5) != 0) {
            set.forkPointLsn(Lsn.of(first + random.nextInt(last - first + 1)));
        }
    }
}
