package org.halomigration.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.halomigration.backup.BackupSets;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;

/** The backup sets that the headers of landed files have named. */
final class LandedSets {
    private final Journal journal;

    LandedSets(Journal journal) {
        this.journal = journal;
    }

    /**
     * Header rows of the sets that are of that database, by BackupSetGUID.
     *
     * @throws Landing.Refused when there is none, or another set than the manifest says
     */
    static Map<String, List<Map<String, Object>>> in(Landing.Delivery delivery, String database) throws Landing.Refused {
        if (delivery.headers().stream().allMatch(row -> row.get("BackupSetGUID") == null || row.get("DatabaseName") == null)) {
            throw new Landing.Refused("The files hold no finished backup: SQL Server finds the beginning of one and not its end. They were cut off, or copied while they were being written; expected a whole"
                    + " backup of '" + database + "'.", false);
        }
        String claimed = delivery.manifest().backupSetGuid();
        Map<String, List<Map<String, Object>>> sets = new LinkedHashMap<>();
        for (Map<String, Object> row : delivery.headers()) {
            sets.computeIfAbsent(String.valueOf(row.get("BackupSetGUID")).toUpperCase(java.util.Locale.ROOT), guid -> new ArrayList<>()).add(row);
        }
        if (claimed != null && !sets.containsKey(claimed.toUpperCase(java.util.Locale.ROOT))) {
            throw new Landing.Refused("The manifest says backup set " + claimed + ", but the files hold " + sets.keySet() + ". The file was written again after it was recorded, and holds that set no more.", false);
        }
        sets.values().removeIf(rows -> !String.valueOf(rows.get(0).get("DatabaseName")).equalsIgnoreCase(database));
        if (sets.isEmpty()) {
            String others = delivery.headers().stream().map(row -> "'" + row.get("DatabaseName") + "'").distinct().collect(java.util.stream.Collectors.joining(", "));
            throw new Landing.Refused("These are backups of " + others
                    + "; this migration takes '" + database + "'. Check source.backups: another database's files are among them.", false);
        }
        return sets;
    }

    /**
     * @param sets header rows by BackupSetGUID
     * @return what is said of files that hold what another file holds, too
     */
    List<String> keep(Landing.Delivery delivery, Map<String, List<Map<String, Object>>> sets) {
        List<String> copies = new ArrayList<>();
        sets.forEach((guid, rows) -> copies.addAll(keep(delivery, guid, rows)));
        if (delivery.manifest().backupSetGuid() == null) {
            name(delivery, sets);
        }
        begin(delivery);
        return copies;
    }

    /** Sets that were to be restored from these files, as SQL Server sees them, and are not yet. */
    void forget(String migration, Collection<String> files) {
        record Kept(String id, String headers) {}
        journal.sql()
                .sql("SELECT id, headers FROM backup_set WHERE migration = ? AND state = 'received'")
                .params(migration)
                .query(Kept.class)
                .list()
                .stream()
                .filter(set -> Headers.rows(set.headers()).stream().anyMatch(row -> files.contains(String.valueOf(row.get("File")))))
                .forEach(set -> journal.sql().sql("DELETE FROM backup_set WHERE migration = ? AND id = ?").params(migration, set.id()).update());
    }

    /** What the source could not name it hears of under its own id: the newest set stands for the files. */
    private void name(Landing.Delivery delivery, Map<String, List<Map<String, Object>>> sets) {
        String newest = sets.entrySet().stream()
                .max(java.util.Comparator.comparing(set -> lastLsn(set.getValue().get(0))))
                .orElseThrow()
                .getKey();
        journal.sql()
                .sql("UPDATE delivery SET set_id = ? WHERE migration = ? AND id = ?")
                .params(newest, delivery.migration(), delivery.manifest().id())
                .update();
    }

    private static java.math.BigDecimal lastLsn(Map<String, Object> row) {
        java.math.BigDecimal lsn = Types.lsn(row.get("LastLSN"));
        return lsn == null ? java.math.BigDecimal.ZERO : lsn;
    }

    /** The first set begins the attempt that the source is in; after a backout that is the next one. */
    private void begin(Landing.Delivery delivery) {
        String migration = delivery.migration();
        Phase phase = journal.phases().of(migration).phase();
        if (phase == Phase.BACKED_OUT && delivery.manifest().attempt() > journal.phases().attempt(migration)) {
            journal.phases().nextAttempt(migration);
        } else if (phase == Phase.PREPARING) {
            journal.phases().move(migration, Phase.PREPARING, Phase.SEEDING, null);
        }
    }

    private List<String> keep(Landing.Delivery delivery, String guid, List<Map<String, Object>> rows) {
        Optional<String> before = journal.sql()
                .sql("SELECT headers FROM backup_set WHERE migration = ? AND id = ?")
                .params(delivery.migration(), guid)
                .query(String.class)
                .optional();
        List<Map<String, Object>> all = new ArrayList<>(before.map(Headers::rows).orElseGet(List::of));
        all.removeIf(row -> rows.stream().anyMatch(mine -> mine.get("File").equals(row.get("File"))));
        all.addAll(rows);
        Map<String, Object> row = rows.get(0);
        boolean tail = delivery.manifest().tail() && guid.equalsIgnoreCase(delivery.manifest().backupSetGuid());
        if (before.isPresent()) {
            journal.sql()
                    .sql("UPDATE backup_set SET headers = ?, tail = tail OR ?, changed = ? WHERE migration = ? AND id = ?")
                    .params(Json.text(all), tail, journal.now(), delivery.migration(), guid)
                    .update();
        } else {
            journal.sql()
                    .sql("INSERT INTO backup_set (migration, id, type, first_lsn, last_lsn, tail, headers, state, found, changed) VALUES (?, ?, ?, ?, ?, ?, ?, 'received', ?, ?)")
                    .params(java.util.Arrays.asList(
                            delivery.migration(), guid, Types.of(row.get("BackupType")), Types.lsn(row.get("FirstLSN")), Types.lsn(row.get("LastLSN")), tail,
                            Json.text(all), journal.now(), journal.now()))
                    .update();
        }
        Set<Object> mine = rows.stream().map(one -> one.get("File")).collect(Collectors.toSet());
        List<String> copies = BackupSets.fromHeaders(all).duplicates().stream()
                .filter(copy -> mine.contains(copy.file()) || mine.contains(copy.kept()))
                .map(BackupSets.Duplicate::sentence)
                .toList();
        copies.forEach(copy -> journal.events().happened(delivery.migration(), guid, "receive.copy", copy, null, null));
        return copies;
    }
}
