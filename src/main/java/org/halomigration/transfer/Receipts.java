package org.halomigration.transfer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;

/** What the target answers, as it reaches the source: the bean {@code receipts}. */
public final class Receipts {
    private static final Set<String> STATES = Set.of("received", "refused", "restored", "left-out");
    private static final int MOST_RESENDS = 3;

    private final Journal journal;
    /** Of the look that goes on, by migration. */
    private final Map<String, Set<String>> tooLarge = new ConcurrentHashMap<>();

    public Receipts(Journal journal) {
        this.journal = journal;
    }

    /** An answer that is too large is left alone, and named until it is gone. */
    void tooLarge(String migration, String name, long bytes) {
        tooLarge.computeIfAbsent(migration, each -> ConcurrentHashMap.newKeySet()).add(name);
        journal.findings().record(migration, new Finding("receipts-size", name, Finding.Severity.FAILED,
                name + " in the landing zone's to-source has " + bytes + " bytes; at most " + LandedDirectory.MOST_BYTES + " are read. It was not fetched.",
                "It is no answer of this product: remove it, and find out who wrote it.", "host"));
    }

    /** The last look is over: what it did not find too large is no longer so. */
    public void looked(String migration) {
        Set<String> still = tooLarge.remove(migration);
        journal.findings().endOthers(migration, "receipts-size", still == null ? Set.of() : still);
    }

    /** Takes in one file from {@code to-source}: a receipt or a message. What cannot be read becomes a finding, not a failure. */
    public void take(String migration, String name, String text) {
        try {
            if (name.endsWith(Receipt.SUFFIX)) {
                receipt(migration, Json.read(text, Receipt.class, name), text, name);
            } else {
                Inbound.take(journal, migration, Json.read(text, Envelope.class, name), name, "target");
            }
            journal.findings().end(migration, "receipts", name);
        } catch (Json.Unreadable e) {
            journal.findings().record(migration, new Finding("receipts", name, Finding.Severity.FAILED, e.getMessage(), "The target writes it again with its next change.", "host"));
        }
    }

    private void receipt(String migration, Receipt receipt, String text, String name) throws Json.Unreadable {
        if (!Receipt.FORMAT.equals(receipt.format()) || receipt.version() != 1 || receipt.sequence() < 1 || receipt.written() == null) {
            throw new Json.Unreadable(name + " is no " + Receipt.FORMAT + " of version 1.");
        }
        check(receipt, name);
        if (!migration.equals(receipt.migration())) {
            throw new Json.Unreadable(name + " is for migration '" + receipt.migration() + "'; this is '" + migration + "'.");
        }
        if (older(migration, receipt)) {
            return;
        }
        // With all that follows from it: the same receipt again would be no change.
        journal.together(() -> {
            keep(migration, receipt, text);
            return receipt;
        });
    }

