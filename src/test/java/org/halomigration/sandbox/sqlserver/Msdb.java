package org.halomigration.sandbox.sqlserver;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The backup and restore history that the instance keeps ("Backup and restore tables"). */
final class Msdb {
    record MediaSet(int id, UUID uuid, int families) {}

    record MediaFamily(int mediaSet, UUID family, int sequence, String device) {}

    record Set(int id, int mediaSet, BackupHeader header) {}

    record Restore(int id, LocalDateTime date, String database, String user, int set, String type, boolean replace, boolean recovery, boolean restart) {}

    final List<MediaSet> mediaSets = new ArrayList<>();
    final List<MediaFamily> mediaFamilies = new ArrayList<>();
    final List<Set> sets = new ArrayList<>();
    /** Thumbprint of the certificate that all backups are said to be encrypted with; null for none. */
    volatile byte[] encryptor;
    /** Whether all backups are said to be snapshots of another tool. */
    volatile boolean snapshots;
    final List<Restore> restores = new ArrayList<>();

    /** Records a set that was taken here or restored here; a set known already keeps its row. */
    synchronized Set add(BackupHeader header, List<Media.Label> labels, List<String> devices) {
        for (Set known : sets) {
            if (known.header().guid("BackupSetGUID").equals(header.guid("BackupSetGUID"))) {
                return known;
            }
        }
        UUID uuid = labels.get(0).mediaSet();
        MediaSet media = mediaSets.stream().filter(m -> m.uuid().equals(uuid)).findFirst().orElse(null);
        if (media == null) {
            media = new MediaSet(mediaSets.size() + 1, uuid, labels.get(0).count());
            mediaSets.add(media);
            for (int i = 0; i < labels.size(); i++) {
                mediaFamilies.add(new MediaFamily(media.id(), labels.get(i).family(), labels.get(i).sequence(), devices.get(i)));
            }
        }
        Set set = new Set(sets.size() + 1, media.id(), header);
        sets.add(set);
        return set;
    }

    synchronized void restored(String database, String user, Set set, boolean replace, boolean recovery, boolean restart) {
        String type = switch (set.header().type()) {
            case BackupHeader.LOG -> "L";
            case BackupHeader.DIFFERENTIAL -> "I";
            default -> "D";
        };
        restores.add(new Restore(restores.size() + 1, LocalDateTime.now().withNano(0), database, user, set.id(), type, replace, recovery, restart));
    }
}
