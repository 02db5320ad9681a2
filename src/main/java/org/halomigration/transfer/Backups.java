package org.halomigration.transfer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.halomigration.backup.TailName;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.BackupFiles.SeenFile;

/**
 * What the backup directories hold for a migration: the bean {@code backups} of the collect route. Which set a file belongs to is what
 * the source's msdb says; without a login each file is a delivery of its own, and the target's headers name it.
 */
public final class Backups {
    private static final Set<String> ENDINGS = Set.of("bak", "trn", "dif", "diff", "full", "log", "bkp", "bck");

    /** How many times longer a file must stay unchanged where a login is given and msdb does not know it. */
    private static final int UNKNOWN_TO_MSDB = 30;

    private static final String UNDO = ".undo";

    private final Journal journal;
    private final BackupFiles files;
    private final Queue queue;

    public Backups(Journal journal, Receipts receipts) {
        this.journal = journal;
        this.files = new BackupFiles(journal);
        this.queue = new Queue(journal, receipts);
    }

    /**
     * One look into the directories.
     *
     * @param sets the sets that msdb knows and whose files are all here, as header rows by BackupSetGUID
     * @param overwritten sets that msdb still lists and whose files a later backup was written over
     * @param unknown files that msdb was not asked about yet, or that it does not know as this database's
     */
    public record Look(List<SeenFile> files, Map<String, List<Map<String, Object>>> sets, Map<String, List<SeenFile>> stripes, Set<String> overwritten, List<SeenFile> unknown, boolean login) {}

    /** @param rows of list-backup-sets.sql; null where there is no login */
    public Look look(Migration migration, List<Map<String, Object>> rows) {
        List<SeenFile> seen = files.look(migration.name(), migration.source().backups());
        Map<String, SeenFile> byPath = new HashMap<>();
        Map<String, List<SeenFile>> byName = new HashMap<>();
        for (SeenFile file : seen) {
            byPath.put(key(file.asSqlServerSeesIt()), file);
            byName.computeIfAbsent(file.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>()).add(file);
        }
        Map<String, List<Map<String, Object>>> sets = new LinkedHashMap<>();
        Map<String, List<SeenFile>> stripes = new LinkedHashMap<>();
        Set<SeenFile> known = new LinkedHashSet<>();
        Map<String, List<Map<String, Object>>> recorded = bySet(rows == null ? List.of() : rows);
        Set<String> overwritten = new HashSet<>(recorded.keySet());
        for (List<Map<String, Object>> set : withoutOverwritten(recorded.values())) {
            String guid = guid(set.get(0));
            overwritten.remove(guid);
            List<SeenFile> mine = new ArrayList<>();
            boolean written = true;
            for (Map<String, Object> row : set) {
                String device = String.valueOf(row.get("PhysicalDeviceName"));
                SeenFile file = find(byPath, byName, device);
                if (file != null && file.size() > 0) {
                    mine.add(file);
                    // Of a copy msdb knows nothing: it may still be copied.
                    written &= byPath.containsKey(key(device)) || settled(migration, file);
                }
            }
            known.addAll(mine);
            // It was empty, or looked like something else, while it was being written.
            mine.forEach(file -> journal.findings().end(migration.name(), "collect", file.path().toString()));
            if (!written) {
                continue;
            }
            if (mine.size() == set.size()) {
                sets.put(guid, set);
                stripes.put(guid, mine);
                journal.findings().end(migration.name(), "collect", guid);
            } else if (!mine.isEmpty()) {
                stripeMissing(migration, guid, set, mine);
            }
        }
        List<SeenFile> unknown = seen.stream().filter(file -> !known.contains(file) && file.verdict() == null).toList();
        return new Look(seen, sets, stripes, overwritten, unknown, rows != null);
    }

