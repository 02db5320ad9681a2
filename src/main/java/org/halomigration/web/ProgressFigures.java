package org.halomigration.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Measure;

/** What is under way in one role, as its events tell it: nothing is asked of the journal. */
final class ProgressFigures {
    /** What has not been heard of for so long is not under way any more: its connection was cut, or its statement ended. */
    private static final Duration SILENT = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Counted> counted = new HashMap<>();

    ProgressFigures(Clock clock) {
        this.clock = clock;
    }

    private record Active(long done, long total, Instant at, double perSecond) {}

    private static final class Counted {
        private final Map<String, Active> transfers = new HashMap<>();
        private long sentBytes;
        private Active restore;
        private long restores;
        private long restoreMillis;
    }

    /**
     * Of one migration now.
     *
     * @param sentBytes since the process started
     * @param activeBytes sent so far of the files that are under way, of {@code sizeBytes}
     * @param restorePercent 0 where no restore runs
     * @param restores how many have ended well since the process started, in {@code restoreMillis} together
     */
    record Progress(long sentBytes, long activeBytes, long sizeBytes, double bytesPerSecond, long restorePercent, long restores, long restoreMillis) {}

    synchronized void measured(Measure measure) {
        Counted all = counted.computeIfAbsent(measure.migration(), name -> new Counted());
        Instant now = clock.instant();
        if (measure.kind().equals("push")) {
            Active before = all.transfers.get(measure.what());
            // A file that is sent again begins anew.
            boolean on = before != null && measure.done() >= before.done();
            long bytes = on ? measure.done() - before.done() : measure.done();
            double seconds = on ? Duration.between(before.at(), now).toNanos() / 1e9 : 0;
            all.sentBytes += bytes;
            if (measure.done() == measure.total()) {
                all.transfers.remove(measure.what());
            } else {
                all.transfers.put(measure.what(), new Active(measure.done(), measure.total(), now, seconds > 0 ? bytes / seconds : 0));
            }
        } else if (measure.kind().startsWith("restore-")) {
            all.restore = new Active(measure.done(), measure.total(), now, 0);
        }
    }

    synchronized void happened(Event event) {
        if (!event.kind().equals("restore.done") && !event.kind().equals("restore.failed")) {
            return;
        }
        Counted all = counted.computeIfAbsent(event.migration(), name -> new Counted());
        all.restore = null;
        if (event.kind().equals("restore.done") && event.millis() != null) {
            all.restores++;
            all.restoreMillis += event.millis();
        }
    }

    synchronized Progress of(String migration) {
        Counted all = counted.get(migration);
        if (all == null) {
            return new Progress(0, 0, 0, 0, 0, 0, 0);
        }
        Instant heard = clock.instant().minus(SILENT);
        all.transfers.values().removeIf(active -> active.at().isBefore(heard));
        return new Progress(
                all.sentBytes,
                all.transfers.values().stream().mapToLong(Active::done).sum(),
                all.transfers.values().stream().mapToLong(Active::total).sum(),
                all.transfers.values().stream().mapToDouble(Active::perSecond).sum(),
                all.restore == null ? 0 : all.restore.done() * 100 / all.restore.total(),
                all.restores,
                all.restoreMillis);
    }
}
