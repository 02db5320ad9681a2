package org.halomigration.sandbox.halo;

import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A small stand-in for HaloITSM, on premises or hosted: agent app, portal, API, tickets from mail with answers, and the integrator's
 * heartbeat. It is made stopped. While it is stopped it has no connection to its database or mailbox, and its web address answers
 * with status 503, as IIS does for a stopped application pool.
 */
public final class HaloApplication implements AutoCloseable {
    private static final long SLOW_SECONDS = 30;

    private final HaloOptions options;
    private final HaloStore store;
    private final HaloPages pages;
    private final HaloControl control;
    private final String clientId = "halo-check";
    private final String clientSecret = UUID.randomUUID().toString();
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition healed = lock.newCondition();
    private HaloWorker mail;
    private HaloWorker integrator;
    private volatile boolean running;

    /** Binds its addresses; {@link #start()} makes it work. */
    public HaloApplication(HaloOptions options) {
        this.options = options;
        this.store = new HaloStore(options);
        try {
            this.pages = new HaloPages(this, store);
            this.control = new HaloControl(this);
        } catch (IOException e) {
            throw new IllegalStateException("No port on loopback: " + e.getMessage(), e);
        }
    }

    /** @throws SQLException when its database does not let it in; it stays stopped then */
    public synchronized void start() throws SQLException {
        if (running) {
            return;
        }
        store.open();
        running = true;
        if (options.mail() != null) {
            mail = HaloWorker.every(200, "halo-mail", new TicketMail(options.mail(), store, this));
        }
        if (options.heartbeat() != null) {
            integrator = HaloWorker.every(500, "halo-integrator", new Integrator(store, this));
        }
    }

    /** When it returns, nothing of it works any more and no connection is open. */
    public synchronized void stop() {
        running = false;
        if (mail != null) {
            mail.close();
            mail = null;
        }
        if (integrator != null) {
            integrator.close();
            integrator = null;
        }
        store.close();
    }

    /** Runs the statements of {@link HaloOptions#prepare()} on a connection that is closed again. */
    public void prepare() throws SQLException {
        store.prepare();
    }

    public boolean running() {
        return running;
    }

    /** {@code http://127.0.0.1:port}, the agent app; {@code /portal}, {@code /integrator} and {@code /api} are below it. */
    public String url() {
        return pages.url();
    }

    /** Takes {@code POST /start}, {@code /stop}, {@code /prepare} and {@code GET /state}, which answers "running" or "stopped". */
    public String controlUrl() {
        return control.url();
    }

    /** How many requests its web address has taken, while stopped too. */
    public int visits() {
        return pages.visits();
    }

    public String clientId() {
        return clientId;
    }

    public String clientSecret() {
        return clientSecret;
    }

    public void breaks(Fault fault) {
        lock.lock();
        try {
            faults.add(fault);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing is wrong any more, and who waits because of a fault goes on. */
    public void heals() {
        lock.lock();
        try {
            faults.clear();
            healed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean suffers(Fault fault) {
        lock.lock();
        try {
            return faults.contains(fault);
        } finally {
            lock.unlock();
        }
    }

    /** Holds the caller up while that fault is there, for thirty seconds or so many milliseconds at most. */
    void endure(Fault fault, long milliseconds) throws InterruptedException {
        lock.lock();
        try {
            for (long left = milliseconds * 1_000_000; left > 0 && faults.contains(fault); ) {
                left = healed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void endureSlowness() throws InterruptedException {
        endure(Fault.SLOW, SLOW_SECONDS * 1000);
    }

    @Override
    public void close() {
        heals();
        stop();
        pages.close();
        control.close();
    }
}
