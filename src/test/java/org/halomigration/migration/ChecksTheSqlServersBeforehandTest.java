package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.halomigration.FailureMode;
import org.halomigration.FailureModes;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check of a SQL Server is well as the world stands, says what is wrong once it is, and is well again when that is put right. */
@ExtendWith(RunningPreflight.Resolver.class)
class ChecksTheSqlServersBeforehandTest {
    private static final UUID JOB = UUID.randomUUID();

    private final RunningPreflight running;

    ChecksTheSqlServersBeforehandTest(RunningPreflight running) {
        this.running = running;
    }

    record Case(String check, Consumer<RunningPreflight> breaks, Consumer<RunningPreflight> heals, Severity severity, String says, String advises) {
        @Override
        public String toString() {
            return check + ": " + says;
        }
    }

    private static Case sql(String check, String breaks, String heals, Severity severity, String says, String advises) {
        return new Case(check, r -> r.onSource(breaks), r -> r.onSource(heals), severity, says, advises);
    }

    /** A row of a view that the sandbox has no behaviour for. */
    private static Case row(String check, String view, Severity severity, String says, String advises, Object... row) {
        return new Case(check, r -> r.world.source.says(view, row), r -> r.world.source.forgets(view), severity, says, advises);
    }

    private static Case mark(String check, String column, Severity severity, String says, String advises) {
        return new Case(check, r -> r.world.source.mark("Halo", column, true), r -> r.world.source.mark("Halo", column, false), severity, says, advises);
    }

