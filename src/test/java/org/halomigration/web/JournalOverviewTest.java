package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalOverviewTest {
    @TempDir
    Path directory;

    @Test
    void rowsAndFindingsComeFromBothJournals() throws Exception {
        Files.createDirectories(directory);
        try (Journal source = new Journal("source", directory, Clock.systemUTC());
                Journal target = new Journal("target", directory, Clock.systemUTC())) {
            for (Journal journal : List.of(source, target)) {
                journal.phases().register("acme");
            }
            source.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
            for (String state : List.of("found", "sent", "restored")) {
                source.sql()
                        .sql("INSERT INTO backup_set (migration, id, type, tail, headers, state, found, changed) VALUES ('acme', ?, 'log', FALSE, '[]', ?, ?, ?)")
                        .params(state, state, source.now(), source.now())
                        .update();
            }
            target.findings().record("acme", new Finding("chain", "1 to 2", Finding.Severity.WARNING, "a log is missing", "Send it.", "customer"));
            target.findings().record("acme", new Finding("proof", "acme_halo", Finding.Severity.OK, "equal", null, null));

            JournalOverview overview = new JournalOverview(List.of(source, target), null);

            assertThat(overview.migrations()).singleElement().satisfies(row -> {
                assertThat(row.phase()).isEqualTo("seeding");
                assertThat(List.of(row.found(), row.sent(), row.restored(), row.openFindings())).containsExactly(3L, 2L, 1L, 1L);
                assertThat(row.lastEvent()).contains("equal");
            });
            assertThat(overview.findings()).containsExactly(new Overview.Finding("acme", "warning", "a log is missing", "Send it."));
        }
    }
}
