package org.halomigration.migration;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;

/**
 * Who is still to be told of what, worked out from the journal: the beans {@code sourceNotices} and {@code targetNotices}. What fails is
 * tried a few times, then given up and named in a finding; it holds up nobody.
 */
public final class Notices {
    private static final String CHECK = "notify";
    private static final int MOST = 20;

    /** An event that was numbered earlier may be committed a moment later. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    /** How far back a receiver hears that has just been added: what a new migration begins with, no more. */
    private static final Duration BEGINNING = Duration.ofMinutes(1);

    private final Journal journal;
    private final boolean phases;
    private final NotifyProperties how;

    /** @param phases whether this side tells of phases: where one process plays both sides, one of them does */
    Notices(Journal journal, boolean phases, NotifyProperties how) {
        this.journal = journal;
        this.phases = phases;
        this.how = how;
    }

    private record Receiver(String name, long told, int tries, OffsetDateTime notBefore) {}

    public boolean isDue(Migration migration) {
        return !due(migration).isEmpty();
    }

    /** What each receiver has not heard yet, in one notice; none for whom a pause still lasts. */
    public List<Notice> due(Migration migration) {
        List<Notice> notices = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Migration.Notify to : migration.notifications()) {
            String name = to.mail() != null ? "mail " + to.mail() : to.slack() != null ? "slack " + numbers.merge("slack", 1, Integer::sum) : "teams " + numbers.merge("teams", 1, Integer::sum);
            if (to.mail() != null && how.smtp() == null) {
                journal.findings().record(migration.name(), new Finding(CHECK, name, Severity.WARNING, to.mail() + " is not told anything: this process has no mail server",
                        "Give halo.notify.smtp in config/application.yaml, and start it anew.", "host"));
                continue;
            }
            Receiver receiver = receiver(migration.name(), name);
            List<Event> events = receiver.notBefore().isAfter(journal.now()) ? List.of() : journal.events().news(migration.name(), receiver.told(), journal.now().minus(SETTLED), phases, MOST);
            if (!events.isEmpty()) {
                notices.add(Notice.of(migration, journal.role(), journal.phases().of(migration.name()), to, name, events));
            }
        }
        return notices;
    }

    public void told(Notice notice) {
        journal.findings().end(notice.migration(), CHECK, notice.receiver());
        move(notice, notice.last(), 0, journal.now());
    }

    /** Tries it again after a pause, or gives it up. */
    public void failed(Notice notice, Throwable thrown) {
        int tries = receiver(notice.migration(), notice.receiver()).tries() + 1;
        boolean over = tries >= how.tries();
        if (over) {
            Failure failure = Failure.of(thrown);
            journal.findings().record(notice.migration(), new Finding(CHECK, notice.receiver(), Severity.FAILED,
                    notice.receiver() + " could not be told, " + how.tries() + " times: " + failure.message(),
                    "Look at it yourself meanwhile: what was to be told stands in the journal. Check the address in notify, and the server behind it.", "host"));
        }
        move(notice, over ? notice.last() : receiver(notice.migration(), notice.receiver()).told(), over ? 0 : tries, journal.now().plus(how.pause()));
    }

    private void move(Notice notice, long told, int tries, OffsetDateTime notBefore) {
        journal.sql()
                .sql("UPDATE receiver SET told = ?, tries = ?, not_before = ? WHERE migration = ? AND name = ?")
                .params(told, tries, notBefore, notice.migration(), notice.receiver())
                .update();
    }

    /** Asked at every tick, so that what is known already is only read. */
    private Receiver receiver(String migration, String name) {
        return known(migration, name).orElseGet(() -> {
            journal.sql()
                    .sql("INSERT INTO receiver (migration, name, told, tries, not_before) SELECT ?, ?, COALESCE(MAX(id), 0), 0, ? FROM event WHERE migration = ? AND at < ?")
                    .params(migration, name, journal.now(), migration, journal.now().minus(BEGINNING))
                    .update();
            return known(migration, name).orElseThrow();
        });
    }

    private Optional<Receiver> known(String migration, String name) {
        return journal.sql().sql("SELECT name, told, tries, not_before FROM receiver WHERE migration = ? AND name = ?").params(migration, name).query(Receiver.class).optional();
    }
}