    static Stream<Case> onTheSource() {
        Case job = new Case("preflight-agent-jobs", r -> job(r, "EXEC dbo.archive"), ChecksTheSqlServersBeforehandTest::noJob, Severity.WARNING, "Agent job Nightly works in the database", "the host sets it up");
        Case backup = new Case("preflight-backup-jobs", r -> job(r, "BACKUP LOG Halo TO DISK = 'x'"), ChecksTheSqlServersBeforehandTest::noJob, Severity.FAILED,
                "Agent job Nightly takes backups by itself, and source.backup-jobs.pause is empty", "source.backup-jobs");
        Case vlf = new Case("preflight-log-pieces", r -> {
            for (int i = 0; i < 1001; i++) {
                r.world.source.says("sys.dm_db_log_info", r.world.source.databaseId("Halo"), 2, (long) i, 1.0, 1L, true);
            }
        }, r -> r.world.source.forgets("sys.dm_db_log_info"), Severity.WARNING, "more than 1000 virtual log files", "Shrink");
        Case open = new Case("preflight-open-transactions", r -> {
            r.world.source.says("sys.dm_tran_database_transactions", 7L, r.world.source.databaseId("Halo"), LocalDateTime.now().minusHours(2));
            r.world.source.says("sys.dm_tran_session_transactions", 61, 7L, true);
        }, r -> {
            r.world.source.forgets("sys.dm_tran_database_transactions");
            r.world.source.forgets("sys.dm_tran_session_transactions");
        }, Severity.WARNING, "Session 61 has had a transaction open for more than an hour", "end it before the cutover");
        return Stream.of(
                sql("preflight-database", "ALTER DATABASE Halo SET READ_ONLY", "ALTER DATABASE Halo SET READ_WRITE", Severity.FAILED, "Halo is read-only", "source.database"),
                sql("preflight-database", "ALTER DATABASE Halo SET RESTRICTED_USER", "ALTER DATABASE Halo SET MULTI_USER", Severity.WARNING, "Halo is RESTRICTED_USER", "MULTI_USER"),
                sql("preflight-recovery-model", "ALTER DATABASE Halo SET RECOVERY SIMPLE", "ALTER DATABASE Halo SET RECOVERY FULL; BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\again.bak' WITH INIT",
                        Severity.WARNING, "SIMPLE", "Set it FULL"),
                sql("preflight-compatibility", "ALTER DATABASE Halo SET COMPATIBILITY_LEVEL = 110", "ALTER DATABASE Halo SET COMPATIBILITY_LEVEL = 150", Severity.WARNING, "level 110", "UAT copy"),
                new Case("preflight-collation", r -> r.world.source.pretend("Halo", "Latin1_General_CI_AS", LocalDateTime.now()), ChecksTheSqlServersBeforehandTest::plain, Severity.WARNING, "Latin1_General_CI_AS", "Tell the host"),
                sql("preflight-stored-passwords", "UPDATE Halo.dbo.CONTROL SET rencthumbprint = N'AB12'", "UPDATE Halo.dbo.CONTROL SET rencthumbprint = N''", Severity.FAILED, "rencthumbprint", "infrastructure team"),
                mark("preflight-data-encryption", "is_encrypted", Severity.FAILED, "encrypted (TDE)", "Turn it off"),
                row("preflight-encryption-keys", "sys.symmetric_keys", Severity.FAILED, "has a master key", "infrastructure team", "##MS_DatabaseMasterKey##", 101),
                row("preflight-encryption-keys", "sys.symmetric_keys", Severity.FAILED, "symmetric key Cards", "infrastructure team", "Cards", 256),
                row("preflight-always-encrypted", "sys.column_master_keys", Severity.FAILED, "column master key CMK1 in MSSQL_CERTIFICATE_STORE", "Decrypt", "CMK1", 1, "MSSQL_CERTIFICATE_STORE"),
                new Case("preflight-suspect-pages", r -> r.world.source.says("msdb.suspect_pages", r.world.source.databaseId("Halo"), 1, 4711L, 2, 1, LocalDateTime.now()), r -> r.world.source.forgets("msdb.suspect_pages"),
                        Severity.FAILED, "Page 4711 of file 1", "CHECKDB"),
                new Case("preflight-last-checkdb", r -> r.world.source.pretend("Halo", "SQL_Latin1_General_CP1_CI_AS", null), ChecksTheSqlServersBeforehandTest::plain, Severity.WARNING, "never ended well", "Run DBCC CHECKDB"),
                new Case("preflight-last-checkdb", r -> r.world.source.pretend("Halo", "SQL_Latin1_General_CP1_CI_AS", LocalDateTime.of(2020, 2, 3, 4, 5)), r -> r.onSource("DBCC CHECKDB (Halo)"), Severity.WARNING,
                        "last ended well on 2020-02-03, more than 30 days ago", "Run DBCC CHECKDB"),
                vlf,
                open,
                mark("preflight-availability-group", "replica_id", Severity.FAILED, "Availability Group", "Take it out"),
                new Case("preflight-copies", r -> r.world.source.says("sys.database_mirroring", r.world.source.databaseId("Halo"), UUID.randomUUID(), "SYNCHRONIZED"), r -> r.world.source.forgets("sys.database_mirroring"),
                        Severity.FAILED, "mirrored", "PARTNER OFF"),
                mark("preflight-copies", "is_published", Severity.WARNING, "replication", "Remove replication"),
                mark("preflight-copies", "is_cdc_enabled", Severity.WARNING, "change data capture", "set it up anew"),
                row("preflight-log-shipping", "msdb.log_shipping_primary_databases", Severity.WARNING, "Halo is shipped to another server: its job takes the log backups, in \\\\nas\\ls", "source.backups", JOB, "Halo", "\\\\nas\\ls", JOB),
                job,
                new Case("preflight-log-space", r -> r.world.source.says("sys.dm_db_log_space_usage", r.world.source.databaseId("Halo"), 1L << 30, 1L << 29, 81.5f), r -> r.world.source.forgets("sys.dm_db_log_space_usage"),
                        Severity.WARNING, "more than 70 % full", "log backup"),
                new Case("preflight-source-space", r -> r.world.source.free("C:\\", 1_000_000L), r -> r.world.source.free("C:\\", 1_000_000_000_000L), Severity.WARNING, "The volume C:\\ has less than a tenth", "Make room"),
                new Case("preflight-log-size", r -> r.world.source.pretendLog("Halo", 2L << 30), r -> r.world.source.pretendLog("Halo", 8L << 20), Severity.WARNING, "The log of Halo is larger than its data", "shrink"),
                new Case("preflight-backup-encryption", r -> r.world.source.pretendBackups(new byte[] {1, (byte) 0xAB}, false), r -> r.world.source.pretendBackups(null, false), Severity.FAILED,
                        "encrypted with the CERTIFICATE of thumbprint 0x01AB", "Turn backup encryption off"),
                new Case("preflight-backup-jobs", r -> r.world.source.pretendBackups(null, true), r -> r.world.source.pretendBackups(null, false), Severity.WARNING, "takes snapshot backups of Halo", "copy-only"),
                row("preflight-linked-servers", "sys.servers", Severity.WARNING, "linked server CRM", "on-premises", 1, "CRM", "SQL Server", "SQLNCLI", "crm", true),
                row("preflight-database-mail", "msdb.sysmail_profile", Severity.WARNING, "profile alerts", "the host sets it up", 1, "alerts"),
                row("preflight-other-databases", "sys.sql_expression_dependencies", Severity.WARNING, "names the database Reports", "sys.sql_expression_dependencies", 5, null, "Reports", "dbo", "T"),
                backup,
                row("preflight-backup-jobs", "msdb.sysmaintplan_plans", Severity.WARNING, "maintenance plan Weekly", "source.backup-jobs", UUID.randomUUID(), "Weekly"));
    }

    private static void job(RunningPreflight running, String command) {
        running.world.source.says("msdb.sysjobs", JOB, "Nightly", 1);
        running.world.source.says("msdb.sysjobsteps", JOB, 1, "step", "TSQL", command, "Halo");
    }

