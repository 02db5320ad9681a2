package org.halomigration.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Journal;
import org.halomigration.tsql.Progress;
import org.halomigration.tsql.Running;
import org.halomigration.tsql.ServerMessage;
import org.halomigration.tsql.ServerMessages;

/** Keeps what the servers say while a statement runs, percents left out, which are progress only. */
final class Story implements ServerMessages {
    private final List<Journal> journals;
    private final Map<String, Integer> told = new ConcurrentHashMap<>();

    Story(List<Journal> journals) {
        this.journals = journals;
    }

    @Override
    public void message(Running running, ServerMessage message) {
        String migration = running.migration();
        if (migration == null) {
            return;
        }
        Journal journal = journal(running);
        if (message.percent().isEmpty()) {
            journal.sql()
                    .sql("INSERT INTO server_message (migration, attempt, at, instance, statement, sha256, session, number, severity, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            migration, journal.phases().attempt(migration), journal.now(), running.instance(), running.statement(), running.sha256(), running.session(),
                            message.number(), message.severity(), String.valueOf(message.text()))
                    .update();
        } else {
            int percent = message.percent().getAsInt();
            // One line in twenty percent: the rest is for whoever listens closer.
            if (percent / 20 != told.getOrDefault(migration + running.statement(), 0)) {
                told.put(migration + running.statement(), percent / 20);
                journal.events().progressed(migration, null, running.statement() + ".progress", running.statement() + " " + percent + " %");
            }
        }
    }

    @Override
    public void started(Running running) {
        told.remove(running.migration() + running.statement());
    }

    @Override
    public void stalled(Running running, Duration since, Progress last, boolean cancelled) {
        if (running.migration() != null) {
            journal(running)
                    .events()
                    .happened(
                            running.migration(),
                            running.statement() + ".stalled",
                            running.statement() + " shows no progress since " + since.toSeconds() + " s"
                                    + (last == null ? "" : ", the server says: " + last) + (cancelled ? "; it is cancelled" : ""));
        }
    }

    private Journal journal(Running running) {
        return journals.stream().filter(journal -> running.instance().endsWith("." + journal.role())).findFirst().orElse(journals.get(0));
    }
}
