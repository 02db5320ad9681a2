package org.halomigration.transfer;

import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;

/** Takes in what the other side says. */
final class Inbound {
    private Inbound() {}

    /** @return whether the message is new */
    static boolean take(Journal journal, String migration, Envelope message, String file, String from) throws Json.Unreadable {
        if (!Envelope.FORMAT.equals(message.format()) || message.version() != 1 || !Types.isGuid(message.id()) || message.kind() == null || !message.kind().matches("[a-z-]{1,30}") || message.body() == null || message.written() == null) {
            throw new Json.Unreadable(file + " is no " + Envelope.FORMAT + " of version 1.");
        }
        if (!migration.equals(message.migration()) || !from.equals(message.from())) {
            throw new Json.Unreadable(file + " is from the " + message.from() + " of '" + message.migration() + "'; expected the " + from + " of '" + migration + "'.");
        }
        boolean taken = journal.messages()
                .put(new Message(
                        migration, message.id(), message.attempt(), message.kind(), from, Json.text(message.body()), message.written(), journal.now()));
        if (taken) {
            journal.events().happened(migration, null, "message." + message.kind(), from + " says: " + message.kind(), null, null);
        }
        return taken;
    }
}
