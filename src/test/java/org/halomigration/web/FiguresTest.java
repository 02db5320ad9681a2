package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Measure;
import org.halomigration.journal.Phase;
import org.halomigration.web.JournalFigures.Figures;
import org.halomigration.web.ProgressFigures.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
    private static final Instant START = Instant.parse("2026-12-04T20:00:00Z");

    @TempDir
    Path directory;

    private Instant now = START;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void ofOneMigrationFromItsJournal() {
        try (Journal journal = new Journal("source", directory, clock)) {
            journal.phases().register("acme");
            JournalFigures figures = new JournalFigures(journal, clock);
            Figures acme = acme(figures);
            assertThat(acme.phase()).isEqualTo("preparing");
            assertThat(acme.newestRestored()).isNull();
            assertThat(acme.waitingSince()).isNull();
            assertThat(acme.findings()).containsEntry("failed", 0L).containsEntry("warning", 0L);

            now = START.plusSeconds(100);
            set(journal, "1", "restored", START.minusSeconds(600));
            set(journal, "2", "restored", START.minusSeconds(60));
            set(journal, "3", "sent", START);
            set(journal, "4", "found", START);
            journal.findings().record("acme", new Finding("check", "a", Finding.Severity.FAILED, "bad", null, null));
            journal.findings().record("acme", new Finding("check", "b", Finding.Severity.FAILED, "bad", null, null));
            journal.findings().end("acme", "check", "b");

            acme = acme(figures);
            assertThat(acme.newestRestored()).isEqualTo(START.minusSeconds(60));
            assertThat(acme.waitingSince()).isEqualTo(START.plusSeconds(100));
            assertThat(acme.sets()).containsEntry("restored", 2L).containsEntry("sent", 1L).containsEntry("found", 1L);
            assertThat(acme.findings()).containsEntry("failed", 1L);
        }
    }

    @Test
    void theDowntimeClockRunsFromCutoverToLiveAlsoAfterARestart() {
        try (Journal journal = new Journal("source", directory, clock)) {
            journal.phases().register("acme");
            JournalFigures figures = new JournalFigures(journal, clock);
            assertThat(acme(figures).downtime(now)).isZero();
            journal.phases().move("acme", Phase.PREPARING, Phase.CUTTING_OVER, "ada");
            now = START.plusSeconds(90);
            assertThat(acme(figures).downtime(now)).isEqualTo(Duration.ofSeconds(90));
            assertThat(acme(new JournalFigures(journal, clock)).downtime(now)).isEqualTo(Duration.ofSeconds(90));
            journal.phases().move("acme", Phase.CUTTING_OVER, Phase.LIVE, null);
            now = START.plusSeconds(500);

            assertThat(acme(figures).downtime(now)).isEqualTo(Duration.ofSeconds(90));
            assertThat(acme(new JournalFigures(journal, clock)).downtime(now)).isEqualTo(Duration.ofSeconds(90));
        }
    }

    @Test
    void fiveHundredMigrationsTakeNoMoreQueriesThanOneAndNothingNewTakesNone() {
        try (Journal journal = new Journal("source", directory, clock)) {
            JournalFigures figures = new JournalFigures(journal, clock);
            journal.phases().register("m0");
            long one = queries(journal, figures);
            for (int i = 1; i < 500; i++) {
                journal.phases().register("m" + i);
            }
            journal.events().happened("m1", "collect.found", "found");
            assertThat(queries(journal, figures)).isEqualTo(one).isPositive();
            assertThat(figures.all()).hasSize(500);

            journal.events().progressed("m1", null, "push.progress", "half");
            assertThat(queries(journal, figures)).as("nothing but progress has happened").isZero();
            now = now.plusSeconds(31);
            assertThat(queries(journal, figures)).as("after a while, whatever has happened").isEqualTo(one);
        }
    }

    @Test
    void whatIsSentIsCountedOnceAndAgainWhenItIsSentAgain() {
        ProgressFigures progress = new ProgressFigures(clock);
        push(progress, "a.bak", 100, 1000);
        now = now.plusSeconds(2);
        push(progress, "a.bak", 300, 1000);
        push(progress, "b.trn", 50, 500);
        assertThat(progress.of("acme")).isEqualTo(new Progress(350, 350, 1500, 100, 0, 0, 0));

        push(progress, "a.bak", 200, 1000);
        assertThat(progress.of("acme").sentBytes()).as("cut, and from the beginning").isEqualTo(550);
        push(progress, "a.bak", 1000, 1000);
        push(progress, "b.trn", 500, 500);
        assertThat(progress.of("acme")).isEqualTo(new Progress(1800, 0, 0, 0, 0, 0, 0));
        assertThat(progress.of("other").sentBytes()).isZero();
    }

    @Test
    void whatIsNotHeardOfIsNotUnderWay() {
        ProgressFigures progress = new ProgressFigures(clock);
        push(progress, "a.bak", 100, 1000);
        now = now.plusSeconds(61);

        assertThat(progress.of("acme")).isEqualTo(new Progress(100, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aRestoreIsUnderWayUntilItHasEnded() {
        ProgressFigures progress = new ProgressFigures(clock);
        progress.measured(new Measure("acme", null, "backup-tail-log", "backup-tail-log", 90, 100));
        assertThat(progress.of("acme").restorePercent()).as("no restore").isZero();
        progress.measured(new Measure("acme", null, "restore-full", "restore-full", 40, 100));
        assertThat(progress.of("acme").restorePercent()).isEqualTo(40);
        progress.happened(new Event(0, null, "acme", 1, "set", "restore.done", "restored", 2500L, null));

        assertThat(progress.of("acme")).isEqualTo(new Progress(0, 0, 0, 0, 0, 1, 2500));
    }

    private static Figures acme(JournalFigures figures) {
        return List.copyOf(figures.all()).get(0);
    }

    private void push(ProgressFigures progress, String file, long done, long total) {
        progress.measured(new Measure("acme", "set", "push", file, done, total));
    }

    private static void set(Journal journal, String id, String state, Instant modified) {
        journal.sql()
                .sql("INSERT INTO backup_set (migration, id, type, tail, headers, state, found, changed) VALUES ('acme', ?, 'log', FALSE, '[]', ?, ?, ?)")
                .params(id, state, journal.now(), journal.now())
                .update();
        journal.sql()
                .sql("INSERT INTO transfer (migration, set_id, sequence, path, size, modified, landed_name, bytes, attempts) VALUES ('acme', ?, 1, ?, 10, ?, ?, 0, 0)")
                .params(id, "/b/" + id, modified.atOffset(ZoneOffset.UTC), id)
                .update();
    }

    /** How many the database has run while the figures were asked for. */
    private static long queries(Journal journal, JournalFigures figures) {
        journal.sql().sql("SET QUERY_STATISTICS FALSE").update();
        journal.sql().sql("SET QUERY_STATISTICS TRUE").update();
        figures.all();
        long run = journal.sql()
                .sql("SELECT COALESCE(SUM(EXECUTION_COUNT), 0) FROM INFORMATION_SCHEMA.QUERY_STATISTICS WHERE SQL_STATEMENT NOT LIKE '%QUERY_STATISTICS%'")
                .query(Long.class)
                .single();
        journal.sql().sql("SET QUERY_STATISTICS FALSE").update();
        return run;
    }
}
