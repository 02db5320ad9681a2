package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.time.Duration;
import org.halomigration.check.ChainGuard;
import org.halomigration.journal.Phase;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chain guard on a database of its own, each backup found by the migration or taken by somebody else. */
@ExtendWith(RunningPreflight.Resolver.class)
class GuardsTheChainTest {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final RunningPreflight running;
    private String database;

    GuardsTheChainTest(RunningPreflight running) {
        this.running = running;
    }

    @BeforeEach
    void create() {
        database = "Guarded_" + COUNT.incrementAndGet();
        running.onSource("CREATE DATABASE " + database);
        running.onSource("ALTER DATABASE " + database + " SET RECOVERY FULL");
        running.onSource("USE " + database + "; CREATE TABLE dbo.T (n int); INSERT INTO dbo.T (n) VALUES (1)");
    }

    @AfterEach
    void drop() {
        running.source.sql().sql("DELETE FROM backup_set").update();
        running.onSource("DROP DATABASE " + database);
    }

    @Test
    void withoutAFullThereIsNothingToGuard() {
        assertThat(guard()).singleElement().satisfies(finding -> assertThat(finding.detail()).startsWith("No full backup has been found yet"));
    }

    @Test
    void ownBackupsAreWell() throws Exception {
        backup("DATABASE", "full.bak", "");
        backup("LOG", "log1.trn", "");
        backup("DATABASE", "diff.bak", ", DIFFERENTIAL");
        backup("LOG", "log2.trn", "");
        found();

        assertThat(guard()).extracting(Finding::severity).containsExactly(Severity.OK);
    }

    @Test
    void somebodyElsesFullIsAWarningWhereLogsCarryOn() throws Exception {
        backup("DATABASE", "full.bak", "");
        found();
        backup("DATABASE", "nightly.bak", "");

        assertThat(guard()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("never came here", "nightly.bak");
        });
    }

    @Test
    void somebodyElsesFullFailsAPlanOfDifferentials() throws Exception {
        running.onSource("ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        backup("DATABASE", "full.bak", "");
        found();
        backup("DATABASE", "nightly.bak", "");

        assertThat(guard()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.advice()).contains("no differential fits");
        });
    }

    @Test
    void somebodyElsesCopyOnlyFullChangesNothing() throws Exception {
        backup("DATABASE", "full.bak", "");
        found();
        backup("DATABASE", "copy.bak", ", COPY_ONLY");

        assertThat(guard()).extracting(Finding::severity).containsExactly(Severity.OK);
    }

    @Test
    void aLogWhoseFileNeverCameFailsUntilADifferentialBridgesIt() throws Exception {
        backup("DATABASE", "full.bak", "");
        backup("LOG", "log1.trn", "");
        found();
        write();
        backup("LOG", "stray.trn", "");

        assertThat(guard()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains("A log backup was taken whose file never came here", "stray.trn");
        });

        write();
        backup("DATABASE", "diff.bak", ", DIFFERENTIAL");
        found("stray.trn");
        assertThat(guard()).extracting(Finding::severity).containsExactly(Severity.OK);
    }

    @Test
    void aBrokenLogChainFails() throws Exception {
        backup("DATABASE", "full.bak", "");
        found();
        running.onSource("ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        running.onSource("ALTER DATABASE " + database + " SET RECOVERY FULL");

        assertThat(guard()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).startsWith("The log chain is broken");
        });
    }

    @Test
    void anAbsenceIsSaidUntilSomethingComesAndEndsWithTheCutover() throws Exception {
        backup("DATABASE", "full.bak", "");
        found();
        running.source.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        try {
            running.source.sql().sql("UPDATE backup_set SET found = ?").params(running.source.now().minusMinutes(31)).update();
            assertThat(guard()).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                assertThat(finding.detail()).startsWith("No log backup for 30 minutes: the last backup came at ").endsWith(" UTC");
            });
            ChainGuard watching = new ChainGuard(running.source, Duration.ZERO);
            assertThat(watching.isDue("acme")).isTrue();
            watching.guarded("acme", "preflight-backup-chain", guard());
            assertThat(openChainFindings()).isEqualTo(1);

            running.source.sql().sql("UPDATE backup_set SET found = ?").params(running.source.now().minusMinutes(29)).update();
            assertThat(guard()).extracting(Finding::severity).containsExactly(Severity.OK);

            running.source.phases().move("acme", Phase.SEEDING, Phase.CUTTING_OVER, null);
            assertThat(watching.isDue("acme")).isFalse();
            assertThat(openChainFindings()).isZero();
        } finally {
            running.source.sql().sql("UPDATE migration SET phase = 'preparing'").update();
        }
    }

    private int openChainFindings() {
        return running.source.sql().sql("SELECT COUNT(*) FROM finding WHERE check_id = 'preflight-backup-chain' AND severity <> 'ok' AND until IS NULL").query(Integer.class).single();
    }

    @Test
    void inSimpleRecoveryNoLogIsMissed() throws Exception {
        running.onSource("ALTER DATABASE " + database + " SET RECOVERY SIMPLE");
        backup("DATABASE", "full.bak", "");
        found();
        running.source.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
        try {
            running.source.sql().sql("UPDATE backup_set SET found = ?").params(running.source.now().minusMinutes(31)).update();
            assertThat(guard()).extracting(Finding::severity).containsExactly(Severity.OK);
        } finally {
            running.source.sql().sql("UPDATE migration SET phase = 'preparing'").update();
        }
    }

    private List<Finding> guard() {
        return running.ask("preflight-backup-chain", running.migration(sheet -> sheet.replace("  database: 'Halo'\n", "  database: " + database + "\n")));
    }

    private void write() {
        running.onSource("USE " + database + "; INSERT INTO dbo.T (n) VALUES (2)");
    }

    private void backup(String what, String file, String options) {
        running.onSource("BACKUP " + what + " " + database + " TO DISK = N'D:\\Backup\\Halo\\" + database + "_" + file + "' WITH INIT" + options);
    }

    /** As the collect stage records what it has found: everything that msdb knows now, but the named file. */
    private void found(String... not) throws SQLException {
        try (Connection connection = running.world.onSource(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONVERT(char(36), s.backup_set_uuid) AS id, s.type, s.first_lsn, s.last_lsn, f.physical_device_name AS file_name FROM msdb.dbo.backupset AS s "
                        + "JOIN msdb.dbo.backupmediafamily AS f ON f.media_set_id = s.media_set_id WHERE s.database_name = N'" + database + "'")) {
            while (rows.next()) {
                String type = switch (rows.getString("type").strip()) {
                    case "D" -> "full";
                    case "L" -> "log";
                    default -> "differential";
                };
                if (not.length == 0 || !rows.getString("file_name").endsWith(not[0])) {
                    record(rows.getString("id"), type, rows.getBigDecimal("first_lsn"), rows.getBigDecimal("last_lsn"));
                }
            }
        }
    }

    private void record(String id, String type, BigDecimal first, BigDecimal last) {
        running.source.sql()
                .sql("MERGE INTO backup_set (migration, id, type, first_lsn, last_lsn, tail, headers, state, found, changed) KEY (migration, id) VALUES ('acme', ?, ?, ?, ?, FALSE, '[]', 'sent', ?, ?)")
                .params(id, type, first, last, running.source.now(), running.source.now())
                .update();
    }
}