    private static void noJob(RunningPreflight running) {
        running.world.source.forgets("msdb.sysjobs");
        running.world.source.forgets("msdb.sysjobsteps");
    }

    /** As a database is that somebody looks after. */
    private static void plain(RunningPreflight running) {
        running.world.source.pretend("Halo", "SQL_Latin1_General_CP1_CI_AS", LocalDateTime.now());
    }

    @ParameterizedTest
    @MethodSource("onTheSource")
    void eachSaysWhatIsWrong(Case given) {
        plain(running);
        running.onSource("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\preflight.bak' WITH INIT");
        Migration migration = running.migration();
        well(given.check(), migration);
        given.breaks().accept(running);
        try {
            assertThat(running.ask(given.check(), migration)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).as(finding.detail()).isEqualTo(given.severity());
                assertThat(finding.detail()).contains(given.says());
                assertThat(finding.advice()).contains(given.advises());
                assertThat(finding.actor()).isIn("customer", "host");
            });
        } finally {
            given.heals().accept(running);
        }
        well(given.check(), migration);
    }

    @Test
    @FailureMode(number = 18, failure = "The source is in SIMPLE recovery", noticed = "sys.databases, in the checks before the migration; a tail is then a differential",
            says = "Halo is in recovery model SIMPLE: it moves by full and differential, and the downtime grows with what has changed → Set it FULL before the first full backup if the downtime is to be short.")
    void aSourceInSimpleRecoveryMovesByDifferentials() {
        running.onSource("ALTER DATABASE Halo SET RECOVERY SIMPLE");
        try {
            assertThat(running.ask("preflight-recovery-model", running.migration())).singleElement().satisfies(finding -> FailureModes.said(finding.detail() + " → " + finding.advice()));
        } finally {
            running.onSource("ALTER DATABASE Halo SET RECOVERY FULL; BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\simple.bak' WITH INIT");
        }
        well("preflight-recovery-model", running.migration());
    }

    private void well(String check, Migration migration) {
        assertThat(running.ask(check, migration)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
            assertThat(finding.detail()).isNotBlank();
        });
    }

    @Test
    void theVersionThatTheHostTakesIsTheMigrationFiles() {
        assertThat(running.ask("preflight-source-version", running.migration())).extracting(Finding::severity).containsExactly(Severity.OK);

        List<Finding> findings = running.ask("preflight-source-version", running.migration(sheet -> sheet + "preflight: {newest-source-version: \"2017\"}\n"));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains("version 15.", "the host takes 2017 or lower");
            assertThat(finding.actor()).isEqualTo("host");
        });
    }

    @Test
    void encryptionThatWasAgreedOnIsAWarning() {
        running.world.source.mark("Halo", "is_encrypted", true);
        try {
            assertThat(running.ask("preflight-data-encryption", running.migration(sheet -> sheet + "preflight: {allow-encrypted: yes}\n")))
                    .extracting(Finding::severity).containsExactly(Severity.WARNING);
        } finally {
            running.world.source.mark("Halo", "is_encrypted", false);
        }
    }

    @Test
    void jobsThatTheMigrationPausesAreAWarning() {
        job(running, "BACKUP DATABASE Halo TO DISK = 'x'");
        try {
            assertThat(running.ask("preflight-backup-jobs", running.migration(sheet -> sheet.replace("  settle: 1s", "  settle: 1s\n  backup-jobs: {pause: [{sql: SELECT 1}]}"))))
                    .extracting(Finding::severity).containsExactly(Severity.WARNING);
        } finally {
            noJob(running);
        }
    }

    @Test
    void aLimitSmallerThanTheDataIsSaid() {
        assertThat(running.ask("preflight-landing-zone-size", running.migration())).extracting(Finding::severity).containsExactly(Severity.OK);
        assertThat(running.ask("preflight-landing-zone-size", running.migration(sheet -> sheet.replace("  directory: '/acme'", "  directory: '/acme'\n  limit: 1MB"))))
                .singleElement().satisfies(finding -> assertThat(finding.detail()).contains("larger than landing-zone.limit"));
    }

    @Test
    void withoutALoginEachSaysWhichKeyItNeeds() {
        Migration without = running.migration(sheet -> sheet.replaceFirst("(?m)^  sql: .*Halo.*\\R|(?m)^  sql: .*\\R", ""));
        assertThat(without.source().sql()).isNull();

        assertThat(running.ask("preflight-recovery-model", without)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("source.sql");
            assertThat(finding.advice()).contains("routes/sql/sqlserver/preflight-recovery-model.sql");
        });
        assertThat(running.ask("preflight-backup-chain", without)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("source.sql");
        });
    }

    @Test
    void aDatabaseThatIsNotThereFails() {
        Migration other = running.migration(sheet -> sheet.replace("  database: 'Halo'\n", "  database: 'Hallo'\n"));

        assertThat(running.ask("preflight-database", other)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains("no database Hallo");
        });
        assertThat(running.ask("preflight-encryption-keys", other)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).startsWith("could not be asked: ").contains("Hallo");
        });
    }

    @Test
    void aLoginThatCannotUndoTheTailFails() {
        assertThat(running.ask("preflight-source-rights", running.migration())).extracting(Finding::severity).containsExactly(Severity.OK);

        List<Finding> findings = asBackupOperator("preflight-source-rights", "source");

        assertThat(findings).filteredOn(finding -> finding.subject().equals("undo")).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains("operator cannot undo the tail");
        });
        assertThat(findings).filteredOn(finding -> finding.subject().equals("view-server-state")).extracting(Finding::severity).containsExactly(Severity.WARNING);
    }

    @Test
    void aTargetLoginThatMayNotRestoreFails() {
        assertThat(running.askTarget("preflight-target-rights", running.migration())).extracting(Finding::severity).containsExactly(Severity.OK);

        assertThat(asBackupOperator("preflight-target-rights", "target")).filteredOn(finding -> finding.subject().equals("restore")).singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("operator may not create databases"));
    }

    /** A login that is a member of db_owner and no more. */
    private List<Finding> asBackupOperator(String check, String side) {
        return running.as("operator", side, () -> side.equals("source") ? running.ask(check, running.migration()) : running.askTarget(check, running.migration()));
    }

    @Test
    void aTargetWithoutRoomFailsAndOneThatCannotBeSeenIsSaid() {
        Migration migration = running.migration();
        running.look(migration);
        assertThat(running.askTarget("preflight-target-space", migration)).extracting(Finding::subject).containsExactlyInAnyOrder("directory F:\\Data", "directory L:\\Log");

        running.onTarget("CREATE DATABASE there ON (NAME = there, FILENAME = N'F:\\Data\\there.mdf') LOG ON (NAME = there_log, FILENAME = N'L:\\Log\\there.ldf')");
        try {
            assertThat(running.askTarget("preflight-target-space", migration)).extracting(Finding::severity).containsExactly(Severity.OK);
            running.world.target.free("F:\\", 1_000L);

            assertThat(running.askTarget("preflight-target-space", migration)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                assertThat(finding.detail()).contains("larger than what is free on F:\\, 2 times restored");
            });
        } finally {
            running.world.target.free("F:\\", 1_000_000_000_000L);
            running.onTarget("DROP DATABASE there");
        }
    }

    @Test
    void aTargetOlderThanTheSourceFails() {
        Migration migration = running.migration();
        running.look(migration);

        assertThat(running.askTarget("preflight-target-version", migration, values -> {
            values.put("sourceMajor", 16);
            values.put("sourceVersion", "16.0.4135.4");
        })).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains("The source is version 16.0.4135.4, the target 15.", "can never work");
        });
        assertThat(running.askTarget("preflight-target-collation", migration, values -> values.put("sourceCollation", "Latin1_General_CI_AS"))).singleElement()
                .satisfies(finding -> assertThat(finding.detail()).contains("Latin1_General_CI_AS"));
        assertThat(running.askTarget("preflight-target-version", migration, values -> values.remove("sourceVersion"))).singleElement()
                .satisfies(finding -> assertThat(finding.detail()).startsWith("not compared: the source has not said"));
    }

    @Test
    void theTargetComparesItselfWithWhatTheSourceSaid() {
        Migration migration = running.migration();
        running.world.source.says("sys.dm_db_persisted_sku_features", "Partitioning", 1);
        running.onSource("USE Halo; CREATE USER reporting FOR LOGIN operator");
        try {
            running.look(migration);
        } finally {
            running.world.source.forgets("sys.dm_db_persisted_sku_features");
            running.onSource("USE Halo; DROP USER reporting");
        }

        assertThat(running.targetValues(migration)).containsEntry("sourceMajor", 15).containsEntry("sourceFeatures", "Partitioning");
        for (String check : List.of("preflight-target-version", "preflight-target-collation", "preflight-target-edition")) {
            assertThat(running.askTarget(check, migration)).as(check).extracting(Finding::severity).containsExactly(Severity.OK);
        }
        running.world.target.edition("Express Edition (64-bit)", 4);
        try {
            assertThat(running.askTarget("preflight-target-edition", migration)).singleElement().satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                assertThat(finding.detail()).isEqualTo("The database uses Partitioning; the target is Express Edition (64-bit), which may not have all of it");
            });
        } finally {
            running.world.target.edition("Developer Edition (64-bit)", 3);
        }
        assertThat(running.askTarget("preflight-target-logins", migration)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("reporting");
        });
    }
}
