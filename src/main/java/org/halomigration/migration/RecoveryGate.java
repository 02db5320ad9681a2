package org.halomigration.migration;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Headers;

/**
 * What stands between the restored tail and recovery: the server's position, and the source's answer to a question that this side has
 * asked a moment ago. An answer that comes late proves nothing, because somebody may have reopened the source since; how late it is, the
 * clock of this side alone decides.
 */
final class RecoveryGate {
    /** Far longer than question and answer take, far shorter than a night in which somebody reopens the source by hand. */
    static final Duration ANSWER_HOLDS = Duration.ofMinutes(10);

    private final Journal journal;
    private final Steps steps;
    private final Path evidence;

    /** @param evidence where it is kept why the gate opened */
    RecoveryGate(Journal journal, Steps steps, Path evidence) {
        this.journal = journal;
        this.steps = steps;
        this.evidence = evidence;
    }

    private record Tail(String id, BigDecimal lastLsn, String headers) {
        /** The recovery fork it ends on; null where its header does not say. */
        Object fork() {
            return Headers.rows(headers).stream().map(row -> row.get("RecoveryForkID")).filter(Objects::nonNull).findFirst().orElse(null);
        }
    }

    /** Asks the source whether it is still frozen, when this attempt's tail is restored and no question is open that is young enough. */
    void ask(String migration) {
        Optional<Tail> tail = tail(migration);
        if (tail.isPresent() && question(migration, tail.get()).isEmpty()) {
            steps.ask(migration, "confirm-frozen", Map.of("tail", tail.get().id()));
        }
    }

    /**
     * Whether all is there that recovery needs; if not, the source is asked for it.
     *
     * @param row of restore-position.sql, of a database in restore
     * @throws IllegalStateException when the position says that something of the tail is missing, or that it is another path
     */
    boolean opens(Migration migration, Map<String, Object> row) {
        String name = migration.name();
        Optional<Tail> restored = tail(name);
        if (restored.isEmpty()) {
            return false;
        }
        Tail tail = restored.get();
        Object redo = row.get("redo_start_lsn");
        if (redo == null || new BigDecimal(redo.toString()).compareTo(tail.lastLsn()) < 0) {
            throw new IllegalStateException("The target " + migration.target().database() + " stands at LSN " + redo + ", the tail ends at " + tail.lastLsn()
                    + ". It is not recovered: something of the tail is missing.");
        }
        Object fork = row.get("redo_start_fork_guid");
        Object ends = tail.fork();
        if (fork != null && ends != null && !fork.toString().equalsIgnoreCase(ends.toString())) {
            throw new IllegalStateException("The target " + migration.target().database() + " is on recovery fork " + fork + ", the tail ends on " + ends
                    + ": the source was restored to an earlier point after backups that the target holds. It is not recovered. Back out and start from a new full backup.");
        }
        Optional<String> how = question(name, tail).flatMap(question -> steps.answer(name, "freeze-proof", question.id()))
                .filter(proof -> tail.id().equalsIgnoreCase(proof.path("tail").asText()))
                .map(proof -> proof.path("how").asText());
        if (how.isEmpty()) {
            ask(name);
            return false;
        }
        Evidence.gate(journal, evidence, name, tail.id(), tail.lastLsn(), redo, fork, how.get());
        steps.mark(name, "gate", "gate open: tail " + tail.id() + " restored to LSN " + redo + ", source " + how.get());
        return true;
    }

    /** The question that an answer may be given to now. */
    private Optional<Message> question(String migration, Tail tail) {
        return steps.newest(migration, "confirm-frozen").filter(question -> {
            Duration age = Duration.between(question.written(), journal.now());
            return question.body().contains(tail.id()) && !age.isNegative() && age.compareTo(ANSWER_HOLDS) <= 0;
        });
    }

    /** Of this attempt. A tail without a record is never restored; the position tells that nothing is missing. */
    private Optional<Tail> tail(String migration) {
        return journal.sql()
                .sql("SELECT s.id, s.last_lsn, s.headers FROM backup_set s JOIN attempt a ON a.migration = s.migration AND a.number = ? AND s.found >= a.started "
                        + "WHERE s.migration = ? AND s.tail AND s.state IN ('restored', 'left-out') ORDER BY s.found DESC LIMIT 1")
                .params(journal.phases().attempt(migration), migration)
                .query(Tail.class)
                .optional();
    }
}
