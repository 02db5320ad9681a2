package org.halomigration.migration;

import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When the jobs of one scheduler are due; a job is named after its stage, in the group of its migration. */
final class Timetable {
    private static final Logger LOG = LoggerFactory.getLogger(Timetable.class);

    private final Scheduler scheduler;

    Timetable(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Makes a job due after a while; a time already set is only ever moved nearer. Looked at and put in one: else a time that another thread puts in between were lost. */
    synchronized void due(JobKey key, Duration in) throws SchedulerException {
        Date at = new Date(System.currentTimeMillis() + in.toMillis());
        TriggerKey trigger = TriggerKey.triggerKey("due/" + key.getName(), key.getGroup());
        JobKey job = job(key);
        if (in.isZero() || nextFire(trigger).map(next -> next.after(at)).orElse(true)) {
            put(TriggerBuilder.newTrigger()
                    .withIdentity(trigger)
                    .forJob(job)
                    .startAt(at)
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                    .build());
        }
    }

    /** Empty also when the trigger fires while it is looked at: then a new one is in place. */
    private Optional<Date> nextFire(TriggerKey key) {
        try {
            return Optional.ofNullable(scheduler.getTrigger(key)).map(Trigger::getNextFireTime);
        } catch (SchedulerException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the trigger, or adds it. Which of the two is right changes whenever it fires, also between the steps in which Quartz does
     * either, so a refusal is only believed when it lasts.
     */
    private void put(SimpleTrigger trigger) throws SchedulerException {
        for (int times = 1; ; times++) {
            try {
                if (scheduler.rescheduleJob(trigger.getKey(), trigger) == null) {
                    scheduler.scheduleJob(trigger);
                }
                return;
            } catch (SchedulerException e) {
                if (times == 20) {
                    throw e;
                }
                LOG.trace("{} fires while it is put, try {}", trigger.getKey(), times);
            }
        }
    }

    /**
     * Gives a job a schedule of its own, or takes it away; the same expression again changes nothing. A run missed while the process was
     * down happens once.
     *
     * @param cron a Quartz cron expression, or null for none
     */
    synchronized void schedule(JobKey key, String cron) throws SchedulerException {
        TriggerKey trigger = TriggerKey.triggerKey("schedule/" + key.getName(), key.getGroup());
        Trigger before = scheduler.getTrigger(trigger);
        if (before instanceof CronTrigger same && same.getCronExpression().equals(cron)) {
            return;
        }
        if (before != null) {
            scheduler.unscheduleJob(trigger);
        }
        if (cron == null) {
            return;
        }
        CronTrigger now = TriggerBuilder.newTrigger()
                .withIdentity(trigger)
                .forJob(job(key))
                .withSchedule(CronScheduleBuilder.cronSchedule(cron).withMisfireHandlingInstructionFireAndProceed())
                .build();
        // Quartz refuses one whose last time has been, such as that of a single day.
        if (now.getFireTimeAfter(new Date()) != null) {
            scheduler.scheduleJob(now);
        }
    }

    private JobKey job(JobKey key) throws SchedulerException {
        if (!scheduler.checkExists(key)) {
            JobDetail job = JobBuilder.newJob(StageJob.class).withIdentity(key).storeDurably().requestRecovery().build();
            scheduler.addJob(job, true);
        }
        return key;
    }
}
