package org.halomigration.migration;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** One run of a stage for one migration; never two at once. */
@DisallowConcurrentExecution
public final class StageJob implements Job {
    private final Work work;

    StageJob(Work work) {
        this.work = work;
    }

    @Override
    public void execute(JobExecutionContext context) {
        work.run(context.getJobDetail().getKey());
    }
}
