package org.halomigration.transfer;

import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Measure;
import org.halomigration.journal.Messages.Message;

/** What is on its way from the source to the landing zone: the bean {@code outbox} of the push routes. */
public final class Outbox {
    /** What is no larger goes over one connection: several together fill the line. */
    private static final long SMALL = 8 * 1024 * 1024;
    private static final int MOST_TOGETHER = 32;

    private final Journal journal;
    /** Transfers whose file was at fault: skipped until the next look, so that one locked file does not hold up the others. */
    private final Map<Long, Instant> skipped = new ConcurrentHashMap<>();

    private final Traffic traffic;

    public Outbox(Journal journal, Traffic traffic) {
        this.journal = journal;
        this.traffic = traffic;
    }

    private record Row(long id, String setId, int sequence, String path, long size, OffsetDateTime modified, String landedName, boolean tail) {}

    /**
     * What to send next, or null when nothing is due or may be sent now: the tail before all else, then in the order of the chain. Small
     * files come several at once, as sending one is mostly waiting.
     *
     * @param urgent whether the tail and logs are asked for, which wait for nothing, or all else
     */
    public List<OutgoingFile> next(String migration, boolean urgent) {
        if (!traffic.open(migration, urgent)) {
            return null;
        }
        List<Row> due = journal.sql()
                .sql("SELECT t.id, t.set_id, t.sequence, t.path, t.size, t.modified, t.landed_name, s.tail FROM transfer t "
                        + "JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id "
                        + "WHERE t.migration = ? AND t.ended IS NULL AND s.state = 'found' AND (s.tail OR s.type = 'log') = ? "
                        + "ORDER BY s.tail DESC, CASE s.type WHEN 'full' THEN 0 WHEN 'differential' THEN 1 ELSE 2 END, s.last_lsn, t.modified, t.sequence")
                .params(migration, urgent)
                .query(Row.class)
                .list()
                .stream()
                .filter(row -> !skipped.containsKey(row.id()) || skipped.get(row.id()).isBefore(journal.now().toInstant()))
                .toList();
        return due.isEmpty() ? null : together(due).stream().map(row -> begin(migration, row, urgent)).toList();
    }

    /** One large file, or the small ones that come first; of several rows for one file, the first. */
    private static List<Row> together(List<Row> due) {
        Row first = due.get(0);
        if (first.size() > SMALL) {
            return List.of(first);
        }
        Map<String, Row> small = new LinkedHashMap<>();
        for (Row row : due) {
            if (row.size() > SMALL || row.tail() != first.tail() || small.size() == MOST_TOGETHER) {
                break;
            }
            small.putIfAbsent(row.landedName(), row);
        }
        return List.copyOf(small.values());
    }

    private OutgoingFile begin(String migration, Row row, boolean urgent) {
        skipped.remove(row.id());
        journal.sql()
                .sql("UPDATE transfer SET started = ?, attempts = attempts + 1, bytes = 0, error = NULL WHERE id = ?")
                .params(journal.now(), row.id())
                .update();
        journal.events().happened(migration, row.setId(), "push.started", "sending " + row.landedName() + ", " + Durations.bytes(row.size()), null, null);
        return new OutgoingFile(row.id(), migration, row.setId(), Path.of(row.path()), row.landedName(), row.size(), row.modified().toInstant(), urgent);
    }

    /** The file has its final name: its hash, size and time become part of the record. */
    public void sent(OutgoingFile file, String sha256) {
        String migration = file.migration();
        OffsetDateTime now = journal.now();
        OffsetDateTime started = journal.together(() -> {
            journal.sql()
                    .sql("UPDATE transfer SET ended = ?, sha256 = ?, bytes = ?, sent = NULL, error = NULL WHERE id = ?")
                    .params(now, sha256, file.size(), file.transfer())
                    .update();
            // The same file may hold other backup sets of its own (FILE = n): what has landed once is not sent twice.
            journal.sql()
                    .sql("UPDATE transfer SET ended = ?, sha256 = ?, bytes = size, sent = NULL, error = NULL WHERE migration = ? AND landed_name = ? AND ended IS NULL")
                    .params(now, sha256, migration, file.name())
                    .update();
            return journal.sql().sql("SELECT started FROM transfer WHERE id = ?").params(file.transfer()).query(OffsetDateTime.class).single();
        });
        long millis = java.time.Duration.between(started, now).toMillis();
        journal.findings().end(migration, "push", file.name());
        journal.events()
                .happened(
                        migration,
                        file.setId(),
                        "push.sent",
                        "sent " + file.name() + ", " + Durations.bytes(file.size()) + " at " + Durations.bytes(file.size() * 1000 / Math.max(1, millis)) + "/s",
                        millis,
                        null);
    }

