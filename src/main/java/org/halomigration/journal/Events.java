package org.halomigration.journal;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What happened, in order. Each event is a row and one line of the log. */
public final class Events {
    private static final Logger STORY = LoggerFactory.getLogger("halo.story");

    private final Journal journal;
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Measure>> meters = new CopyOnWriteArrayList<>();

    Events(Journal journal) {
        this.journal = journal;
    }

    /**
     * One thing that happened.
     *
     * @param setId the backup set it is about, or null
     * @param kind what kind of thing, as {@code <stage>.<what>}: {@code push.sent}, {@code restore.done}
     * @param millis how long it took; null where nothing was timed
     * @param actor who asked for it; null for the product itself
     */
    public record Event(
            long id, OffsetDateTime at, String migration, Integer attempt, String setId, String kind, String text, Long millis, String actor) {}

    public void happened(String migration, String kind, String text) {
        happened(migration, null, kind, text, null, null);
    }

    public void happened(String migration, String setId, String kind, String said, Long millis, String actor) {
        String text = journal.shown(said);
        OffsetDateTime at = journal.now();
        Integer attempt = migration == null ? null : journal.phases().attempt(migration);
        journal.sql()
                .sql("INSERT INTO event (at, migration, attempt, set_id, kind, text, millis, actor) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .params(java.util.Arrays.asList(at, migration, attempt, setId, kind, text, millis, actor))
                .update();
        Event event = new Event(0, at, migration, attempt, setId, kind, text, millis, actor);
        whenCommitted(() -> progress(event));
    }

    /** Nobody is told of what a kill may still undo. */
    private static void whenCommitted(Runnable telling) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            telling.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                telling.run();
            }
        });
    }

    /** Tells of progress without a row: percents and bytes are worth a line and a listener, not a place in the record. */
    public void progressed(String migration, String setId, String kind, String text) {
        progress(new Event(0, journal.now(), migration, journal.phases().attempt(migration), setId, kind, journal.shown(text), null, null));
    }

    /** Tells how far something has come, without a row and without a line. */
    public void measured(Measure measure) {
        meters.forEach(meter -> meter.accept(measure));
    }

    public void measure(Consumer<Measure> meter) {
        meters.add(meter);
    }

    public void listen(Consumer<Event> listener) {
        listeners.add(listener);
    }

    /** Newest first, at most {@code limit}. */
    public List<Event> latest(String migration, int limit) {
        return journal.sql()
                .sql("SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event WHERE migration = ? ORDER BY id DESC LIMIT ?")
                .params(migration, limit)
                .query(Event.class)
                .list();
    }

    /** All of one kind, oldest first. */
    public List<Event> ofKind(String migration, String kind) {
        return journal.sql()
                .sql("SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event WHERE migration = ? AND kind = ? ORDER BY id")
                .params(migration, kind)
                .query(Event.class)
                .list();
    }

    /**
     * What people are told of beyond an event, oldest first, at most {@code limit}: phases, failures and their ends, whatever the chain
     * guard says, and the verdict.
     *
     * @param phases whether changes of phase are wanted
     * @param until what is younger may have another before it that is not committed yet
     */
    public List<Event> news(String migration, long after, OffsetDateTime until, boolean phases, int limit) {
        return journal.sql()
                .sql("SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event WHERE migration = ? AND id > ? AND at <= ? AND ("
                        + "kind IN ('finding.failed', '" + Findings.MENDED + "', 'cutover.healthy', 'cutover.back-out-refused') OR kind LIKE 'phase.%' AND ?"
                        + " OR kind IN ('finding.warning', 'finding.ended') AND text LIKE 'preflight-backup-chain %') ORDER BY id LIMIT ?")
                .params(migration, after, until, phases, limit)
                .query(Event.class)
                .list();
    }

    private void progress(Event event) {
        try (LogContext context = LogContext.of(event)) {
            STORY.info(
                    "{} {} | {}{}{}",
                    journal.role(),
                    event.migration() == null ? "-" : event.migration(),
                    event.text(),
                    event.millis() == null ? "" : " (" + Durations.text(event.millis()) + ")",
                    event.actor() == null ? "" : ", by " + event.actor());
        }
        listeners.forEach(listener -> listener.accept(event));
    }
}
