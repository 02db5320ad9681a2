package org.halomigration.transfer;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.Lsn;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanFindings;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.Planner;
import org.halomigration.backup.TargetState;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.BackupFiles.SeenFile;

/** Decides which of the sets on the source are sent, and puts their files in line. */
final class Queue {
    private final Journal journal;
    private final Receipts receipts;

    Queue(Journal journal, Receipts receipts) {
        this.journal = journal;
        this.receipts = receipts;
    }

    /**
     * Queues the sets that bring the target from where it stands to the highest LSN that the sets reach. A full backup that has been
     * queued is not exchanged for a later one as long as the chain on it goes as far: hours of upload would be wasted.
     *
     * @param here header rows of the sets whose files are all here, by BackupSetGUID
     * @param tail the name under which this attempt's tail was taken
     */
    void plan(Migration migration, Map<String, List<Map<String, Object>>> here, Map<String, List<SeenFile>> stripes, String tail) {
        String name = migration.name();
        Map<String, List<Map<String, Object>>> sets = new LinkedHashMap<>(here);
        sets.keySet().removeAll(refused(name, stripes));
        List<Map<String, Object>> rows = sets.values().stream().flatMap(List::stream).toList();
        BackupSets read = BackupSets.fromHeaders(rows);
        List<BackupSet> known = read.sets();
        Set<String> queued = new HashSet<>(journal.sql()
                .sql("SELECT id FROM backup_set WHERE migration = ? AND state <> 'refused'")
                .params(name)
                .query(String.class)
                .list());
        // What a fenced target was before the fence, another stage may have answered after it: that database is out of the way now.
        boolean fenced = journal.phases().of(name).phase() == Phase.BACKED_OUT;
        TargetState target = receipts.position(name).map(Queue::state).filter(state -> !fenced || state.state() != TargetState.State.ONLINE).orElseGet(() -> TargetState.absent(migration.source().database()));
        PlanOptions options = PlanOptions.of(migration);
        Plan all = Planner.plan(known, target, options);
        List<BackupSet> begun = known.stream().filter(set -> set.type() != BackupType.FULL || queued.contains(id(set))).toList();
        Plan onBegun = begun.size() == known.size() ? all : Planner.plan(begun, target, options);
        boolean asFar = onBegun.reachedLsn() != null && (all.reachedLsn() == null || !onBegun.reachedLsn().isBefore(all.reachedLsn()));
        Plan plan = asFar ? onBegun : all;
        journal.findings().answered(name, PlanFindings.CHECK, PlanFindings.of(plan, target, read.unusable()));
        for (Plan.Step step : Stream.concat(plan.steps().stream(), anew(known, plan, target.name(), options)).toList()) {
            String id = id(step.set());
            if (!queued.contains(id)) {
                boolean isTail = sets.get(id).stream().anyMatch(row -> tail.equals(row.get("BackupName")));
                add(migration, id, step.type().word(), sets.get(id), stripes.get(id), isTail);
            }
        }
    }

    /** Refused sets whose files are still those that the target refused: sent again they would be refused again. */
    private Set<String> refused(String migration, Map<String, List<SeenFile>> stripes) {
        record Sent(String setId, String path, long size, OffsetDateTime modified) {
            boolean is(SeenFile file) {
                return file.path().toString().equals(path) && file.size() == size && file.modified().isEqual(modified);
            }
        }
        Map<String, Boolean> unchanged = journal.sql()
                .sql("SELECT t.set_id, t.path, t.size, t.modified FROM transfer t JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id WHERE t.migration = ? AND s.state = 'refused'")
                .params(migration)
                .query(Sent.class)
                .list()
                .stream()
                .collect(Collectors.toMap(Sent::setId, sent -> stripes.getOrDefault(sent.setId(), List.of()).stream().anyMatch(sent::is), Boolean::logicalAnd));
        unchanged.values().removeIf(same -> !same);
        return unchanged.keySet();
    }

