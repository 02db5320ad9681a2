package org.halomigration.migration;

import org.quartz.SchedulerException;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the work once every route is there, and stops it before the routes go: what a stage is doing then ends first, so that a
 * shutdown harms no restore.
 */
final class Engine implements SmartLifecycle {
    private final Work work;
    private final Migrations migrations;
    private volatile boolean running;

    Engine(Work work, Migrations migrations) {
        this.work = work;
        this.migrations = migrations;
    }

    @Override
    public void start() {
        try {
            migrations.refresh();
            work.start();
            running = true;
        } catch (SchedulerException e) {
            throw new IllegalStateException("The engine cannot start: " + e.getMessage() + ". Is another process using the same halo.home?", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            work.close();
        } catch (SchedulerException e) {
            throw new IllegalStateException("The engine did not stop in order: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After everything else has started, Camel's routes among it; so it stops before them. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
