package org.halomigration.sandbox.sqlserver;

import java.util.concurrent.CountDownLatch;

/** A BACKUP or RESTORE that stands at a percentage until a test lets it go on. */
public final class Held implements AutoCloseable {
    final String command;
    final int percent;
    final String waitType;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Held(String command, int percent, String waitType) {
        this.command = command;
        this.percent = percent;
        this.waitType = waitType;
    }

    /** Whether the statement stands there, or has stood. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    void stand() throws InterruptedException {
        reached.countDown();
        released.await();
    }

    @Override
    public void close() {
        released.countDown();
    }
}