    /** Where the source was restored and went on from there, nothing ever continues the target: what it can begin anew with is sent, for when its database is dropped. */
    private static Stream<Plan.Step> anew(List<BackupSet> known, Plan plan, String database, PlanOptions options) {
        boolean forked = plan.brokenChain() && plan.leftOut().stream().anyMatch(out -> out.reason() == Plan.Reason.FORK && out.set().lastLsn().isAfter(plan.reachedLsn()));
        if (!forked) {
            return Stream.empty();
        }
        Plan anew = Planner.plan(known, TargetState.absent(database), options);
        return anew.reachedLsn() != null && anew.reachedLsn().isAfter(plan.reachedLsn()) ? anew.steps().stream() : Stream.empty();
    }

    private static String id(BackupSet set) {
        return set.guid().toString().toUpperCase(Locale.ROOT);
    }

    private static TargetState state(Receipt.Position position) {
        return new TargetState(
                position.database(),
                TargetState.State.parse(position.state()),
                position.redoStartLsn() == null ? null : Lsn.parse(position.redoStartLsn()),
                uuid(position.redoStartForkGuid()),
                uuid(position.differentialBaseGuid()),
                uuid(position.familyGuid()));
    }

    private static UUID uuid(String text) {
        return text == null ? null : UUID.fromString(text);
    }

    /** Puts a set and its files in line, all or nothing. */
    void add(Migration migration, String id, String type, List<Map<String, Object>> headers, List<SeenFile> stripes, boolean tail) {
        String name = migration.name();
        OffsetDateTime now = journal.now();
        Map<String, Object> header = headers.isEmpty() ? Map.of() : headers.get(0);
        // Before the set can be seen: its manifest tells the target which attempt it begins.
        journal.phases().nextAttempt(name);
        journal.together(() -> {
            journal.sql().sql("DELETE FROM transfer WHERE migration = ? AND set_id = ? AND EXISTS (SELECT 1 FROM backup_set s WHERE s.migration = ? AND s.id = ? AND s.state = 'refused')")
                    .params(name, id, name, id)
                    .update();
            journal.sql().sql("DELETE FROM backup_set WHERE migration = ? AND id = ? AND state = 'refused'").params(name, id).update();
            int rows = journal.sql()
                    .sql("INSERT INTO backup_set (migration, id, type, first_lsn, last_lsn, tail, headers, state, found, changed) "
                            + "SELECT ?, ?, ?, ?, ?, ?, ?, 'found', ?, ? WHERE NOT EXISTS (SELECT 1 FROM backup_set WHERE migration = ? AND id = ?)")
                    .params(Arrays.asList(
                            name, id, type, Types.lsn(header.get("FirstLSN")), Types.lsn(header.get("LastLSN")), tail, Json.text(headers), now, now, name, id))
                    .update();
            if (rows == 1) {
                for (int i = 0; i < stripes.size(); i++) {
                    transfer(name, id, i + 1, stripes.get(i));
                }
                journal.events().happened(name, id, "collect.found", "found " + (tail ? "the tail, a " : "") + type + " backup " + id + ": " + String.join(", ", stripes.stream().map(SeenFile::name).toList()), null, null);
                journal.phases().move(name, Phase.PREPARING, Phase.SEEDING, null);
            }
            return rows == 1;
        });
    }

    private void transfer(String migration, String setId, int sequence, SeenFile file) {
        record Landed(String landedName, String sha256, OffsetDateTime started, OffsetDateTime ended) {}
        List<Landed> same = journal.sql()
                .sql("SELECT landed_name, sha256, started, ended FROM transfer WHERE migration = ? AND path = ? AND size = ? AND modified = ? ORDER BY ended NULLS LAST LIMIT 1")
                .params(migration, file.path().toString(), file.size(), file.modified())
                .query(Landed.class)
                .list();
        Landed landed = same.isEmpty() ? new Landed(landedName(migration, setId, file), null, null, null) : same.get(0);
        journal.sql()
                .sql("INSERT INTO transfer (migration, set_id, sequence, path, size, modified, landed_name, sha256, bytes, attempts, started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)")
                .params(Arrays.asList(
                        migration, setId, sequence, file.path().toString(), file.size(), file.modified(), landed.landedName(), landed.sha256(),
                        landed.ended() == null ? 0 : file.size(), landed.started(), landed.ended()))
                .update();
    }

