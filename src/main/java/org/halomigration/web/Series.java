package org.halomigration.web;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Migrations;
import org.halomigration.web.JournalFigures.Figures;
import org.halomigration.web.ProgressFigures.Progress;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The product's own series at {@code /actuator/prometheus}, beside Camel's and the JVM's: {@code docs/metrics.md} says what each one means.
 * They are worked out when they are asked for, so that an age grows between two events and a migration that is gone leaves no series.
 */
@Component
final class Series implements MultiCollector {
    private final List<Side> sides;
    private final Migrations migrations;
    private final Clock clock;

    private record Side(JournalFigures journal, ProgressFigures progress) {}

    Series(List<Journal> journals, Migrations migrations, Clock clock, ObjectProvider<PrometheusRegistry> registry) {
        this.migrations = migrations;
        this.clock = clock;
        this.sides = journals.stream().map(journal -> side(journal, clock)).toList();
        registry.ifAvailable(prometheus -> prometheus.register(this));
    }

    private static Side side(Journal journal, Clock clock) {
        ProgressFigures progress = new ProgressFigures(clock);
        journal.events().measure(progress::measured);
        journal.events().listen(progress::happened);
        return new Side(new JournalFigures(journal, clock), progress);
    }

    @Override
    public MetricSnapshots collect() {
        Gauges gauges = new Gauges();
        CounterSnapshot.Builder sent = CounterSnapshot.builder().name("transfer_bytes").help("Bytes of backup files sent to the landing zone");
        SummarySnapshot.Builder restores = SummarySnapshot.builder().name("restore_seconds").help("Restores that succeeded, and how long they took together");
        Instant now = clock.instant();
        for (Side side : sides) {
            String role = side.journal().role();
            for (Figures its : side.journal().all()) {
                String migration = its.migration();
                if (migrations.find(migration).isEmpty()) {
                    continue;
                }
                standing(gauges, its, role, now);
                Progress progress = side.progress().of(migration);
                Labels only = Labels.of("migration", migration);
                if (role.equals("source")) {
                    sent.dataPoint(CounterDataPointSnapshot.builder().labels(only).value(progress.sentBytes()).build());
                    gauges.add("transfer_active_bytes", "Bytes sent so far of the files that are under way", progress.activeBytes(), only);
                    gauges.add("transfer_size_bytes", "Size of the files that are under way", progress.sizeBytes(), only);
                    gauges.add("transfer_rate_bytes_per_second", "How fast they go now", progress.bytesPerSecond(), only);
                    gauges.add("receipt_wait_seconds", "How long the target has owed an answer for what was sent; 0 where it owes none", age(its.waitingSince(), now), only);
                } else {
                    gauges.add("restore_percent", "How far the restore that runs has come; 0 where none runs", progress.restorePercent(), only);
                    restores.dataPoint(
                            SummaryDataPointSnapshot.builder().labels(only).count(progress.restores()).sum(progress.restoreMillis() / 1000.0).build());
                }
            }
        }
        MetricSnapshots.Builder all = MetricSnapshots.builder().metricSnapshot(sent.build()).metricSnapshot(restores.build());
        gauges.all().forEach(all::metricSnapshot);
        return all.build();
    }

    private static void standing(Gauges gauges, Figures its, String role, Instant now) {
        Labels labels = Labels.of("migration", its.migration(), "role", role);
        gauges.add("migration_phase", "1 for the phase that the migration is in", 1, labels.add("phase", its.phase()));
        gauges.add("migration_phase_seconds", "How long it has been in it", age(its.since(), now), labels);
        its.findings().forEach((severity, count) -> gauges.add("migration_findings", "Findings that stand now", count, labels.add("severity", severity)));
        its.sets().forEach((state, count) -> gauges.add("backup_sets", "Backup sets, by what became of them", count, labels.add("state", state)));
        gauges.add("migration_downtime_seconds", "From the start of the cutover until it was live or backed out", its.downtime(now).toMillis() / 1000.0, labels);
        if (its.newestRestored() != null) {
            gauges.add("backup_age_seconds", "Age of the newest backup that is restored", age(its.newestRestored(), now), labels);
        }
    }

    private static double age(Instant since, Instant now) {
        return since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0;
    }

    /** Gauges by name, each with a point a migration. */
    private static final class Gauges {
        private final Map<String, GaugeSnapshot.Builder> builders = new LinkedHashMap<>();

        void add(String name, String help, double value, Labels labels) {
            builders.computeIfAbsent(name, key -> GaugeSnapshot.builder().name(key).help(help))
                    .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build());
        }

        List<GaugeSnapshot> all() {
            List<GaugeSnapshot> all = new ArrayList<>();
            builders.values().forEach(builder -> all.add(builder.build()));
            return all;
        }
    }
}
