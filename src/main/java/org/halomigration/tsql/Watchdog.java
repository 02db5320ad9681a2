package org.halomigration.tsql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one statement for lack of progress. Time alone means nothing here: a good restore may take hours. It raises an alarm first, and
 * cancels only where it is allowed to and sees on the server that nothing moves.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** How long a server may take to confirm a cancel, in milliseconds: its undoing takes time. */
    private static final long GRACE = 300_000;

    /**
     * @param alarmAfter milliseconds without progress
     * @param cancelAfter milliseconds without progress; 0: never
     * @param interval milliseconds between looks at the server; 0: never looks
     */
    record Settings(long alarmAfter, long cancelAfter, long interval, ServerProgress progress) {}

    private final Running running;
    private final Statement statement;
    private final Settings settings;
    private final ServerMessages listener;
    private final boolean mayCancel;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastMove = System.nanoTime();
    private volatile boolean cancelled;
    private boolean alarmed;
    private Progress last;
    private boolean visible;

    private Watchdog(Running running, RenderedStatement rendered, Statement statement, Settings settings, ServerMessages listener) {
        this.running = running;
        this.statement = statement;
        this.settings = settings;
        this.listener = listener;
        // Half a recovery or half a tail is worse than a slow one.
        this.mayCancel = settings.cancelAfter() > 0 && !rendered.recovers() && !rendered.takesTail();
    }

    static Watchdog over(
            Running running, RenderedStatement rendered, Statement statement, Settings settings, ServerMessages listener) {
        Watchdog watchdog = new Watchdog(running, rendered, statement, settings, listener);
        Thread thread = new Thread(watchdog::watch, "watch " + running.statement() + " " + running.instance());
        thread.setDaemon(true);
        thread.start();
        return watchdog;
    }

    /** The server has said something. */
    void moved() {
        lastMove = System.nanoTime();
    }

    boolean hasCancelled() {
        return cancelled;
    }

    @Override
    public void close() {
        ended.countDown();
    }

    private void watch() {
        long pause = Math.max(1, settings.interval() > 0 ? settings.interval() : Math.min(1_000, settings.alarmAfter()));
        try (ServerProgress server = settings.progress()) {
            boolean looks = settings.interval() > 0 && server.available();
            while (!ended.await(pause, TimeUnit.MILLISECONDS) && !cancelled) {
                if (looks) {
                    look(server);
                }
                if (ended.getCount() > 0) {
                    judge(Duration.ofNanos(System.nanoTime() - lastMove));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("{} is no longer watched; the statement goes on", running, e);
        }
    }

    private void look(ServerProgress server) {
        try {
            Optional<Progress> now = server.of(running.session());
            visible = now.isPresent();
            if (visible && !Objects.equals(now.get(), last)) {
                if (last == null || !stands(now.get())) {
                    moved();
                }
                last = now.get();
                listener.progress(running, last);
            }
        } catch (SQLException | StatementUnusable e) {
            visible = false;
            LOG.debug("{}: its progress cannot be read", running, e);
        }
    }

    /** Whether only the estimate differs. */
    private boolean stands(Progress now) {
        return now.percent() == last.percent()
                && now.reads() == last.reads()
                && now.writes() == last.writes()
                && Objects.equals(now.waitType(), last.waitType());
    }

    private void judge(Duration still) throws InterruptedException {
        boolean seenStanding = visible && !last.zeroing() && !last.redoing();
        if (mayCancel && seenStanding && still.toMillis() >= settings.cancelAfter()) {
            cancel(still);
        } else if (still.toMillis() < settings.alarmAfter()) {
            alarmed = false;
        } else if (!alarmed) {
            alarmed = true;
            listener.stalled(running, still, last, false);
        }
    }

    private void cancel(Duration still) throws InterruptedException {
        cancelled = true;
        try {
            listener.stalled(running, still, last, true);
        } finally {
            try {
                statement.cancel();
                if (!ended.await(GRACE, TimeUnit.MILLISECONDS)) {
                    LOG.warn("{}: the server does not confirm that it was cancelled; the connection is cut", running);
                    statement.getConnection().abort(Runnable::run);
                }
            } catch (SQLException e) {
                LOG.warn("{} could not be cancelled", running, e);
            }
        }
    }
}
