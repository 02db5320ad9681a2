package org.halomigration.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Measure;
import org.halomigration.sftp.Ledger;
import org.halomigration.sftp.Outgoing;
import org.halomigration.sftp.Progress;
import org.halomigration.sftp.Sent;

/** How far each upload is, in the journal: the bean {@code uploads} of the push route. What is kept survives the process and the machine. */
public final class Uploads implements Ledger, Progress {
    /** What has not been heard of for so long is not being sent any more. */
    private static final Duration SILENT = Duration.ofSeconds(5);

    private final Journal journal;
    private final Map<OutgoingFile, Told> under = new ConcurrentHashMap<>();

    private record Told(Instant at, String text) {}

    public Uploads(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Optional<Sent> sent(Outgoing file) {
        return journal.sql()
                .sql("SELECT sent FROM transfer WHERE id = ? AND sent IS NOT NULL")
                .params(of(file).transfer())
                .query(String.class)
                .optional()
                .map(text -> read(text, of(file)));
    }

    private static Sent read(String text, OutgoingFile file) {
        try {
            return Json.read(text, Sent.class, "what was sent of " + file.name());
        } catch (Json.Unreadable e) {
            throw new IllegalStateException("The journal holds what cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void keep(Outgoing file, Sent sent) {
        journal.sql()
                .sql("UPDATE transfer SET bytes = ?, sent = ? WHERE id = ? AND ended IS NULL")
                .params(sent.arrived(), Json.text(sent), of(file).transfer())
                .update();
    }

    @Override
    public void forget(Outgoing file) {
        journal.sql().sql("UPDATE transfer SET sent = NULL WHERE id = ?").params(of(file).transfer()).update();
    }

    @Override
    public void moved(Outgoing file, State state) {
        OutgoingFile sending = of(file);
        journal.events().measured(new Measure(sending.migration(), sending.setId(), "push", sending.name(), state.bytes(), state.size()));
        if (state.size() == 0 || state.bytes() >= state.size()) {
            under.remove(sending);
            return;
        }
        String text = "sending " + sending.name() + " " + state.bytes() * 100 / state.size() + " % (" + Durations.bytes(state.bytes()) + "), " + Durations.bytes(state.rate())
                + "/s, " + Durations.bytes(state.averageRate()) + "/s on average" + (state.left() == null ? "" : ", " + Durations.text(state.left().toMillis()) + " left")
                + (state.retries() == 0 ? "" : ", " + state.retries() + " times again");
        under.put(sending, new Told(journal.now().toInstant(), text));
        journal.events().progressed(sending.migration(), sending.setId(), "push.progress", text);
    }

    /** A line for each file that is being sent, as it was told last. */
    public List<String> sending(String migration) {
        Instant heard = journal.now().toInstant().minus(SILENT);
        under.values().removeIf(told -> told.at().isBefore(heard));
        return under.entrySet().stream().filter(file -> file.getKey().migration().equals(migration)).map(file -> file.getValue().text()).sorted().toList();
    }

    @Override
    public void noticed(Outgoing file, String sentence) {
        OutgoingFile sending = of(file);
        journal.events().happened(sending.migration(), sending.setId(), "push.notice", sending.name() + ": " + sentence, null, null);
    }

    private static OutgoingFile of(Outgoing file) {
        if (file instanceof OutgoingFile sending) {
            return sending;
        }
        throw new IllegalArgumentException(file.path() + " is not from the outbox: the journal has no row for it");
    }
}
