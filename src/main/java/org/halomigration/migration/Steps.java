package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.transfer.Json;

/** The parts of something (of a cutover, where nothing else is said) that are done once in an attempt, as the journal keeps them, and what the sides say about it. */
final class Steps {
    private final Journal journal;
    private final String of;

    Steps(Journal journal) {
        this(journal, "cutover.");
    }

    /** @param of what the parts are of, with which the kinds of their events begin */
    Steps(Journal journal, String of) {
        this.journal = journal;
        this.of = of;
    }

    boolean did(String migration, String step) {
        return journal.sql()
                .sql("SELECT COUNT(*) FROM event WHERE migration = ? AND attempt = ? AND kind = ?")
                .params(migration, journal.phases().attempt(migration), of + step)
                .query(Integer.class)
                .single()
                > 0;
    }

    void mark(String migration, String step, String text) {
        if (!did(migration, step)) {
            journal.events().happened(migration, of + step, text);
        }
    }

    /** Says something to the other side, once in an attempt: the same again changes nothing. */
    void say(String migration, String kind, Object body) {
        int attempt = journal.phases().attempt(migration);
        String id = UUID.nameUUIDFromBytes((journal.role() + "/" + migration + "/" + attempt + "/" + kind).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        journal.messages().put(new Message(migration, id, attempt, kind, journal.role(), Json.text(body), journal.now(), null));
    }

    Optional<JsonNode> heard(String migration, String kind) {
        return journal.messages().newest(migration, journal.phases().attempt(migration), kind).map(message -> {
            try {
                return Json.read(message.body(), JsonNode.class, "message " + message.id());
            } catch (Json.Unreadable e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });
    }
}