    /** SQL Server appends to a file that holds backups already: what waits to be sent is the file as it is now. */
    void refresh(String migration, List<SeenFile> files) {
        record Waiting(long id, String path, long size, OffsetDateTime modified) {}
        Map<String, SeenFile> now = new HashMap<>();
        files.forEach(file -> now.put(file.path().toString(), file));
        journal.sql()
                .sql("SELECT t.id, t.path, t.size, t.modified FROM transfer t JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id "
                        + "WHERE t.migration = ? AND t.ended IS NULL AND s.type <> 'unknown'")
                .params(migration)
                .query(Waiting.class)
                .list()
                .forEach(waiting -> {
                    SeenFile file = now.get(waiting.path());
                    if (file != null && (file.size() != waiting.size() || !file.modified().isEqual(waiting.modified()))) {
                        journal.sql()
                                .sql("UPDATE transfer SET size = ?, modified = ?, bytes = 0 WHERE id = ? AND ended IS NULL")
                                .params(file.size(), file.modified(), waiting.id())
                                .update();
                    }
                });
    }

    /** A file that msdb does not know is a set of its own as it is now: what it was before, and was not sent, is gone. */
    void forgetFormer(String migration, SeenFile file) {
        journal.together(() -> {
            List<String> former = journal.sql()
                    .sql("SELECT t.set_id FROM transfer t JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id "
                            + "WHERE t.migration = ? AND t.path = ? AND t.ended IS NULL AND s.type = 'unknown' AND s.state = 'found'")
                    .params(migration, file.path().toString())
                    .query(String.class)
                    .list();
            former.forEach(set -> forget(migration, set));
            return former.size();
        });
    }

    /** Sets that a later backup was written over before they were sent, or that were refused: their files are that one's now. */
    void forgetOverwritten(String migration, Set<String> overwritten) {
        journal.together(() -> {
            List<String> gone = journal.sql()
                    .sql("SELECT id FROM backup_set s WHERE migration = ? AND (state = 'refused' OR state = 'found' AND EXISTS "
                            + "(SELECT 1 FROM transfer t WHERE t.migration = s.migration AND t.set_id = s.id AND t.ended IS NULL))")
                    .params(migration)
                    .query(String.class)
                    .list()
                    .stream()
                    .filter(overwritten::contains)
                    .toList();
            for (String set : gone) {
                forget(migration, set);
                journal.findings().end(migration, "push", set);
                journal.events().happened(migration, set, "collect.overwritten", "backup set " + set + " is not sent: a later backup was written over its files", null, null);
            }
            return gone.size();
        });
    }

    private void forget(String migration, String set) {
        journal.sql().sql("DELETE FROM transfer WHERE migration = ? AND set_id = ?").params(migration, set).update();
        journal.sql().sql("DELETE FROM backup_set WHERE migration = ? AND id = ?").params(migration, set).update();
    }

    /** Its own name; where another file of that name was queued before, the set's id goes in between. */
    private String landedName(String migration, String setId, SeenFile file) {
        Integer taken = journal.sql()
                .sql("SELECT COUNT(*) FROM transfer WHERE migration = ? AND LOWER(landed_name) = LOWER(?)")
                .params(migration, file.name())
                .query(Integer.class)
                .single();
        if (taken == 0) {
            return file.name();
        }
        int dot = file.name().lastIndexOf('.');
        String stem = dot < 0 ? file.name() : file.name().substring(0, dot);
        String ending = dot < 0 ? "" : file.name().substring(dot);
        return stem + "." + setId + ending;
    }

    boolean anyFound(String migration) {
        return journal.sql().sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'found'").params(migration).query(Integer.class).single() > 0;
    }
}
