package org.halomigration.restore;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
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
        settleInterrupted(migration, history);
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
            end(open.id(), "succeeded", redo, null);
            journal.sql()
                    .sql("UPDATE backup_set SET state = 'restored', reason = NULL, changed = ? WHERE migration = ? AND id = ?")
                    .params(journal.now(), name, step.setId())
                    .update();
            journal.findings().end(name, "restore", step.setId());
            journal.events()
                    .happened(name, step.setId(), "restore.done", "restored " + step.type() + " " + step.setId() + ", now at LSN " + redo, millis, null);
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

    /** Runs that a stopped process left open: the server says which of them succeeded all the same. */
    void settleInterrupted(Migration migration, List<Map<String, Object>> history) {
        record Open(long id, String setId, long history, int attempt) {}
        journal.sql()
                .sql("SELECT id, set_id, history, attempt FROM restore WHERE migration = ? AND ended IS NULL")
                .params(migration.name())
                .query(Open.class)
                .list()
                .forEach(open -> {
                    boolean proven = proven(open.setId(), open.history(), history);
                    end(open.id(), proven ? "succeeded" : "interrupted", null, proven ? null : "the process ended while it ran");
                    if (proven) {
                        journal.sql()
                                .sql("UPDATE backup_set SET state = 'restored', reason = NULL, changed = ? WHERE migration = ? AND id = ?")
                                .params(journal.now(), migration.name(), open.setId())
                                .update();
                    }
                    journal.events()
                            .happened(migration.name(), open.setId(), "restore.found", "an earlier run of " + open.setId() + (proven ? " had succeeded" : " was interrupted"), null, null);
                });
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