    /** This file is not sent to its end now, because somebody or the sheet says so. */
    public void held(OutgoingFile file, Exception why) {
        journal.events().happened(file.migration(), file.setId(), "push.held", file.name() + " waits: " + why.getMessage(), null, null);
    }

    /** This file could not be sent and is at fault itself: said once, tried again at a later look. */
    public void failed(OutgoingFile file, Exception cause) {
        skipped.put(file.transfer(), journal.now().toInstant().plusSeconds(5));
        journal.sql().sql("UPDATE transfer SET error = ? WHERE id = ?").params(cause.getMessage(), file.transfer()).update();
        // Its row is gone when the file has been queued anew meanwhile.
        Optional<String> landed = journal.sql().sql("SELECT landed_name FROM transfer WHERE id = ?").params(file.transfer()).query(String.class).optional();
        landed.ifPresent(name -> journal.findings().record(file.migration(), new Finding("push", name, Finding.Severity.WARNING, cause.getMessage(), null, "customer")));
    }

    /** The manifests of sets whose files have all landed and that the landing zone has not been told of yet. */
    public List<Manifest> manifests(String migration) {
        record Due(String id, String type, java.math.BigDecimal firstLsn, java.math.BigDecimal lastLsn, boolean tail, String headers) {}
        List<Due> due = journal.sql()
                .sql("SELECT id, type, first_lsn, last_lsn, tail, headers FROM backup_set s WHERE migration = ? AND state = 'found' AND NOT EXISTS "
                        + "(SELECT 1 FROM transfer t WHERE t.migration = s.migration AND t.set_id = s.id AND t.ended IS NULL) ORDER BY tail DESC, last_lsn")
                .params(migration)
                .query(Due.class)
                .list();
        List<Manifest> manifests = new ArrayList<>();
        int attempt = journal.phases().attempt(migration);
        for (Due set : due) {
            boolean known = !set.type().equals("unknown");
            manifests.add(new Manifest(
                    Manifest.FORMAT,
                    1,
                    set.id(),
                    migration,
                    attempt,
                    known ? set.id() : null,
                    set.type(),
                    known ? Headers.database(set.headers()) : null,
                    known ? set.firstLsn().toBigInteger().toString() : null,
                    known ? set.lastLsn().toBigInteger().toString() : null,
                    set.tail(),
                    files(migration, set.id()),
                    known ? Headers.rows(set.headers()) : null,
                    journal.now()));
        }
        return manifests;
    }

    private List<Manifest.LandedFile> files(String migration, String setId) {
        return journal.sql()
                .sql("SELECT landed_name, path, size, sha256, sequence FROM transfer WHERE migration = ? AND set_id = ? ORDER BY sequence")
                .params(migration, setId)
                .query((row, n) -> {
                    String own = Path.of(row.getString("path")).getFileName().toString();
                    String name = row.getString("landed_name");
                    return new Manifest.LandedFile(
                            name, own.equals(name) ? null : own, row.getLong("size"), row.getString("sha256"), row.getInt("sequence"));
                })
                .list();
    }

    /** The manifest is in the landing zone: from now on the set is the target's to answer for. */
    public void delivered(String migration, Manifest manifest) {
        journal.sql()
                .sql("UPDATE backup_set SET state = 'sent', changed = ? WHERE migration = ? AND id = ? AND state = 'found'")
                .params(journal.now(), migration, manifest.id())
                .update();
        journal.events()
                .happened(migration, manifest.id(), "push.delivered", "delivered " + manifest.type() + " " + manifest.id() + " (" + manifest.files().size() + " file(s))", null, null);
    }

    /** Own messages that the landing zone has not got yet. */
    public List<Envelope> messages(String migration) {
        return journal.messages().undelivered(migration).stream().map(Outbox::envelope).toList();
    }

    public void messageDelivered(String migration, Envelope message) {
        journal.messages().delivered(migration, message.id());
    }

    static Envelope envelope(Message message) {
        try {
            return new Envelope(
                    Envelope.FORMAT,
                    1,
                    message.id(),
                    message.migration(),
                    message.attempt(),
                    message.kind(),
                    message.sender(),
                    message.written().withOffsetSameInstant(ZoneOffset.UTC),
                    Json.read(message.body(), com.fasterxml.jackson.databind.JsonNode.class, "message " + message.id()));
        } catch (Json.Unreadable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** JSON of a manifest or message, for the wire. */
    public String json(Object format) {
        return Json.text(format);
    }
}
