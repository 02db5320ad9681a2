package org.halomigration.backup;

import java.util.Collection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which full a differential is based on: by GUID where its header names one, else by the checkpoint. */
final class Bases {
    private final Map<UUID, BackupSet> byGuid = new HashMap<>();
    private final Map<Lsn, List<BackupSet>> byCheckpoint = new HashMap<>();

    /** @param sets fulls among other sets */
    Bases(Collection<BackupSet> sets) {
        for (BackupSet set : sets) {
            if (set.type() == BackupType.FULL) {
                byGuid.put(set.guid(), set);
                if (set.checkpointLsn() != null) {
                    byCheckpoint.computeIfAbsent(set.checkpointLsn(), lsn -> new ArrayList<>(1)).add(set);
                }
            }
        }
    }

    BackupSet full(UUID guid) {
        return guid == null ? null : byGuid.get(guid);
    }

    /** The full that a database in restore at that LSN can have begun with, if it is copy-only: such a database names no base. */
    BackupSet copyOnlyBefore(Lsn position) {
        return byGuid.values().stream()
                .filter(full -> full.lastLsn() != null && !full.lastLsn().isAfter(position))
                .max(Comparator.comparing(BackupSet::lastLsn).thenComparing(BackupSet::guid))
                .filter(full -> Boolean.TRUE.equals(full.copyOnly()))
                .orElse(null);
    }

    /** The fulls that a differential can follow; copy-only ones are no base. */
    List<BackupSet> of(BackupSet differential) {
        return named(differential).stream().filter(full -> !Boolean.TRUE.equals(full.copyOnly())).toList();
    }

    /** The fulls that a differential's header points at, copy-only ones too. */
    List<BackupSet> named(BackupSet differential) {
        if (differential.differentialBaseGuid() != null) {
            BackupSet full = byGuid.get(differential.differentialBaseGuid());
            return full == null ? List.of() : List.of(full);
        }
        return differential.databaseBackupLsn() == null ? List.of() : byCheckpoint.getOrDefault(differential.databaseBackupLsn(), List.of());
    }

    /** Whether a differential fits a database in restore, which itself says what its base is. */
    boolean fits(BackupSet differential, UUID targetBase) {
        if (targetBase == null || differential.differentialBaseGuid() != null) {
            return targetBase != null && targetBase.equals(differential.differentialBaseGuid());
        }
        return named(differential).stream().anyMatch(full -> full.guid().equals(targetBase));
    }
}
