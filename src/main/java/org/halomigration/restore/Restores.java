package org.halomigration.restore;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;

/** What was restored, and what the server says became of it: the bean {@code restores}. */
public final class Restores {
    private final Journal journal;
    private final HeldRestores held;
    /** What was said last of the task that runs, by migration. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    /** A run that is open, or was given up. */
    private record Run(long id, String setId, String type, OffsetDateTime started, long history, boolean open) {}

    public Restores(Journal journal, HeldRestores held) {
        this.journal = journal;
        this.held = held;
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
        journal.events().happened(name, step.setId(), "restore.started", "restoring " + step.type() + " " + step.setId() + (step.note() == null ? "" : ". " + step.note()), null, null);
    }

    /**
     * The server is the judge: the set counts as restored when msdb has a later row for it and the database stands where it should, on a
     * connection made after the call, whatever the call returned.
     *
     * @param failure what the call threw, or null
     * @throws RestoreHeld when the server does not say that the set is restored, and it would fail the same way again
     * @throws Exception the failure, when it may succeed another time
     */
    public void settle(Migration migration, Step step, List<Map<String, Object>> position, List<Map<String, Object>> history, Exception failure) throws Exception {
        String name = migration.name();
        record Open(long id, OffsetDateTime started, long history) {}
        Open open = journal.sql()
                .sql("SELECT id, started, history FROM restore WHERE migration = ? AND set_id = ? AND ended IS NULL ORDER BY id DESC LIMIT 1")
                .params(name, step.setId())
                .query(Open.class)
                .single();
        if (history.stream().anyMatch(row -> isLater(row, step.setId(), open.history()) && Tasks.unfinished(row))) {
            // Submitted; what becomes of it is looked at again.
            return;
        }
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
                : failed(step.setId(), open.history(), history).map(Exception.class::cast).orElseGet(() -> new IllegalStateException("RESTORE of " + step.type() + " " + step.setId() + " returned, but " + migration.target().database() + " is " + state + " at LSN " + redo
                        + " and the server has no record of it; expected LSN " + step.lastLsn() + ". Not counted as done."));
        end(open.id(), "failed", redo, cause.getMessage());
        journal.events().happened(name, step.setId(), "restore.failed", "restore of " + step.type() + " " + step.setId() + " failed: " + cause.getMessage(), millis, null);
        held.hold(migration, step.setId(), position, cause);
        throw cause;
    }

    /** The task of that set that ended otherwise than well. */
    private static Optional<TaskFailed> failed(String setId, long after, List<Map<String, Object>> history) {
        return history.stream().filter(row -> isLater(row, setId, after) && !Tasks.succeeded(row) && !Tasks.unfinished(row)).map(Tasks::failure).reduce((first, last) -> last);
    }

    /**
     * Whether the server says that it works on the database now, by a task that was submitted; then how far it is becomes known.
     *
     * @param history rows of restore-history.sql
     */
    boolean atWork(Migration migration, List<Map<String, Object>> history) {
        Optional<Map<String, Object>> task = history.stream().filter(Tasks::unfinished).findFirst();
        task.ifPresent(row -> {
            String text = "task %s (%s) is %s, %s %%".formatted(id(row), row.get("task_type"), row.get("lifecycle"), row.get("percent"));
            if (!text.equals(told.put(migration.name(), text))) {
                Object set = row.get("BackupSetGUID");
                journal.events().progressed(migration.name(), set == null ? null : set.toString(), "restore.progress", text);
            }
        });
        return task.isPresent();
    }

    /**
     * A RESTORE of that database which was begun earlier, on a connection that is gone or by another worker, must end before another may
     * begin.
     *
     * @param running rows of running-restore.sql: one where somebody holds the database's application lock
     * @throws RestoreHeld if so
     */
    public void waitFor(Migration migration, List<Map<String, Object>> running) {
        if (running.isEmpty()) {
            return;
        }
        Map<String, Object> row = running.get(0);
        // With several restores on the instance it cannot be told which of them it is.
        String figures = running.size() > 1 || row.get("session_id") == null ? "" : ", most likely in session %s, %.0f %% done".formatted(row.get("session_id"), ((Number) row.get("percent_complete")).doubleValue());
        throw new RestoreHeld(
                "The server still works on %s for an earlier connection or another worker, which holds the database's application lock%s. Nothing is sent meanwhile."
                        .formatted(migration.target().database(), figures),
                "Wait: it is looked at again, and what became of it is read from the server then.");
    }

