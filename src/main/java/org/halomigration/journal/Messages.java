package org.halomigration.journal;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What the sides say to each other beside backups: commands, the freeze proof, fingerprints. A message is written to the journal first
 * and delivered as a file through the landing zone until that has worked, so none is lost and a second copy changes nothing.
 */
public final class Messages {
    private final Journal journal;

    Messages(Journal journal) {
        this.journal = journal;
    }

    /**
     * @param sender {@code source} or {@code target}
     * @param body JSON
     * @param delivered when it reached the other side (own messages) or this side (the other's); null while it has not
     */
    public record Message(
            String migration, String id, int attempt, String kind, String sender, String body, OffsetDateTime written, OffsetDateTime delivered) {}

    /** Puts a message in, once: the same id again changes nothing. @return whether it is new */
    public boolean put(Message message) {
        return journal.sql()
                        .sql("INSERT INTO message (migration, id, attempt, kind, sender, body, written, delivered) "
                                + "SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM message WHERE migration = ? AND id = ?)")
                        .params(java.util.Arrays.asList(
                                message.migration(),
                                message.id(),
                                message.attempt(),
                                message.kind(),
                                message.sender(),
                                message.body(),
                                message.written(),
                                message.delivered(),
                                message.migration(),
                                message.id()))
                        .update()
                == 1;
    }

    public void delivered(String migration, String id) {
        journal.sql().sql("UPDATE message SET delivered = ? WHERE migration = ? AND id = ?").params(journal.now(), migration, id).update();
    }

    /** Own messages that have not reached the other side, oldest first. */
    public List<Message> undelivered(String migration) {
        return query("WHERE migration = ? AND sender = ? AND delivered IS NULL ORDER BY sequence", migration, journal.role());
    }

    /** The message of a kind in an attempt that was put in last, whatever the clocks of the two sides say. */
    public Optional<Message> newest(String migration, int attempt, String kind) {
        return query("WHERE migration = ? AND attempt = ? AND kind = ? ORDER BY sequence DESC LIMIT 1", migration, attempt, kind).stream()
                .findFirst();
    }

    /** All of a kind in an attempt, in the order in which they were put in. */
    public List<Message> all(String migration, int attempt, String kind) {
        return query("WHERE migration = ? AND attempt = ? AND kind = ? ORDER BY sequence", migration, attempt, kind);
    }

    private List<Message> query(String where, Object... parameters) {
        return journal.sql()
                .sql("SELECT migration, id, attempt, kind, sender, body, written, delivered FROM message " + where)
                .params(parameters)
                .query(Message.class)
                .list();
    }
}
