package org.halomigration.restore;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;

/** What was restored, and what the server says became of it: the bean {@code restores}. */
public final class Restores {
    private final Journal journal;

    public Restores(Journal journal) {
        this.journal = journal;
    }

    /**
     * A RESTORE is about to run.
     *
     * @param history rows of restore-history.sql from before it: only a later one proves this run
     */
    public void begin(Migration migration, Step step, List<Map<String, Object>> history) {
        String name = migration.name();
        journal.sql()
                .sql("INSERT INTO restore (migration, attempt, database_name, set_id, type, statement, started, history) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        name,
                        journal.phases().attempt(name),
                        migration.target().database(),
                        step.setId(),
                        step.type(),
                        "restore-" + step.type(),
                        journal.now(),
                        newest(history))
                .update();
        journal.events().happened(name, step.setId(), "restore.started", "restoring " + step.type() + " " + step.setId(), null, null);
    }

    /**
     * The server is the judge: the set counts as restored when msdb has a later row for it and the database stands where it should, on a
     * connection made after the call, whatever the call returned.
     *
     * @param failure what the call threw, or null
     * @throws Exception that failure, when the server does not say that the set is restored
     */
    public void settle(Migration migration, Step step, List<Map<String, Object>> position, List<Map<String, Object>> history, Exception failure) throws Exception {
        String name = migration.name();
        record Open(long id, OffsetDateTime started, long history) {}
        Open open = journal.sql()
                .sql("SELECT id, started, history FROM restore WHERE migration = ? AND set_id = ? AND ended IS NULL ORDER BY id DESC LIMIT 1")
                .params(name, step.setId())
                .query(Open.class)
                .single();
        BigDecimal redo = redo(position);
        boolean proven = proven(step.setId(), open.history(), history);
        boolean reached = redo == null || step.lastLsn() == null || redo.compareTo(step.lastLsn()) >= 0;
        long millis = Duration.between(open.started(), journal.now()).toMillis();
        if (proven && reached) {
            journal.together(() -> {
                succeeded(name, open.id(), step.setId(), redo);
                journal.findings().end(name, "restore", step.setId());
                journal.events()
                        .happened(name, step.setId(), "restore.done", "restored " + step.type() + " " + step.setId() + ", now at LSN " + redo, millis, null);
                return open;
            });
            return;
        }
        String state = position.isEmpty() ? "absent" : String.valueOf(position.get(0).get("state_desc"));
        Exception cause = failure != null
                ? failure
                : new IllegalStateException("RESTORE of " + step.type() + " " + step.setId() + " returned, but " + migration.target().database() + " is " + state + " at LSN " + redo
                        + " and msdb has no row for it; expected LSN " + step.lastLsn() + ". Not counted as done.");
        end(open.id(), "failed", redo, cause.getMessage());
        journal.events().happened(name, step.setId(), "restore.failed", "restore of " + step.type() + " " + step.setId() + " failed: " + cause.getMessage(), millis, null);
        throw cause;
    }

    /**
     * Runs that a stopped process left open, and those that were given up although the server went on with them: the server says which
     * of them succeeded all the same.
     *
     * @return whether one of them succeeded: then the position that was read with this history may be from before it
     */
    boolean settleInterrupted(Migration migration, List<Map<String, Object>> history) {
        record Run(long id, String setId, long history, boolean open) {}
        String name = migration.name();
        // Those that are open first: what was given up counts only where no other run of the set can have been it.
        List<Run> runs = journal.sql()
                .sql("SELECT id, set_id, history, ended IS NULL AS open FROM restore r WHERE migration = ? AND database_name = ? AND attempt = ? "
                        + "AND (ended IS NULL OR outcome <> 'succeeded') AND NOT EXISTS (SELECT 1 FROM restore s WHERE s.migration = r.migration AND "
                        + "s.database_name = r.database_name AND s.attempt = r.attempt AND s.set_id = r.set_id AND s.outcome = 'succeeded' AND s.id > r.id) "
                        + "ORDER BY open DESC, id")
                .params(name, migration.target().database(), journal.phases().attempt(name))
                .query(Run.class)
                .list();
        Set<String> found = new HashSet<>();
        for (Run run : runs) {
            boolean succeeded = proven(run.setId(), run.history(), history) && found.add(run.setId());
            if (!succeeded && !run.open()) {
                continue;
            }
            journal.together(() -> {
                if (succeeded) {
                    succeeded(name, run.id(), run.setId(), null);
                } else {
                    end(run.id(), "interrupted", null, "the process ended while it ran");
                }
                journal.events()
                        .happened(name, run.setId(), "restore.found", "an earlier run of " + run.setId() + (succeeded ? " had succeeded" : " was interrupted"), null, null);
                return run;
            });
        }
        return !found.isEmpty();
    }

    /**
     * The set whose restore was begun last and was cut off. A full that failed counts, too: where the database is in restore after it, it
     * had begun, and nothing else can follow.
     */
    Optional<String> cutOff(Migration migration) {
        return journal.sql()
                .sql("SELECT set_id FROM (SELECT * FROM restore WHERE migration = ? AND database_name = ? AND attempt = ? ORDER BY id DESC LIMIT 1) r "
                        + "WHERE (outcome = 'interrupted' OR outcome = 'failed' AND type = 'full') AND NOT EXISTS (SELECT 1 FROM restore s WHERE "
                        + "s.migration = r.migration AND s.database_name = r.database_name AND s.set_id = r.set_id AND s.outcome = 'succeeded' AND s.ended >= r.started)")
                .params(migration.name(), migration.target().database(), journal.phases().attempt(migration.name()))
                .query(String.class)
                .optional();
    }

    private void succeeded(String migration, long run, String setId, BigDecimal redo) {
        end(run, "succeeded", redo, null);
        journal.sql()
                .sql("UPDATE backup_set SET state = 'restored', reason = NULL, changed = ? WHERE migration = ? AND id = ?")
                .params(journal.now(), migration, setId)
                .update();
    }

    private void end(long id, String outcome, BigDecimal redo, String error) {
        journal.sql()
                .sql("UPDATE restore SET ended = ?, outcome = ?, position = ?, error = ? WHERE id = ?")
                .params(java.util.Arrays.asList(journal.now(), outcome, redo, error, id))
                .update();
    }

    private static boolean proven(String setId, long after, List<Map<String, Object>> history) {
        return history.stream()
                .anyMatch(row -> setId.equalsIgnoreCase(String.valueOf(row.get("BackupSetGUID"))) && id(row) > after);
    }

    private static long newest(List<Map<String, Object>> history) {
        return history.stream().mapToLong(Restores::id).max().orElse(0);
    }

    private static long id(Map<String, Object> row) {
        return ((Number) row.get("restore_history_id")).longValue();
    }

    private static BigDecimal redo(List<Map<String, Object>> position) {
        Object value = position.isEmpty() ? null : position.get(0).get("redo_start_lsn");
        return value == null ? null : new BigDecimal(value.toString());
    }
}