    /**
     * Runs that a stopped process left open, and those that were given up although the server went on with them: the server says which
     * of them succeeded all the same.
     *
     * @return whether one of them succeeded: then the position that was read with this history may be from before it
     * @throws TaskFailed when one of them was a task that has failed
     * @throws RestoreHeld when it would fail the same way again
     */
    boolean settleInterrupted(Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> history) {
        String name = migration.name();
        // Those that are open first: what was given up counts only where no other run of the set can have been it.
        List<Run> runs = journal.sql()
                .sql("SELECT id, set_id, type, started, history, ended IS NULL AS open FROM restore r WHERE migration = ? AND database_name = ? AND attempt = ? "
                        + "AND (ended IS NULL OR outcome <> 'succeeded') AND NOT EXISTS (SELECT 1 FROM restore s WHERE s.migration = r.migration AND "
                        + "s.database_name = r.database_name AND s.attempt = r.attempt AND s.set_id = r.set_id AND s.outcome = 'succeeded' AND s.id > r.id) "
                        + "ORDER BY open DESC, id")
                .params(name, migration.target().database(), journal.phases().attempt(name))
                .query(Run.class)
                .list();
        Set<String> found = new HashSet<>();
        Run failure = null;
        for (Run run : runs) {
            boolean succeeded = proven(run.setId(), run.history(), history) && found.add(run.setId());
            if (!succeeded && !run.open()) {
                continue;
            }
            Optional<TaskFailed> failed = succeeded ? Optional.empty() : failed(run.setId(), run.history(), history);
            failure = failed.isPresent() && failure == null ? run : failure;
            journal.together(() -> {
                if (succeeded) {
                    succeeded(name, run.id(), run.setId(), null);
                } else {
                    end(run.id(), failed.isPresent() ? "failed" : "interrupted", null, failed.map(Throwable::getMessage).orElse("the process ended while it ran"));
                }
                tell(name, run, succeeded, failed, history);
                return run;
            });
        }
        if (failure != null) {
            TaskFailed why = failed(failure.setId(), failure.history(), history).orElseThrow();
            held.hold(migration, failure.setId(), position, why);
            throw why;
        }
        return !found.isEmpty();
    }

    /** A task that was submitted ends like this as a rule; a RESTORE only when nobody was there to see it end. */
    private void tell(String migration, Run run, boolean succeeded, Optional<TaskFailed> failed, List<Map<String, Object>> history) {
        String what = run.type() + " " + run.setId();
        if (run.open() && history.stream().anyMatch(row -> isLater(row, run.setId(), run.history()) && row.containsKey("lifecycle"))) {
            long millis = Duration.between(run.started(), journal.now()).toMillis();
            String text = succeeded ? "restored " + what : "restore of " + what + " failed" + failed.map(failure -> ": " + failure.getMessage()).orElse("");
            journal.events().happened(migration, run.setId(), succeeded ? "restore.done" : "restore.failed", text, millis, null);
        } else {
            journal.events().happened(migration, run.setId(), "restore.found", "an earlier run of " + run.setId() + (succeeded ? " had succeeded" : " was interrupted"), null, null);
        }
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

    /** Whether the server's history has a success of that set after that row. */
    static boolean proven(String setId, long after, List<Map<String, Object>> history) {
        return history.stream().anyMatch(row -> isLater(row, setId, after) && Tasks.succeeded(row));
    }

    private static boolean isLater(Map<String, Object> row, String setId, long after) {
        return setId.equalsIgnoreCase(String.valueOf(row.get("BackupSetGUID"))) && id(row) > after;
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
