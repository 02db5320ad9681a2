package org.halomigration.migration;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Measure;
import org.halomigration.tsql.Progress;
import org.halomigration.tsql.Running;
import org.halomigration.tsql.ServerMessage;
import org.halomigration.tsql.ServerMessages;
import org.halomigration.tsql.StatementFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what the servers say while a statement runs: how far it is as progress, standstills as events of the migration, the rest as
 * evidence. How far it is comes from the statement's own messages and from the server's figures, whichever is further.
 */
final class Story implements ServerMessages {
    private static final Logger LOG = LoggerFactory.getLogger(Story.class);

    /** Percent from one line to the next: the rest is for whoever listens closer. */
    private static final int STEP = 20;

    private static final Duration LINE = Duration.ofMinutes(1);
    private static final String ZEROING = ": the server fills the database's files with zeros, which shows as 0 % and may take long";
    private static final String REDOING = ": all is copied, the server redoes the log or upgrades the database";

    private final List<Journal> journals;
    private final Map<String, Told> told = new ConcurrentHashMap<>();

    /**
     * What was said last of a statement.
     *
     * @param words beside the figures; empty for none
     */
    private record Told(OffsetDateTime started, OffsetDateTime at, int percent, String words) {}

    Story(List<Journal> journals) {
        this.journals = journals;
    }

    @Override
    public void started(Running running) {
        OffsetDateTime now = journal(running).now();
        told.put(key(running), new Told(now, now, 0, ""));
    }

    @Override
    public void message(Running running, ServerMessage message) {
        message.percent().ifPresentOrElse(percent -> tell(running, percent, 0, ""), () -> keep(running, message));
    }

    private void keep(Running running, ServerMessage message) {
        String migration = running.migration();
        if (migration == null) {
            return;
        }
        Journal journal = journal(running);
        journal.sql()
                .sql("INSERT INTO server_message (migration, attempt, at, instance, statement, sha256, session, number, severity, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        migration, journal.phases().attempt(migration), journal.now(), running.instance(), running.statement(), running.sha256(), running.session(),
                        message.number(), message.severity(), String.valueOf(message.text()))
                .update();
    }

    @Override
    public void progress(Running running, Progress progress) {
        tell(running, (int) progress.percent(), progress.remainingMillis(), progress.zeroing() ? ZEROING : progress.redoing() ? REDOING : "");
    }

    private synchronized void tell(Running running, int percent, long remaining, String words) {
        Told last = told.get(key(running));
        if (running.migration() == null || last == null || percent < last.percent()) {
            return;
        }
        journal(running).events().measured(new Measure(running.migration(), running.set(), running.statement(), running.statement(), percent, 100));
        OffsetDateTime now = journal(running).now();
        boolean news = percent / STEP > last.percent() / STEP || !words.isEmpty() && !words.equals(last.words());
        if (!news && (percent == last.percent() || Duration.between(last.at(), now).compareTo(LINE) < 0)) {
            return;
        }
        told.put(key(running), new Told(last.started(), now, percent, words));
        String text = running.statement() + " " + percent + " %" + (words.isEmpty() ? pace(running, percent, remaining, Duration.between(last.started(), now)) : words);
        journal(running).events().progressed(running.migration(), running.set(), running.statement() + ".progress", text);
    }

    /** How fast it goes on average, and how long it will still take: as the server expects, else at the same pace. */
    private static String pace(Running running, int percent, long remaining, Duration elapsed) {
        long millis = elapsed.toMillis();
        if (percent <= 0 || percent >= 100 || millis <= 0) {
            return "";
        }
        String rate = running.bytes() == null ? "" : ", " + Durations.bytes(running.bytes() / 100 * percent * 1000 / millis) + "/s";
        return rate + ", " + Durations.text(remaining > 0 ? remaining : millis * (100 - percent) / percent) + " left";
    }

    @Override
    public void stalled(Running running, Duration since, Progress last, boolean cancelled) {
        if (running.migration() != null) {
            journal(running)
                    .events()
                    .happened(
                            running.migration(),
                            running.set(),
                            running.statement() + ".stalled",
                            running.statement() + " shows no progress since " + Durations.text(since.toMillis())
                                    + (last == null ? "" : ", the server says: " + last) + (cancelled ? "; it is cancelled" : ""),
                            null,
                            null);
        }
    }

    @Override
    public void ended(Running running, Duration duration, Exception failure) {
        told.remove(key(running));
        if (failure instanceof StatementFailed failed && failed.errors().size() > 1) {
            // The message says the first cause only; what wraps it is context.
            LOG.info("{}: the server said {}", running, failed.errors());
        }
    }

    private static String key(Running running) {
        return running.exchangeId() + running.statement();
    }

    private Journal journal(Running running) {
        return journals.stream().filter(journal -> running.instance().endsWith("." + journal.role())).findFirst().orElse(journals.get(0));
    }
}
