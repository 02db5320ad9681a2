package org.halomigration.restore;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.Lsn;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.Planner;
import org.halomigration.backup.TargetState;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;

/** What is to be restored next: the bean {@code chain} of the restore route. */
public final class Chain {
    private final Journal journal;
    private final Restores restores;
    private final HeldRestores held;
    private final Headers headers;
    private final ChainFindings findings;

    public Chain(Journal journal, Restores restores, HeldRestores held) {
        this.journal = journal;
        this.restores = restores;
        this.held = held;
        this.headers = new Headers(journal);
        this.findings = new ChainFindings(journal);
    }

    /**
     * The next step from where the server says the target is, or null when there is none now. Sets that are left out get their reason,
     * gaps become findings.
     *
     * @param position rows of restore-position.sql
     * @param history rows of restore-history.sql
     * @param server rows of server-properties.sql
     * @throws TaskFailed when a task that was submitted has failed
     * @throws RestoreHeld when the next step has failed, and would fail the same way again
     */
    public Step next(Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> history, List<Map<String, Object>> server) {
        String name = migration.name();
        if (restores.atWork(migration, history) || restores.settleInterrupted(migration, position, history)) {
            // The server is, or was, still at it: where it stands then is asked at the next look.
            return null;
        }
        Phase phase = journal.phases().of(name).phase();
        if (phase == Phase.VERIFYING || phase == Phase.LIVE || phase == Phase.BACKED_OUT || phase == Phase.AFTERCARE || phase == Phase.CLOSED) {
            return null;
        }
        BackupSets read = read(migration);
        List<BackupSet> sets = read.sets();
        if (sets.isEmpty() && read.unusable().isEmpty()) {
            return null;
        }
        TargetState state = state(migration, position);
        PlanOptions options = options(migration, server);
        Optional<Plan.Step> again = again(migration, sets, state, options);
        if (again.isPresent()) {
            return step(migration, again.get(), position);
        }
        Plan plan = Planner.plan(sets, state, options);
        findings.tell(migration, plan, state, read, phase);
        if (plan.steps().isEmpty()) {
            // A database that is gone, or was renamed in a backout, stands by for nothing, whatever was once restored to it.
            if (restored(name) > 0 && state.takesMore()) {
                journal.phases().move(name, Phase.SEEDING, Phase.STANDING_BY, null);
            }
            return null;
        }
        return step(migration, plan.steps().get(0), position);
    }

    /**
     * What the planner may use: backups of the source database that the target's version can take.
     *
     * @param server rows of server-properties.sql
     */
    public static PlanOptions options(Migration migration, List<Map<String, Object>> server) {
        Integer version = server.stream().map(row -> row.get("ProductMajorVersion")).filter(Number.class::isInstance).map(number -> ((Number) number).intValue()).findFirst().orElse(null);
        return PlanOptions.of(migration).withTargetMajorVersion(version);
    }

    /**
     * The set whose restore was cut off, if there is one: SQL Server takes no other before it (4319), and after a full that was cut off
     * the database stands nowhere, whatever position it gives.
     */
    private Optional<Plan.Step> again(Migration migration, List<BackupSet> sets, TargetState state, PlanOptions options) {
        if (!state.takesMore()) {
            return Optional.empty();
        }
        return restores.cutOff(migration).flatMap(id -> {
            List<BackupSet> one = sets.stream().filter(set -> id(set).equals(id)).toList();
            boolean full = one.stream().anyMatch(set -> set.type() == BackupType.FULL);
            return Planner.plan(one, full ? TargetState.absent(state.name()) : state, options).steps().stream().findFirst().map(Plan.Step::withRestart);
        });
    }

    /** The steps that make a copy of all that has landed, from nothing, under another name; empty while no full backup is usable. */
    public List<Step> copy(Migration migration, String database) {
        return Planner.plan(read(migration).sets(), TargetState.absent(database), PlanOptions.of(migration)).steps().stream()
                .map(step -> step(values(database), step))
                .toList();
    }

    private BackupSets read(Migration migration) {
        return BackupSets.fromHeaders(headers.bySet(migration.name()).values().stream().flatMap(List::stream).toList());
    }

    private Step step(Migration migration, Plan.Step step, List<Map<String, Object>> position) {
        held.check(migration, id(step.set()), position);
        return step(values(migration), step);
    }

    private static Step step(Map<String, Object> database, Plan.Step step) {
        BackupSet set = step.set();
        Map<String, Object> values = new HashMap<>(database);
        values.putAll(StepValues.of((String) database.get("database"), step, List.of()));
        values.put("set", id(set));
        values.put("bytes", set.backupSize());
        return new Step(id(set), step.type().word(), set.lastLsn() == null ? null : new BigDecimal(set.lastLsn().value()), step.note(), values);
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

    private long restored(String migration) {
        return journal.sql().sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'restored'").params(migration).query(Long.class).single();
    }

    /** As the journal names it. */
    static String id(BackupSet set) {
        return set.guid().toString().toUpperCase(Locale.ROOT);
    }
}
