package org.halomigration.bench;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSetBuilder;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.Lsn;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.Planner;
import org.halomigration.backup.TargetState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How long it takes to work out a plan: from header rows, and from sets that were read already. The rows are a source's of years: a log
 * every quarter of an hour, a differential a day, a full a week.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PlanningBench {
    private static final int LOGS_A_DAY = 96;
    private static final int DAYS_A_WEEK = 7;

    @Param({"1000", "10000", "100000"})
    int headers;

    private List<Map<String, Object>> rows;
    private List<BackupSet> sets;

    @Setup
    public void take() {
        rows = new ArrayList<>();
        UUID family = new UUID(1, 1);
        UUID path = new UUID(2, 2);
        UUID base = null;
        LocalDateTime time = LocalDateTime.of(2023, 1, 1, 22, 0);
        long lsn = 1_000_000;
        for (int i = 0; i < headers; i++) {
            int inWeek = i % (DAYS_A_WEEK * (LOGS_A_DAY + 1));
            BackupType type = inWeek == 0 ? BackupType.FULL : inWeek % (LOGS_A_DAY + 1) == 0 ? BackupType.DIFFERENTIAL : BackupType.LOG;
            UUID guid = new UUID(3, i);
            base = type == BackupType.FULL ? guid : base;
            long first = type == BackupType.LOG ? lsn : lsn + 10;
            lsn = type == BackupType.LOG ? lsn + 1_000 : lsn;
            BackupSetBuilder set = BackupSet.builder(guid)
                    .type(type)
                    .file("D:\\Backup\\Halo_" + i + (type == BackupType.LOG ? ".trn" : ".bak"))
                    .position(1)
                    .databaseName("Halo")
                    .serverName("SQL01")
                    .familyGuid(family)
                    .firstRecoveryForkId(path)
                    .recoveryForkId(path)
                    .hasChecksums(true)
                    .firstLsn(Lsn.of(first))
                    .lastLsn(Lsn.of(type == BackupType.LOG ? lsn : first + 40))
                    .startDate(time)
                    .finishDate(time.plusMinutes(1));
            if (type == BackupType.FULL) {
                set.checkpointLsn(Lsn.of(first));
            } else if (type == BackupType.DIFFERENTIAL) {
                set.differentialBaseGuid(base);
            }
            rows.addAll(BackupSets.toHeaders(set.build()));
            time = time.plusMinutes(15);
        }
        sets = BackupSets.fromHeaders(rows).sets();
    }

    @Benchmark
    public Plan fromHeaders() {
        return plan(BackupSets.fromHeaders(rows).sets());
    }

    @Benchmark
    public Plan fromSets() {
        return plan(sets);
    }

    private static Plan plan(Collection<BackupSet> sets) {
        return Planner.plan(sets, TargetState.absent("acme_halo"), PlanOptions.forDatabase("Halo"));
    }

    public static void main(String[] args) throws Exception {
        Options options = new OptionsBuilder()
                .include(PlanningBench.class.getName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .build();
        Figures figures = new Figures("planning");
        for (RunResult result : new Runner(options).run()) {
            double millis = result.getPrimaryResult().getScore();
            int headers = Integer.parseInt(result.getParams().getParam("headers"));
            figures.row(
                    "what", result.getPrimaryResult().getLabel(),
                    "headers", headers,
                    "ms", millis,
                    "± ms", result.getPrimaryResult().getScoreError(),
                    "µs a header", millis * 1_000 / headers);
        }
        figures.publish();
    }
}
