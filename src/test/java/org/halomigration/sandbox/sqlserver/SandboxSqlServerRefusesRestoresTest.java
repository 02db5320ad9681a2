package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerRefusesRestoresTest {
    @TempDir
    Path directory;
    private TwoServers two;

    @BeforeEach
    void start() throws IOException {
        two = new TwoServers(directory);
    }

    @AfterEach
    void stop() {
        two.close();
    }

    @Test
    void aLogThatBeginsTooLateOrEndsTooEarly() {
        two.full("full.bak");
        two.tickets(4, 4);
        two.log("log1.trn");
        two.tickets(5, 5);
        two.log("log2.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.refused(TwoServers.restoreLog("log2.trn"), 4305, 3013);
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.refused(TwoServers.restoreLog("log1.trn"), 4326, 3013);
        two.at.ok(TwoServers.restoreLog("log2.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(5);
    }

    @Test
    void aLogOrDifferentialBeforeTheFullOrAfterRecovery() {
        two.full("full.bak");
        two.tickets(4, 4);
        two.differential("diff.bak");
        two.log("log1.trn");
        two.at.refused(TwoServers.restoreLog("log1.trn"), 3118, 3013);
        two.at.refused(TwoServers.restoreDifferential("diff.bak"), 3118, 3013);
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.RECOVER);
        two.at.refused(TwoServers.restoreLog("log1.trn"), 3117, 3013);
        two.at.refused(TwoServers.RECOVER, 3153, 3013);
    }

    @Test
    void aDifferentialOfAnotherFull() {
        two.full("full1.bak");
        two.full("full2.bak");
        two.tickets(4, 4);
        two.differential("diff.bak");
        two.at.ok(TwoServers.restoreFull("full1.bak"));
        two.at.refused(TwoServers.restoreDifferential("diff.bak"), 3136, 3013);
    }

    @Test
    void aCopyOnlyFullIsNoBase() {
        two.full("full.bak");
        two.on.ok("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\copy.bak' WITH COPY_ONLY, CHECKSUM");
        two.tickets(4, 4);
        two.differential("diff.bak");
        two.at.ok(TwoServers.restoreFull("copy.bak"));
        two.at.refused(TwoServers.restoreDifferential("diff.bak"), 3136, 3013);
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.restoreDifferential("diff.bak"));
        two.at.refused(TwoServers.restoreDifferential("diff.bak"), 3120, 3013);
    }

    @Test
    void aDatabaseThatIsAnotherOneOrLive() {
        two.full("full.bak");
        two.at.ok("CREATE DATABASE acme_halo");
        two.at.refused(TwoServers.restoreFull("full.bak"), 3154, 3013);
        two.at.ok("DROP DATABASE acme_halo");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.RECOVER);
        two.at.refused(TwoServers.restoreFull("full.bak"), 3159, 3013);
        two.at.ok("ALTER DATABASE acme_halo SET RECOVERY SIMPLE");
        two.at.refused(TwoServers.restoreFull("full.bak"), 3141, 3013);
        two.at.ok(TwoServers.restoreFull("full.bak").replace("NORECOVERY", "NORECOVERY, REPLACE"));
        assertThat(two.state()).isEqualTo("RESTORING");
        two.at.ok(TwoServers.restoreFull("full.bak"));
    }

    @Test
    void aDatabaseInUse() {
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.refused("USE acme_halo", 927);
        two.at.ok(TwoServers.RECOVER);
        try (Console other = new Console(two.target, "sa", "acme_halo")) {
            two.at.refused(TwoServers.restoreFull("full.bak"), 3101, 3013);
            other.refused(TwoServers.restoreFull("full.bak"), 3102, 3013);
        }
    }

    @Test
    void aTransaction() {
        two.full("full.bak");
        two.at.refused("BEGIN TRAN " + TwoServers.restoreFull("full.bak") + " ROLLBACK", 3021, 3013);
        two.at.refused("SET IMPLICIT_TRANSACTIONS ON; RESTORE HEADERONLY FROM DISK = N'E:\\landing\\acme\\full.bak'; SET IMPLICIT_TRANSACTIONS OFF", 3021, 3013);
    }

    @Test
    void aBackupOfANewerVersion() throws IOException {
        try (TwoServers newer = new TwoServers(directory.resolve("newer"), 16, 15)) {
            newer.full("full.bak");
            newer.at.refused(TwoServers.restoreFull("full.bak"), 3169, 3013);
        }
    }

    @Test
    void standbyOfAnOlderVersionAndRecoveryUpgradesIt() throws IOException {
        try (TwoServers older = new TwoServers(directory.resolve("older"), 15, 16)) {
            older.full("full.bak");
            older.at.refused(TwoServers.restoreFull("full.bak").replace("NORECOVERY", "STANDBY = N'F:\\Data\\undo.dat'"), 3180, 3013);
            older.at.ok(TwoServers.restoreFull("full.bak"));
            Recorder answer = older.at.ok(TwoServers.RECOVER);
            assertThat(answer.infos).extracting(Recorder.Info::number).contains(928, 951);
            assertThat(older.at.value("SELECT compatibility_level FROM sys.databases WHERE name = 'acme_halo'")).isEqualTo((short) 150);
        }
    }

    @Test
    void checksumsThatAreNotThere() {
        two.on.ok("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\plain.bak'");
        two.at.refused(TwoServers.restoreFull("plain.bak"), 3187, 3013);
        two.at.refused("RESTORE VERIFYONLY FROM DISK = N'E:\\landing\\acme\\plain.bak' WITH CHECKSUM", 3187, 3013);
        two.at.ok(TwoServers.restoreFull("plain.bak").replace(", CHECKSUM", ""));
    }

    @Test
    void filesThatCannotLieThere() throws IOException {
        two.full("full.bak");
        two.at.refused(TwoServers.restoreFull("full.bak").replace("F:\\Data", "X:\\Nowhere"), 5133, 3156, 3119, 3013);
        two.at.refused(TwoServers.restoreFull("full.bak").replace("F:\\Data", "F:\\Data\\missing"), 5133, 3156, 3119, 3013);
        two.at.refused(TwoServers.restoreFull("full.bak").replace("L:\\Log\\acme_halo.ldf", "f:\\data\\ACME_halo.mdf"), 3176, 3119, 3013);
        two.at.refused(TwoServers.restoreFull("full.bak").replace("N'Halo_log'", "N'Halo_protocol'"), 3234, 3013);
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.refused(TwoServers.restoreFull("full.bak").replace("acme_halo FROM", "other FROM"), 1834, 3156, 3119, 3013);
        Files.writeString(directory.resolve("f/taken.mdf"), "someone's");
        two.at.refused(TwoServers.restoreFull("full.bak").replace("acme_halo FROM", "other FROM").replace("acme_halo", "taken"), 3142, 3119, 3013);
    }

    @Test
    void aDiskWithoutRoom() {
        two.full("full.bak");
        two.target.failures().noRoomForRestore();
        two.at.refused(TwoServers.restoreFull("full.bak"), 3257, 3119, 3013);
        assertThat(two.at.rows("SELECT name FROM sys.databases WHERE name = 'acme_halo'")).isEmpty();
        two.source.failures().fullDiskAt("BACKUP", 50);
        two.on.refused("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\half.bak'", 3202, 3013);
        assertThat(two.at.row("RESTORE HEADERONLY FROM DISK = N'E:\\landing\\acme\\half.bak'")).containsEntry("BackupName", "*** INCOMPLETE ***");
    }

    @Test
    void recoveryThatLeavesTheDatabaseRestoring() {
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.target.failures().recoveryLeavesRestoring();
        assertThat(two.at.ok(TwoServers.RECOVER).infos).anyMatch(i -> i.number() == 4315 && i.severity() == 10);
        assertThat(two.state()).isEqualTo("RESTORING");
        two.at.ok(TwoServers.RECOVER);
    }

    @Test
    void aSetOfTheWrongKindOrPosition() {
        two.full("full.bak");
        two.log("log1.trn");
        two.at.refused(TwoServers.restoreFull("log1.trn"), 3135, 3013);
        two.at.refused(TwoServers.restoreLog("full.bak"), 3135, 3013);
        two.at.refused(TwoServers.restoreFull("full.bak").replace("FILE = 1", "FILE = 2"), 4038, 3013);
    }
}
