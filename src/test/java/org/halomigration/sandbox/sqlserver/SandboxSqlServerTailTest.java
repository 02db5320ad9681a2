package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerTailTest {
    private static final String NORECOVERY = "BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\tail.trn' WITH NORECOVERY, NOINIT, CHECKSUM, STATS = 10";
    private static final String STANDBY = NORECOVERY.replace("NORECOVERY", "STANDBY = N'D:\\Backup\\Halo\\undo.dat'");
    private static final String HEADER = "RESTORE HEADERONLY FROM DISK = N'E:\\landing\\acme\\%s'";
    @TempDir
    Path directory;
    private TwoServers two;

    @BeforeEach
    void start() throws IOException {
        two = new TwoServers(directory);
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.tickets(4, 5);
    }

    @AfterEach
    void stop() {
        two.close();
    }

    private String source() {
        return (String) two.on.value("SELECT CONCAT(state_desc, ' ', user_access_desc, ' ', is_read_only, ' ', is_in_standby) FROM sys.databases WHERE name = 'Halo'");
    }

    @Test
    void aTailNeedsTheDatabaseForItself() {
        try (Console inside = new Console(two.source, "sa", "Halo")) {
            two.on.refused(NORECOVERY, 3101, 3013);
            two.on.refused(STANDBY, 3101, 3013);
            inside.refused(NORECOVERY, 3102, 3013);
        }
        two.on.ok(NORECOVERY);
        assertThat(source()).startsWith("RESTORING");
        two.on.refused("USE Halo", 927);
        two.on.refused("SELECT * FROM Halo.dbo.FAULTS", 927);
        assertThat(two.at.row(HEADER.formatted("tail.trn"))).containsEntry("IsForceOffline", true).containsEntry("Flags", 16 + 64 + 256);
    }

    @Test
    void standbyLeavesTheSourceReadableAndFrozen() {
        two.on.ok("ALTER DATABASE Halo SET SINGLE_USER WITH ROLLBACK IMMEDIATE; USE master");
        two.on.ok(STANDBY);
        assertThat(source()).isEqualTo("ONLINE SINGLE_USER TRUE TRUE");
        assertThat(two.sourceTickets()).hasSize(5);
        two.on.refused("DELETE FROM Halo.dbo.FAULTS", 3906);
        two.on.refused("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\more.trn'", 3036, 3013);
        two.at.ok(TwoServers.restoreLog("tail.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.at.row("SELECT user_access_desc, is_read_only, is_in_standby FROM sys.databases WHERE name = 'acme_halo'"))
            .containsEntry("user_access_desc", "SINGLE_USER").containsEntry("is_read_only", false).containsEntry("is_in_standby", false);
        assertThat(two.targetTickets()).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(two.sourceTickets());
    }

    @Test
    void backoutBringsTheSourceBackOnANewFork() {
        two.on.ok(STANDBY);
        Object before = two.on.value("SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id = DB_ID('Halo')");
        two.on.ok("RESTORE DATABASE Halo WITH RECOVERY");
        assertThat(source()).isEqualTo("ONLINE MULTI_USER FALSE FALSE");
        assertThat(two.on.value("SELECT recovery_fork_guid FROM sys.database_recovery_status WHERE database_id = DB_ID('Halo')")).isNotEqualTo(before);
        two.tickets(6, 6);
        two.log("after.trn");
        var tail = two.at.row(HEADER.formatted("tail.trn"));
        var after = two.at.row(HEADER.formatted("after.trn"));
        assertThat(after).containsEntry("FirstRecoveryForkID", tail.get("RecoveryForkID")).containsEntry("ForkPointLSN", tail.get("LastLSN"))
            .containsEntry("FirstLSN", tail.get("LastLSN"));
        assertThat(after.get("RecoveryForkID")).isNotEqualTo(tail.get("RecoveryForkID"));
        // a target at the tail has not passed the fork point and may follow the source
        two.at.ok(TwoServers.restoreLog("tail.trn"));
        two.at.ok(TwoServers.restoreLog("after.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(6);
    }

    @Test
    void aTargetThatWentItsOwnWayCannotFollow() {
        two.log("log1.trn");
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.ok(TwoServers.RECOVER);
        two.at.ok("INSERT INTO acme_halo.dbo.FAULTS (symptom) VALUES (N'on the host')");
        two.at.ok("BACKUP LOG acme_halo TO DISK = N'E:\\landing\\acme\\host.trn' WITH NORECOVERY, CHECKSUM");
        two.tickets(6, 9);
        two.log("log2.trn");
        two.at.refused(TwoServers.restoreLog("log2.trn"), 4330, 3013);
    }

    @Test
    void aTailInSimpleRecoveryIsADifferentialOfAReadOnlyDatabase() {
        two.on.ok("ALTER DATABASE Halo SET RECOVERY SIMPLE");
        two.on.refused("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\no.trn'", 4208, 3013);
        two.on.ok("ALTER DATABASE Halo SET READ_ONLY WITH ROLLBACK IMMEDIATE");
        two.differential("tail.bak");
        assertThat(two.at.row(HEADER.formatted("tail.bak"))).containsEntry("IsReadOnly", true).containsEntry("RecoveryModel", "SIMPLE");
        two.at.ok(TwoServers.restoreDifferential("tail.bak"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.at.value("SELECT is_read_only FROM sys.databases WHERE name = 'acme_halo'")).isEqualTo(true);
        two.at.refused("DELETE FROM acme_halo.dbo.FAULTS", 3906);
        two.at.ok("ALTER DATABASE acme_halo SET READ_WRITE");
        assertThat(two.targetTickets()).hasSize(5);
        two.on.refused("RESTORE DATABASE Halo WITH RECOVERY", 3153, 3013);
        two.on.ok("ALTER DATABASE Halo SET READ_WRITE");
    }

    @Test
    void aLogChainNeedsAFull() {
        two.on.ok("CREATE DATABASE young");
        two.on.refused("BACKUP LOG young TO DISK = N'D:\\Backup\\Halo\\young.trn'", 4214, 3013);
        two.on.refused("BACKUP DATABASE young TO DISK = N'D:\\Backup\\Halo\\young.bak' WITH DIFFERENTIAL", 3035, 3013);
        two.on.ok("ALTER DATABASE Halo SET RECOVERY SIMPLE; ALTER DATABASE Halo SET RECOVERY FULL");
        two.on.refused("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\gap.trn'", 4214, 3013);
        two.differential("bridge.bak");
        two.tickets(6, 6);
        two.log("next.trn");
        two.at.refused(TwoServers.restoreLog("next.trn"), 4305, 3013);
        two.at.ok(TwoServers.restoreDifferential("bridge.bak"));
        two.at.ok(TwoServers.restoreLog("next.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(6);
    }

    @Test
    void theHostedDatabaseGoesOnWithItsOwnBackups() {
        two.at.ok(TwoServers.RECOVER);
        two.at.ok("INSERT INTO acme_halo.dbo.FAULTS (symptom) VALUES (N'on the host')");
        two.at.ok("BACKUP DATABASE acme_halo TO DISK = N'E:\\landing\\acme\\host.bak' WITH CHECKSUM");
        two.at.ok("RESTORE DATABASE copy FROM DISK = N'E:\\landing\\acme\\host.bak' WITH RECOVERY, MOVE N'Halo' TO N'F:\\Data\\c.mdf', MOVE N'Halo_log' TO N'L:\\Log\\c.ldf'");
        assertThat(two.at.rows("SELECT * FROM copy.dbo.FAULTS")).hasSize(4);
        assertThat(two.at.rows("SELECT family_guid FROM sys.database_recovery_status WHERE database_id > 4")).extracting(r -> r.get("family_guid")).hasSize(2)
            .containsOnly(two.on.value("SELECT family_guid FROM sys.database_recovery_status WHERE database_id = DB_ID('Halo')"));
    }

    @Test
    void stopAtLeavesLaterWorkOut() {
        Object until = two.on.value("SELECT CONVERT(nvarchar(30), SYSDATETIME(), 126)");
        org.awaitility.Awaitility.await().until(() -> !two.on.value("SELECT CONVERT(nvarchar(30), SYSDATETIME(), 126)").equals(until));
        two.tickets(6, 6);
        two.log("log.trn");
        String restore = TwoServers.restoreLog("log.trn").replace("NORECOVERY", "RECOVERY");
        two.at.ok(restore + ", STOPAT = '" + until + "'");
        assertThat(two.targetTickets()).hasSize(5);
        two.at.ok(TwoServers.restoreFull("full.bak").replace("NORECOVERY", "NORECOVERY, REPLACE"));
        assertThat(two.at.ok(restore + ", STOPAT = '2099-01-01T00:00:00'").infos).anyMatch(i -> i.number() == 4322);
        assertThat(two.state()).isEqualTo("RESTORING");
    }
}