    private void stripeMissing(Migration migration, String guid, List<Map<String, Object>> set, List<SeenFile> mine) {
        Set<String> here = mine.stream().map(file -> file.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        String missing = set.stream()
                .filter(row -> !here.contains(name(String.valueOf(row.get("PhysicalDeviceName")))))
                .map(row -> "stripe " + row.get("FamilySequenceNumber") + " of " + set.size() + " (" + row.get("PhysicalDeviceName") + ")")
                .collect(Collectors.joining(", "));
        journal.findings()
                .record(
                        migration.name(),
                        new Finding(
                                "collect",
                                guid,
                                Finding.Severity.WARNING,
                                "Backup set " + guid + " is not complete: " + missing + " is not in the backup directories.",
                                "Add the directory that holds it to source.backups. The set is sent when it is complete.",
                                "customer"));
    }

    /**
     * Judges a file that msdb does not know as a backup of this database.
     *
     * @param owners rows of find-backup-file.sql: whose backup it is; null where there is no login
     */
    public void unknown(Migration migration, SeenFile file, List<Map<String, Object>> owners) {
        String name = migration.name();
        String subject = file.path().toString();
        if (file.name().endsWith(UNDO)) {
            // SQL Server's own, of a tail that was taken WITH STANDBY.
            files.judge(name, file, "undo-file");
            return;
        }
        if (file.size() == 0) {
            warn(name, subject, file.name() + " is empty; expected a backup.", "It is looked at again when it changes. If it stays so, the backup job failed.");
            return;
        }
        if (!settled(migration, file)) {
            return;
        }
        if (owners != null && !owners.isEmpty()) {
            String databases = owners.stream().map(row -> String.valueOf(row.get("DatabaseName"))).sorted().collect(Collectors.joining(", "));
            files.judge(name, file, "other-database");
            journal.findings()
                    .record(
                            name,
                            new Finding(
                                    "collect",
                                    "database " + databases,
                                    Finding.Severity.OK,
                                    "Backups of " + databases + " are in the directories too and are not sent; this migration takes " + migration.source().database() + ".",
                                    null,
                                    null));
            return;
        }
        if (!ENDINGS.contains(ending(file.name()))) {
            files.judge(name, file, "not-a-backup");
            warn(name, subject, file.name() + " is not sent: " + (owners == null ? "" : "msdb does not know it, and ") + "it is not named like a backup (." + String.join(", .", ENDINGS.stream().sorted().toList()) + ").",
                    "Rename it if it is one.");
            return;
        }
        if (owners != null && Duration.between(file.since(), journal.now()).compareTo(migration.source().settle().multipliedBy(UNKNOWN_TO_MSDB)) < 0) {
            // msdb knows a backup only when it is finished, and a file that is being written may look unchanged for a while.
            return;
        }
        journal.findings().end(name, "collect", subject);
        files.judge(name, file, "queued");
        String id = UUID.nameUUIDFromBytes((subject + "|" + file.size() + "|" + file.modified().toInstant()).getBytes(StandardCharsets.UTF_8)).toString().toUpperCase(Locale.ROOT);
        queue.forgetFormer(name, file);
        queue.add(migration, id, "unknown", List.of(), List.of(file), false);
    }

    private boolean settled(Migration migration, SeenFile file) {
        return Duration.between(file.since(), journal.now()).compareTo(migration.source().settle()) >= 0;
    }

    private void warn(String migration, String subject, String detail, String advice) {
        journal.findings().record(migration, new Finding("collect", subject, Finding.Severity.WARNING, detail, advice, "customer"));
    }

    /** Queues what the chain on the target needs next of the sets that are known. */
    public void queue(Migration migration, Look look) {
        if (!look.login()) {
            journal.findings()
                    .record(
                            migration.name(),
                            new Finding(
                                    "login",
                                    "source",
                                    Finding.Severity.WARNING,
                                    "source.sql is not given: every file in the backup directories is sent, and the target's headers tell what it is.",
                                    "Cutover, backout and the checks of the source need a login on " + migration.source().database() + ".",
                                    "customer"));
            return;
        }
        queue.forgetOverwritten(migration.name(), look.overwritten());
        queue.refresh(migration.name(), look.files());
        String tail = TailName.of(migration.name(), journal.phases().attempt(migration.name()));
        queue.plan(migration, look.sets(), look.stripes(), tail);
        if (queue.anyFound(migration.name())) {
            journal.phases().nextAttempt(migration.name());
        }
    }

    private static String guid(Map<String, Object> row) {
        return String.valueOf(row.get("BackupSetGUID")).toUpperCase(Locale.ROOT);
    }

    private static Map<String, List<Map<String, Object>>> bySet(List<Map<String, Object>> rows) {
        Map<String, List<Map<String, Object>>> sets = new LinkedHashMap<>();
        rows.forEach(row -> sets.computeIfAbsent(guid(row), guid -> new ArrayList<>()).add(row));
        return sets;
    }

    /**
     * Those whose files were not written anew since: msdb keeps the rows of a set that a later backup WITH INIT has overwritten, and sent
     * as that set the file would be refused again and again. Sets come in the order they were taken.
     */
    private static List<List<Map<String, Object>>> withoutOverwritten(Collection<List<Map<String, Object>>> sets) {
        Map<String, Integer> begunAnew = new HashMap<>();
        List<List<Map<String, Object>>> all = new ArrayList<>(sets);
        for (int i = 0; i < all.size(); i++) {
            for (Map<String, Object> row : all.get(i)) {
                if (row.get("Position") instanceof Number position && position.intValue() == 1) {
                    begunAnew.put(key(String.valueOf(row.get("PhysicalDeviceName"))), i);
                }
            }
        }
        List<List<Map<String, Object>>> standing = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int at = i;
            if (all.get(i).stream().allMatch(row -> begunAnew.getOrDefault(key(String.valueOf(row.get("PhysicalDeviceName"))), 0) <= at)) {
                standing.add(all.get(i));
            }
        }
        return standing;
    }

    /** The file at that path; else the only one of that name, where the directory is a copy of the one SQL Server writes to. */
    private static SeenFile find(Map<String, SeenFile> byPath, Map<String, List<SeenFile>> byName, String device) {
        SeenFile file = byPath.get(key(device));
        if (file != null) {
            return file;
        }
        List<SeenFile> named = byName.getOrDefault(name(device), List.of());
        return named.size() == 1 ? named.get(0) : null;
    }

    private static String key(String path) {
        return path.replace('/', '\\').toLowerCase(Locale.ROOT);
    }

    private static String name(String device) {
        String key = key(device);
        return key.substring(key.lastIndexOf('\\') + 1);
    }

    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
