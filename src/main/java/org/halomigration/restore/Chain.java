package org.halomigration.restore;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.Lsn;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.Planner;
import org.halomigration.backup.TargetState;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;

/** What is to be restored next: the bean {@code chain} of the restore route. */
public final class Chain {
    private final Journal journal;
    private final Restores restores;
    private final Headers headers;

    public Chain(Journal journal, Restores restores) {
        this.journal = journal;
        this.restores = restores;
        this.headers = new Headers(journal);
    }

    /**
     * The next step from where the server says the target is, or null when there is none now. Sets that are left out get their reason,
     * gaps become findings.
     *
     * @param position rows of restore-position.sql
     * @param history rows of restore-history.sql
     * @throws TaskFailed when a task that was submitted has failed
     */
    public Step next(Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> history) {
        String name = migration.name();
        if (restores.atWork(migration, history) || restores.settleInterrupted(migration, history)) {
            // The server is, or was, still at it: where it stands then is asked at the next look.
            return null;
        }
        Phase phase = journal.phases().of(name).phase();
        if (phase == Phase.VERIFYING || phase == Phase.LIVE || phase == Phase.BACKED_OUT || phase == Phase.AFTERCARE || phase == Phase.CLOSED) {
            return null;
        }
        List<BackupSet> sets = sets(migration);
        if (sets.isEmpty()) {
            return null;
        }
        TargetState state = state(migration, position);
        Optional<Plan.Step> again = again(migration, sets, state);
        if (again.isPresent()) {
            return step(migration, again.get());
        }
        Plan plan = Planner.plan(sets, state, PlanOptions.forDatabase(migration.source().database()));
        tell(migration, plan, state, phase);
        if (plan.steps().isEmpty()) {
            if (restored(name) > 0) {
                journal.phases().move(name, Phase.SEEDING, Phase.STANDING_BY, null);
            }
            return null;
        }
        return step(migration, plan.steps().get(0));
    }

    /**
     * The set whose restore was cut off, if there is one: SQL Server takes no other before it (4319), and after a full that was cut off
     * the database stands nowhere, whatever position it gives.
     */
    private Optional<Plan.Step> again(Migration migration, List<BackupSet> sets, TargetState state) {
        if (!state.takesMore()) {
            return Optional.empty();
        }
        PlanOptions options = PlanOptions.forDatabase(migration.source().database());
        return restores.cutOff(migration).flatMap(id -> {
            List<BackupSet> one = sets.stream().filter(set -> id(set).equals(id)).toList();
            boolean full = one.stream().anyMatch(set -> set.type() == BackupType.FULL);
            return Planner.plan(one, full ? TargetState.absent(state.name()) : state, options).steps().stream().findFirst().map(Plan.Step::withRestart);
        });
    }

    /** The steps that make a copy of all that has landed, from nothing, under another name; empty while no full backup is usable. */
    public List<Step> copy(Migration migration, String database) {
        return Planner.plan(sets(migration), TargetState.absent(database), PlanOptions.forDatabase(migration.source().database())).steps().stream()
                .map(step -> step(values(database), step))
                .toList();
    }

    private List<BackupSet> sets(Migration migration) {
        return BackupSets.fromHeaders(headers.bySet(migration.name()).values().stream().flatMap(List::stream).toList()).sets();
    }

    private Step step(Migration migration, Plan.Step step) {
        return step(values(migration), step);
    }

    private static Step step(Map<String, Object> database, Plan.Step step) {
        BackupSet set = step.set();
        Map<String, Object> values = new HashMap<>(database);
        values.putAll(StepValues.of((String) database.get("database"), step, List.of()));
        values.put("set", id(set));
        values.put("bytes", set.backupSize());
        return new Step(id(set), step.type().word(), set.lastLsn() == null ? null : new BigDecimal(set.lastLsn().value()), values);
    }

    /** Adds where the data files go: a full backup brings paths of the source's disks. @param fileList rows of RESTORE FILELISTONLY */
    public void place(Migration migration, Step step, List<Map<String, Object>> fileList) {
        step.values()
                .put(
                        "moves",
                        MoveMap.of(fileList, fileStem(migration), migration.target().dataDirectory(), migration.target().logDirectory()));
    }

    /** A database that was backed out keeps its files under another database name, so those of a later attempt have names of their own. */
    private String fileStem(Migration migration) {
        return MoveMap.stem(migration.target().database(), journal.phases().attempt(migration.name()));
    }

