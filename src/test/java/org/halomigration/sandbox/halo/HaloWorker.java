package org.halomigration.sandbox.halo;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again on a thread of its own until it is closed; what fails once is tried again. */
final class HaloWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HaloWorker.class);

    /** One round of work, and what to let go of at the end. */
    interface Task extends AutoCloseable {
        void run() throws Exception;

        @Override
        default void close() {}
    }

    private final ScheduledExecutorService thread;
    private final Task task;

    private HaloWorker(String name, Task task) {
        this.task = task;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    static HaloWorker every(long milliseconds, String name, Task task) {
        HaloWorker worker = new HaloWorker(name, task);
        worker.thread.scheduleWithFixedDelay(worker::round, 0, milliseconds, TimeUnit.MILLISECONDS);
        return worker;
    }

    private void round() {
        try {
            task.run();
        } catch (Exception e) {
            LOG.debug("{}: {}", Thread.currentThread().getName(), e.toString());
        }
    }

    /** Lets the round that runs now end, and begins no other. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        task.close();
    }
}
