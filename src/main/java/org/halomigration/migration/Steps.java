package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
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
        put(migration, id(migration, kind), kind, body);
    }

    /** Asks the other side something, each time anew. */
    void ask(String migration, String kind, Object body) {
        put(migration, UUID.randomUUID().toString(), kind, body);
    }

    /** Answers a question of the other side, once: its id stands in the answer as {@code answers}. */
    void sayTo(Message question, String kind, Map<String, Object> body) {
        Map<String, Object> answer = new LinkedHashMap<>(body);
        answer.put("answers", question.id());
        put(question.migration(), id(question.migration(), kind + "/" + question.id()), kind, answer);
    }

    boolean saidTo(Message question, String kind) {
        String id = id(question.migration(), kind + "/" + question.id());
        return journal.messages().all(question.migration(), question.attempt(), kind).stream().anyMatch(message -> message.id().equals(id));
    }

    Optional<JsonNode> heard(String migration, String kind) {
        return newest(migration, kind).map(Steps::body);
    }

    /** What the other side has answered to one question. */
    Optional<JsonNode> answer(String migration, String kind, String question) {
        return journal.messages().all(migration, journal.phases().attempt(migration), kind).stream()
                .map(Steps::body)
                .filter(body -> question.equals(body.path("answers").asText()))
                .findFirst();
    }

    /** Said or heard last in this attempt. */
    Optional<Message> newest(String migration, String kind) {
        return journal.messages().newest(migration, journal.phases().attempt(migration), kind);
    }

    private void put(String migration, String id, String kind, Object body) {
        journal.messages().put(new Message(migration, id, journal.phases().attempt(migration), kind, journal.role(), Json.text(body), journal.now(), null));
    }

    private String id(String migration, String what) {
        String name = journal.role() + "/" + migration + "/" + journal.phases().attempt(migration) + "/" + what;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static JsonNode body(Message message) {
        try {
            return Json.read(message.body(), JsonNode.class, "message " + message.id());
        } catch (Json.Unreadable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
