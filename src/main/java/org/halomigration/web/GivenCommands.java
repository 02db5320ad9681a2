package org.halomigration.web;

import java.util.Optional;
import org.halomigration.journal.Journal;

/**
 * Commands that came with a key of their sender: one that comes again, because its answer was lost, is not given again. A key is kept once
 * its command was taken, and not before: a process that ends in between takes it twice, which does it once, instead of never.
 */
final class GivenCommands {
    private final Journal journal;

    GivenCommands(Journal journal) {
        this.journal = journal;
    }

    /** @return whether that command came with this key before @throws Api.Unusable when another one did */
    boolean knows(String key, String migration, String command) {
        Optional<String> before = journal.sql().sql("SELECT migration || ' ' || command FROM given_command WHERE idempotency_key = ?").params(key).query(String.class).optional();
        if (before.isPresent() && !before.get().equals(migration + " " + command)) {
            throw new Api.Unusable(422, "The Idempotency-Key came with another command before: " + before.get() + ". Use a new key for a new command.");
        }
        return before.isPresent();
    }

    void keep(String key, String migration, String command, String actor) {
        journal.sql()
                .sql("MERGE INTO given_command (idempotency_key, migration, command, actor, at) KEY (idempotency_key) VALUES (?, ?, ?, ?, ?)")
                .params(key, migration, command, actor, journal.now())
                .update();
    }
}
