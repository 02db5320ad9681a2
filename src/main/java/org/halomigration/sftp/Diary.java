package org.halomigration.sftp;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps and tells how far one file is while it is sent, twice a second at most. */
final class Diary implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Diary.class);
    private static final long TICK = 500;

    private final Outgoing file;
    private final Upload upload;
    private final Ledger ledger;
    private final Progress progress;
    private final Throttle throttle;
    private Pace pace;
    private Sent kept;
    private ScheduledFuture<?> tick;
    private boolean started;
    private boolean ended;

    /** @param ledger null where none is kept @param throttle asked at every tick */
    Diary(Outgoing file, Upload upload, Ledger ledger, Progress progress, Throttle throttle) {
        this.file = file;
        this.upload = upload;
        this.ledger = ledger;
        this.progress = progress;
        this.throttle = throttle;
    }

    /** Until {@link #startsAt} nothing is kept: what an earlier try kept still holds. */
    synchronized void begin(ScheduledExecutorService ticks) {
        pace = new Pace(System::nanoTime, 0);
        tick = ticks.scheduleAtFixedRate(this::tick, TICK, TICK, TimeUnit.MILLISECONDS);
    }

    /**
     * Before the first byte leaves, and before what an earlier try left is taken away: a restart must know by what name to find it, and must
     * not believe in what is no more there. What arrived in earlier tries counts for no rate.
     */
    synchronized void startsAt(long bytes) {
        pace = new Pace(System::nanoTime, bytes);
        started = true;
        keep();
    }

    private synchronized void tick() {
        if (ended) {
            return;
        }
        try {
            limit();
            keep();
            tell();
        } catch (RuntimeException e) {
            // Sending goes on, as fast as before; what is not kept is sent again after a restart. The next tick tries again.
            LOG.warn("How fast {} may be sent cannot be asked, or how far it is not be kept", file.path(), e);
        }
    }

    private void limit() {
        try {
            upload.limit(throttle.bytesPerSecond(file));
        } catch (Held e) {
            upload.stop(e);
        }
    }

    /** It has its final name. What the ledger has of it stays until whoever sends it has made that part of its own record. */
    synchronized void named() {
        ended = true;
        tell();
    }

    synchronized void keep() {
        if (ledger != null && started) {
            Sent now = upload.slices().sent(upload.part().name(), file.modified().toEpochMilli());
            if (!now.equals(kept)) {
                ledger.keep(file, now);
                kept = now;
            }
        }
    }

    private void tell() {
        for (String sentence; (sentence = upload.notice()) != null; ) {
            progress.noticed(file, sentence);
        }
        progress.moved(file, pace.at(upload.slices().acknowledged(), file.size(), upload.retries()));
    }

    /** Ends the upload, and where it did not come to its end keeps how far it came. */
    @Override
    public void close() {
        upload.leave();
        tick.cancel(false);
        synchronized (this) {
            if (!ended) {
                ended = true;
                keep();
                tell();
            }
        }
    }
}
