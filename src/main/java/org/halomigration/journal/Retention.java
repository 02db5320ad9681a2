package org.halomigration.journal;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;

/** Lets the journals forget what nobody asks for any more: the bean {@code retention}. Of a migration that is not closed nothing is forgotten. */
public final class Retention {
    private static final String CLOSED = "migration IN (SELECT name FROM migration WHERE phase = '" + Phase.CLOSED.text() + "')";

    private final List<Journal> journals;
    private final Duration keep;

    /** @param keep how old an event of a closed migration, or of none, may become */
    public Retention(List<Journal> journals, Duration keep) {
        this.journals = journals;
        this.keep = keep;
    }

    /** Deletes what is older: events, servers' messages, and findings that have ended. The migration itself, its attempts, sets and restores stay. */
    public void apply() {
        for (Journal journal : journals) {
            OffsetDateTime before = journal.now().minus(keep);
            int events = journal.sql().sql("DELETE FROM event WHERE at < ? AND (migration IS NULL OR " + CLOSED + ")").params(before).update();
            int findings = journal.sql().sql("DELETE FROM finding WHERE until < ? AND " + CLOSED).params(before).update();
            int messages = journal.sql().sql("DELETE FROM server_message WHERE at < ? AND " + CLOSED).params(before).update();
            if (events + findings + messages > 0) {
                journal.events().happened(null, "journal.forgot", events + " events, " + messages + " messages of servers and " + findings + " findings of closed migrations, older than " + keep.toDays() + " days, are deleted");
            }
        }
    }
}