    /** What every statement on the target database needs. */
    public Map<String, Object> values(Migration migration) {
        return values(migration.target().database());
    }

    /** The same for a copy of it. */
    public Map<String, Object> values(String database) {
        return Map.of("database", database, "lock", "halo-migration/" + database);
    }

    private TargetState state(Migration migration, List<Map<String, Object>> position) {
        String database = migration.target().database();
        boolean nothing = !position.isEmpty() && nothingButOurInterruptedFull(migration, position.get(0));
        return nothing ? TargetState.absent(database) : state(database, position);
    }

    /** What the server says of the target database. @param position rows of restore-position.sql; none where there is no such database */
    public static TargetState state(String database, List<Map<String, Object>> position) {
        if (position.isEmpty()) {
            return TargetState.absent(database);
        }
        Map<String, Object> row = position.get(0);
        String redo = text(row, "redo_start_lsn");
        return new TargetState(
                database,
                TargetState.State.parse(text(row, "state_desc")),
                redo == null ? null : Lsn.parse(redo),
                uuid(row, "redo_start_fork_guid"),
                uuid(row, "differential_base_guid"),
                uuid(row, "family_guid"));
    }

    /**
     * A full that was cut off leaves a RESTORING database without a position. If it was ours, and nothing was restored to it before, the
     * same RESTORE may be run again over it.
     */
    private boolean nothingButOurInterruptedFull(Migration migration, Map<String, Object> row) {
        if (!"RESTORING".equals(row.get("state_desc")) || row.get("redo_start_lsn") != null) {
            return false;
        }
        List<String> runs = journal.sql()
                .sql("SELECT type || ' ' || outcome FROM restore WHERE migration = ? AND attempt = ? AND database_name = ? ORDER BY id")
                .params(migration.name(), journal.phases().attempt(migration.name()), migration.target().database())
                .query(String.class)
                .list();
        return !runs.isEmpty() && runs.stream().allMatch(run -> run.equals("full interrupted") || run.equals("full failed"));
    }

    private static UUID uuid(Map<String, Object> row, String column) {
        String value = text(row, column);
        return value == null ? null : UUID.fromString(value);
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? null : value.toString();
    }

    private void tell(Migration migration, Plan plan, TargetState state, Phase phase) {
        String name = migration.name();
        for (Plan.LeftOut out : plan.leftOut()) {
            journal.sql()
                    .sql("UPDATE backup_set SET state = 'left-out', reason = ?, changed = ? WHERE migration = ? AND id = ? AND state <> 'restored' AND COALESCE(reason, '') <> ?")
                    .params(out.sentence(), journal.now(), name, id(out.set()), out.sentence())
                    .update();
        }
        plan.steps().forEach(step -> journal.sql()
                .sql("UPDATE backup_set SET state = 'received', reason = NULL, changed = ? WHERE migration = ? AND id = ? AND state = 'left-out'")
                .params(journal.now(), name, id(step.set()))
                .update());
        Set<String> still = new HashSet<>();
        for (Plan.Gap gap : plan.gaps()) {
            if (gap.bridgedBy() != null) {
                continue;
            }
            String subject = gap.fromLsn() + " to " + gap.toLsn();
            still.add(subject);
            journal.findings()
                    .record(
                            name,
                            new Finding(
                                    "chain",
                                    subject,
                                    Finding.Severity.WARNING,
                                    gap.sentence(),
                                    "Send the log backups in between, or a new differential. What is there is kept and waits.",
                                    "customer"));
        }
        boolean shut = state.state() != TargetState.State.ABSENT && (!state.takesMore() || state.redoStartLsn() == null);
        if (shut && phase != Phase.CUTTING_OVER) {
            still.add(state.name());
            journal.findings()
                    .record(
                            name,
                            new Finding("chain", state.name(), Finding.Severity.FAILED, plan.why(), "Nothing of it is overwritten. What has arrived waits, and is restored once that can be.", "host"));
        }
        journal.findings().endOthers(name, "chain", still);
    }

    private long restored(String migration) {
        return journal.sql().sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'restored'").params(migration).query(Long.class).single();
    }

    private static String id(BackupSet set) {
        return set.guid().toString().toUpperCase(Locale.ROOT);
    }
}
