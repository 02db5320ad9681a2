package org.halomigration.migration;

import org.quartz.SchedulerException;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

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
        migrations.refresh();
        running = true;
    }

    /** Camel starts, and loads its routes, when all beans have started; what a killed process was at runs again the moment the work starts. */
    @EventListener(ApplicationStartedEvent.class)
    void work() {
        try {
            work.start();
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

    /** Stops before everything else, Camel's routes among it. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
