package org.halomigration.web;

import org.halomigration.journal.Journal;
import org.springframework.dao.DuplicateKeyException;

/** Commands that came with a key of their sender: one that comes again, because its answer was lost, is not given again. */
final class GivenCommands {
    private final Journal journal;

    GivenCommands(Journal journal) {
        this.journal = journal;
    }

    /** @return whether this key was never seen @throws IllegalArgumentException when it came with another command before */
    boolean first(String key, String migration, String command, String actor) {
        try {
            journal.sql()
                    .sql("INSERT INTO given_command (idempotency_key, migration, command, actor, at) VALUES (?, ?, ?, ?, ?)")
                    .params(key, migration, command, actor, journal.now())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            String before = journal.sql().sql("SELECT migration || ' ' || command FROM given_command WHERE idempotency_key = ?").params(key).query(String.class).single();
            if (!before.equals(migration + " " + command)) {
                throw new Api.Unusable(422, "The Idempotency-Key came with another command before: " + before + ". Use a new key for a new command.");
            }
            return false;
        }
    }

    void forget(String key) {
        if (key != null) {
            journal.sql().sql("DELETE FROM given_command WHERE idempotency_key = ?").params(key).update();
        }
    }
}