    private void keep(String migration, Receipt receipt, String text) {
        journal.sql()
                .sql("MERGE INTO delivery (migration, id, sha256, manifest, state, reason, sequence, arrived, changed) KEY (migration, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(java.util.Arrays.asList(
                        migration, receipt.id(), LandedDirectory.sha256(text), text, receipt.state(), receipt.reason(), receipt.sequence(), journal.now(), journal.now()))
                .update();
        boolean changed = journal.sql()
                        .sql("UPDATE backup_set SET state = ?, reason = ?, changed = ? WHERE migration = ? AND id = ? AND (state <> ? OR COALESCE(reason, '') <> COALESCE(?, ''))")
                        .params(java.util.Arrays.asList(
                                receipt.state(), receipt.reason(), journal.now(), migration, receipt.id(), receipt.state(), receipt.reason()))
                        .update()
                == 1;
        if (changed) {
            journal.events().happened(migration, receipt.id(), "receipts." + receipt.state(), "target: " + receipt.state() + " " + receipt.id() + (receipt.reason() == null ? "" : ": " + receipt.reason()), null, null);
            if (receipt.state().equals("refused") && Boolean.TRUE.equals(receipt.resend()) && again(migration, receipt)) {
                return;
            }
            if (receipt.state().equals("refused")) {
                journal.findings().record(migration, new Finding("push", receipt.id(), Finding.Severity.FAILED, "The target refused " + files(migration, receipt.id()) + ": " + receipt.reason(),
                        "It was not restored. Take it out of the backup directories, or replace it by a good copy; everything else goes on.", "customer"));
            } else {
                journal.findings().end(migration, "push", receipt.id());
            }
        }
        standingBy(migration);
    }

    /** What a person knows the set by. */
    private String files(String migration, String set) {
        List<String> names = journal.sql()
                .sql("SELECT path FROM transfer WHERE migration = ? AND set_id = ? ORDER BY sequence")
                .params(migration, set)
                .query(String.class)
                .list();
        return names.isEmpty() ? set : String.join(", ", names);
    }

    /** A receipt that was overtaken by a later one says nothing any more. */
    private boolean older(String migration, Receipt receipt) {
        return journal.sql()
                .sql("SELECT COUNT(*) FROM delivery WHERE migration = ? AND id = ? AND sequence > ?")
                .params(migration, receipt.id(), receipt.sequence())
                .query(Integer.class)
                .single()
                > 0;
    }

    /** What the journal and the planner rely on. */
    private static void check(Receipt receipt, String name) throws Json.Unreadable {
        if (!Types.isGuid(receipt.id())) {
            throw new Json.Unreadable(name + " is about '" + receipt.id() + "'; expected the id of a set.");
        }
        if (receipt.state() == null || !STATES.contains(receipt.state())) {
            throw new Json.Unreadable(name + " says state '" + receipt.state() + "'; expected one of " + STATES + ".");
        }
        Receipt.Position at = receipt.target();
        if (at != null && (at.database() == null || at.state() == null || at.redoStartLsn() != null && !at.redoStartLsn().matches("[0-9]{1,25}")
                || Stream.of(at.redoStartForkGuid(), at.differentialBaseGuid(), at.familyGuid()).anyMatch(guid -> guid != null && !Types.isGuid(guid)))) {
            throw new Json.Unreadable(name + " says that the target stands at " + at + "; expected a database, its state, an LSN and GUIDs.");
        }
    }

    /** Queues a set that did not arrive as it was sent, at most three times in an attempt. Cut connections do not count. */
    private boolean again(String migration, Receipt receipt) {
        Integer before = journal.sql()
                .sql("SELECT COUNT(*) FROM event WHERE migration = ? AND attempt = ? AND set_id = ? AND kind = 'push.again'")
                .params(migration, journal.phases().attempt(migration), receipt.id())
                .query(Integer.class)
                .single();
        if (before >= MOST_RESENDS) {
            return false;
        }
        boolean queued = journal.together(() -> {
            int files = journal.sql()
                    .sql("UPDATE transfer SET ended = NULL, sha256 = NULL, bytes = 0, sent = NULL WHERE migration = ? AND set_id = ?")
                    .params(migration, receipt.id())
                    .update();
            return files > 0
                    && journal.sql()
                                    .sql("UPDATE backup_set SET state = 'found', changed = ? WHERE migration = ? AND id = ?")
                                    .params(journal.now(), migration, receipt.id())
                                    .update()
                            == 1;
        });
        if (queued) {
            journal.events().happened(migration, receipt.id(), "push.again", "sending again, the target says: " + receipt.reason(), null, null);
        }
        return queued;
    }

    /** All that was sent is restored: the target is as near as the backups are. */
    private void standingBy(String migration) {
        Integer open = journal.sql()
                .sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state IN ('found', 'sent', 'received')")
                .params(migration)
                .query(Integer.class)
                .single();
        Integer restored = journal.sql().sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'restored'").params(migration).query(Integer.class).single();
        if (open == 0 && restored > 0) {
            journal.phases().move(migration, Phase.SEEDING, Phase.STANDING_BY, null);
        }
    }

    /** Where the target database stood when it last answered. */
    public Optional<Receipt.Position> position(String migration) {
        return journal.sql()
                .sql("SELECT manifest FROM delivery WHERE migration = ? ORDER BY sequence DESC")
                .params(migration)
                .query(String.class)
                .list()
                .stream()
                .map(this::position0)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Receipt.Position> position0(String text) {
        try {
            return Optional.ofNullable(Json.read(text, Receipt.class, "receipt").target());
        } catch (Json.Unreadable e) {
            throw new IllegalStateException("The journal holds a receipt that cannot be read: " + e.getMessage(), e);
        }
    }
}
