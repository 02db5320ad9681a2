package org.halomigration.migration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.LogContext;
import org.halomigration.sheet.Migration;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine: a stage due for a migration ({@code push/acme}) is a durable, recoverable Quartz job that runs the stage's route
 * ({@code direct:push}) with the migration as variable {@code migration}. One worker at a time owns it; asking again while it runs gives
 * exactly one more run; what a killed process was running runs again at its next start. Each pool of the configuration is a scheduler
 * with threads of its own, so that one customer's full backup never holds up another's tail.
 */
public final class Work implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);

    /**
     * Stages that stop, start, freeze or open one side of a migration: never two at once, else a backout would start what a cutover is
     * still stopping, or a cutover open what was just fenced. The one that comes second looks again a second later.
     */
    private static final Set<String> SWITCHING = Set.of("quiesce", "backout", "cutover", "fence");

    private final Migrations migrations;
    private final ProducerTemplate routes;
    private final List<Duration> pauses;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final List<Scheduler> schedulers = new java.util.ArrayList<>();
    private final Map<JobKey, Failed> failures = new ConcurrentHashMap<>();
    /** Migrations that are being switched now, by role. */
    private final Map<String, Set<String>> switching = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    /** Where a stage's work waits and runs: its pool's timetable, and the journal of the role it belongs to. */
    private record Lane(Timetable timetable, Journal journal) {}

    /** How often in a row a stage has failed, and with which version of the migration file. */
    private record Failed(int times, Migration with) {}

    /** @param pauses before a stage that has failed is tried again: the first time, the second time, …; the last one from then on */
    public Work(Migrations migrations, ProducerTemplate routes, List<Duration> pauses) {
        this.migrations = migrations;
        this.routes = routes;
        this.pauses = pauses;
    }

    /** Adds a pool. @param name also the scheduler's name, in JMX and in the store */
    public void pool(String name, int threads, List<String> stages, Journal journal) throws SchedulerException {
        String scheduler = journal.role() + "-" + name;
        Scheduler made = JournalScheduler.make(scheduler, threads, journal);
        made.setJobFactory((bundle, owner) -> new StageJob(this));
        schedulers.add(made);
        Timetable timetable = new Timetable(made);
        stages.forEach(stage -> lanes.put(stage, new Lane(timetable, journal)));
    }

    public void start() throws SchedulerException {
        for (Scheduler scheduler : schedulers) {
            scheduler.start();
        }
    }

    /** Makes a stage due now. A stage of a role that this process does not play is nothing to do here: the other process looks by itself. */
    public void due(String stage, String migration) {
        dueIn(stage, migration, Duration.ZERO);
    }

    /** As {@link #due}, but leaves a stage that failed to its pause: a tick is no reason to try again sooner, a changed migration file is. */
    public void look(String stage, String migration) {
        JobKey key = JobKey.jobKey(stage, migration);
        Failed failed = failures.get(key);
        if (failed != null && migrations.find(migration).filter(now -> !now.equals(failed.with())).isPresent()) {
            failures.remove(key, failed);
            due(stage, migration);
        } else if (failed == null) {
            due(stage, migration);
        }
    }

    /** Makes every stage that has failed due now: something was changed that may have been the cause. */
    public void tryAgain() {
        failures.keySet().forEach(key -> due(key.getName(), key.getGroup()));
    }

    /** Makes every stage of a migration that has failed due now. */
    public void tryAgain(String migration) {
        failures.keySet().stream().filter(key -> key.getGroup().equals(migration)).forEach(key -> due(key.getName(), migration));
    }

    /** Makes a stage due after a while; a time already set is only ever moved nearer. */
    public void dueIn(String stage, String migration, Duration in) {
        Lane lane = lanes.get(stage);
        if (lane == null || stopping) {
            return;
        }
        try {
            lane.timetable().due(JobKey.jobKey(stage, migration), in);
        } catch (SchedulerException e) {
            throw new IllegalStateException("The engine could not make " + stage + "/" + migration + " due: " + e.getMessage(), e);
        }
    }

    /**
     * Gives a stage a schedule of its own, or takes it away; the same expression again changes nothing. A run missed while the process
     * was down happens once.
     *
     * @param cron a Quartz cron expression, or null for none
     */
    public synchronized void schedule(String stage, String migration, String cron) throws SchedulerException {
        Lane lane = lanes.get(stage);
        if (lane == null || stopping) {
            return;
        }
        lane.timetable().schedule(JobKey.jobKey(stage, migration), cron);
    }

    /** Of a migration that is gone; the next look at it sets it again. */
    private void unschedule(JobKey key) {
        try {
            schedule(key.getName(), key.getGroup(), null);
        } catch (SchedulerException e) {
            LOG.warn("{}/{} keeps its schedule: {}", key.getName(), key.getGroup(), e.getMessage());
        }
    }

    void run(JobKey key) {
        if (!SWITCHING.contains(key.getName()) || !lanes.containsKey(key.getName())) {
            runNow(key);
            return;
        }
        Set<String> side = switching.computeIfAbsent(lanes.get(key.getName()).journal().role(), role -> ConcurrentHashMap.newKeySet());
        if (!side.add(key.getGroup())) {
            dueIn(key.getName(), key.getGroup(), Duration.ofSeconds(1));
            return;
        }
        try {
            runNow(key);
        } finally {
            side.remove(key.getGroup());
        }
    }

    private void runNow(JobKey key) {
        String stage = key.getName();
        Lane lane = lanes.get(stage);
        Migration migration = migrations.find(key.getGroup()).orElse(null);
        if (lane == null || migration == null || stopping) {
            LOG.info("{}/{} is not run: {}", stage, key.getGroup(), stopping ? "shutting down" : "no such migration or stage is configured now");
            unschedule(key);
            return;
        }
        try (LogContext context = LogContext.of(migration.name(), lane.journal().phases().attempt(migration.name()))) {
            runStage(stage, lane, migration, key);
        }
    }

    private void runStage(String stage, Lane lane, Migration migration, JobKey key) {
        Exchange exchange = routes.request("direct:" + stage + "?block=false", e -> e.setVariable("migration", migration));
        Journal journal = lane.journal();
        if (exchange.getException() == null) {
            journal.findings().end(migration.name(), "stage", stage);
            if (failures.remove(key) != null) {
                // What stood in its way has most often stood in the way of the migration's other stages, too.
                tryAgain(migration.name());
            }
            return;
        }
        int times = failures.merge(key, new Failed(1, migration), (before, now) -> new Failed(before.times() + 1, migration)).times();
        Failure failure = Failure.of(exchange.getException());
        LOG.debug("{}/{} failed", stage, migration.name(), exchange.getException());
        Finding finding = new Finding("stage", stage, Finding.Severity.FAILED, stage + ": " + failure.message(), failure.advice(), null);
        if (journal.findings().record(migration.name(), finding)) {
            routes.request("direct:notify?block=false", e -> {
                e.setVariable("migration", migration);
                e.getMessage().setBody(finding);
            });
        }
        dueIn(stage, migration.name(), pauses.get(Math.min(times, pauses.size()) - 1));
    }

    /** Takes no new work and waits for what runs: a restore is not cut off by a shutdown. */
    @Override
    public void close() throws SchedulerException {
        stopping = true;
        for (Scheduler scheduler : schedulers) {
            scheduler.standby();
        }
        for (Scheduler scheduler : schedulers) {
            scheduler.shutdown(true);
        }
    }
}
