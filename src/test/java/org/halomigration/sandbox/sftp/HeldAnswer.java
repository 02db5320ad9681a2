package org.halomigration.sandbox.sftp;

import java.util.concurrent.CountDownLatch;

/** One answer that the SFTP server keeps back, so that a test knows exactly how far its client has come. */
public final class HeldAnswer implements AutoCloseable {
    private final String operation;
    private final String ending;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldAnswer(String operation, String ending) {
        this.operation = operation;
        this.ending = ending;
    }

    void hold(String done, String file) {
        if (!done.equals(operation) || !file.endsWith(ending)) {
            return;
        }
        reached.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a client waits for it by now. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /** The server answers again; the client may be gone. */
    @Override
    public void close() {
        released.countDown();
    }
}
