package org.halomigration.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;

/**
 * Where each migration of one role stands, in figures: read from the journal only after something has happened, by a number of queries
 * that does not grow with the number of migrations.
 */
final class JournalFigures {
    /** A row may change a moment after its event; and who reads must not wait for the next one. */
    private static final Duration STALE = Duration.ofSeconds(30);
    private static final Set<String> CLOCK = Set.of("phase.cutting-over", "phase.live", "phase.backed-out");

    private final Journal journal;
    private final Clock clock;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final Map<String, Downtime> downtimes = new HashMap<>();
    private Instant read = Instant.MIN;
    private Map<String, Figures> figures = Map.of();

    JournalFigures(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        journal.events().listen(this::happened);
        journal.sql()
                .sql("SELECT e.migration, e.kind, MAX(e.at) FROM event e JOIN migration m ON m.name = e.migration AND m.attempt = e.attempt "
                        + "WHERE e.kind IN ('phase.cutting-over', 'phase.live', 'phase.backed-out') GROUP BY e.migration, e.kind ORDER BY MAX(e.at)")
                .query(row -> {
                    clock(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant());
                });
    }

    /** @param ended null while the clock runs */
    private record Downtime(Instant started, Instant ended) {}

    /** Of one migration. Times are null where nothing has happened yet. */
    static final class Figures {
        private final String migration;
        private final String phase;
        private final Instant since;
        private final Map<String, Long> findings = new TreeMap<>(Map.of("warning", 0L, "failed", 0L));
        private final Map<String, Long> sets = new TreeMap<>();
        private Instant newestRestored;
        private Instant waitingSince;
        private Downtime downtime;

        private Figures(String migration, String phase, Instant since) {
            this.migration = migration;
            this.phase = phase;
            this.since = since;
        }

        String migration() {
            return migration;
        }

        String phase() {
            return phase;
        }

        Instant since() {
            return since;
        }

        /** How many stand now, by severity. */
        Map<String, Long> findings() {
            return findings;
        }

        /** How many backup sets there are, by state. */
        Map<String, Long> sets() {
            return sets;
        }

        /** When the newest backup that is restored was written, as the source's files say; on the target when it arrived. */
        Instant newestRestored() {
            return newestRestored;
        }

        /** Since when the target owes an answer for what was sent. */
        Instant waitingSince() {
            return waitingSince;
        }

        /** From the start of the cutover until the migration was live or backed out, in this attempt; zero before. */
        Duration downtime(Instant now) {
            return downtime == null ? Duration.ZERO : Duration.between(downtime.started(), downtime.ended() == null ? now : downtime.ended());
        }
    }

    String role() {
        return journal.role();
    }

    synchronized Collection<Figures> all() {
        Instant now = clock.instant();
        if (changed.getAndSet(false) || read.plus(STALE).isBefore(now)) {
            read = now;
            figures = read();
        }
        return figures.values();
    }

    private void happened(Event event) {
        if (!event.kind().endsWith(".progress")) {
            changed.set(true);
        }
        if (event.migration() != null && CLOCK.contains(event.kind())) {
            clock(event.migration(), event.kind(), event.at().toInstant());
        }
    }

    private synchronized void clock(String migration, String kind, Instant at) {
        if (kind.equals("phase.cutting-over")) {
            downtimes.put(migration, new Downtime(at, null));
        } else {
            downtimes.computeIfPresent(migration, (name, downtime) -> downtime.ended() == null ? new Downtime(downtime.started(), at) : downtime);
        }
    }

    private Map<String, Figures> read() {
        Map<String, Figures> all = new LinkedHashMap<>();
        journal.sql().sql("SELECT name, phase, since FROM migration ORDER BY name").query(row -> {
            all.put(row.getString(1), new Figures(row.getString(1), row.getString(2), row.getObject(3, OffsetDateTime.class).toInstant()));
        });
        journal.sql().sql("SELECT migration, severity, COUNT(*) FROM finding WHERE until IS NULL AND severity <> 'ok' GROUP BY migration, severity").query(row -> {
            Figures its = all.get(row.getString(1));
            // A migration may have come since the first query.
            if (its != null) {
                its.findings.put(row.getString(2), row.getLong(3));
            }
        });
        journal.sql()
                .sql("SELECT migration, state, COUNT(*), MIN(changed) FROM backup_set GROUP BY migration, state")
                .query(row -> {
                    Figures its = all.get(row.getString(1));
                    if (its != null) {
                        its.sets.put(row.getString(2), row.getLong(3));
                        its.waitingSince = row.getString(2).equals("sent") ? row.getObject(4, OffsetDateTime.class).toInstant() : its.waitingSince;
                    }
                });
        journal.sql()
                .sql("SELECT s.migration, COALESCE(MAX(t.modified), MAX(s.found)) FROM backup_set s LEFT JOIN transfer t ON t.migration = s.migration AND t.set_id = s.id "
                        + "WHERE s.state = 'restored' GROUP BY s.migration")
                .query(row -> {
                    Figures its = all.get(row.getString(1));
                    if (its != null) {
                        its.newestRestored = row.getObject(2, OffsetDateTime.class).toInstant();
                    }
                });
        all.values().forEach(its -> its.downtime = downtimes.get(its.migration));
        return all;
    }
}
