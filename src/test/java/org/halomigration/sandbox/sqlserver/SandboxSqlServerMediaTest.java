package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerMediaTest {
    private static final String VERIFY = "RESTORE VERIFYONLY FROM DISK = N'E:\\landing\\acme\\%s' WITH CHECKSUM";
    private static final String HEADERS = "RESTORE HEADERONLY FROM DISK = N'E:\\landing\\acme\\%s'";
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

    private void cut(String from, String to, long bytes) throws IOException {
        Files.copy(two.backups.resolve(from), two.backups.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(two.backups.resolve(to).toFile(), "rw")) {
            file.setLength(bytes < 0 ? file.length() + bytes : bytes);
        }
    }

    private void flip(String from, String to, long at) throws IOException {
        Files.copy(two.backups.resolve(from), two.backups.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(two.backups.resolve(to).toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }

    @Test
    void aFileBeginsWithTapeAndSaysAllOfItself() throws IOException {
        two.full("full.bak");
        assertThat(Files.readAllBytes(two.backups.resolve("full.bak"))).startsWith("TAPE".getBytes());
        assertThat(two.at.row(HEADERS.formatted("full.bak"))).containsEntry("BackupType", (short) 1).containsEntry("Position", (short) 1)
            .containsEntry("DatabaseName", "Halo").containsEntry("ServerName", "SQL01").containsEntry("HasBackupChecksums", true)
            .containsEntry("SoftwareVersionMajor", 15).containsEntry("DatabaseVersion", 904).containsEntry("Flags", 16).hasSize(56);
        assertThat(two.at.row("RESTORE LABELONLY FROM DISK = N'E:\\landing\\acme\\full.bak'")).containsEntry("FamilyCount", 1);
        assertThat(two.at.rows("RESTORE FILELISTONLY FROM DISK = N'E:\\landing\\acme\\full.bak' WITH FILE = 1"))
            .extracting(r -> r.get("LogicalName") + "/" + r.get("Type")).containsExactly("Halo/D", "Halo_log/L");
        Recorder verified = two.at.ok(VERIFY.formatted("full.bak"));
        assertThat(verified.infos).extracting(Recorder.Info::number).containsExactly(3262);
    }

    @Test
    void aTornFileIsToldFromAForeignOne() throws IOException {
        two.full("full.bak");
        long size = Files.size(two.backups.resolve("full.bak"));
        cut("full.bak", "torn.bak", size / 2);
        two.at.refused(VERIFY.formatted("torn.bak"), 3203, 3013);
        cut("full.bak", "label.bak", 20);
        two.at.refused(HEADERS.formatted("label.bak"), 3241, 3013);
        Files.writeString(two.backups.resolve("text.bak"), "not a backup");
        two.at.refused(HEADERS.formatted("text.bak"), 3241, 3013);
        Files.createFile(two.backups.resolve("empty.bak"));
        two.at.refused(HEADERS.formatted("empty.bak"), 3254, 3013);
        Recorder missing = two.at.refused(HEADERS.formatted("missing.bak"), 3201, 3013);
        assertThat(missing.errors.get(0).getMessage()).contains("error 2(");
        assertThat(two.at.refused("RESTORE HEADERONLY FROM DISK = N'Q:\\x.bak'", 3201, 3013).errors.get(0).getMessage()).contains("error 3(");
    }

    @Test
    void aFlippedByteIsFound() throws IOException {
        two.source.close();
        try (SandboxSqlServer source = SandboxSqlServer.start(TwoServers.options(directory.resolve("padded")).paddingBytes(1 << 20))
                .mount("D:\\Backup\\Halo", two.backups); Console on = new Console(source)) {
            on.ok("CREATE DATABASE Halo; BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\sums.bak' WITH CHECKSUM;"
                + " BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\plain.bak'");
        }
        long size = Files.size(two.backups.resolve("sums.bak"));
        assertThat(size).isGreaterThan(1 << 20);
        flip("sums.bak", "flipped.bak", size / 2);
        two.at.refused(VERIFY.formatted("flipped.bak"), 3183, 3013);
        two.at.refused(TwoServers.restoreFull("flipped.bak"), 3183, 3013);
        two.at.refused(TwoServers.RECOVER, 4319, 3013);
        two.at.ok(TwoServers.restoreFull("sums.bak"));
        flip("plain.bak", "silent.bak", size / 2);
        two.at.ok(VERIFY.formatted("silent.bak").replace(" WITH CHECKSUM", ""));
        flip("sums.bak", "header.bak", size - 40);
        two.at.refused(HEADERS.formatted("header.bak"), 3189, 3013);
    }

    @Test
    void aSetWhoseBackupNeverEndedIsIncomplete() throws IOException {
        two.full("full.bak");
        try (RandomAccessFile file = new RandomAccessFile(two.backups.resolve("full.bak").toFile(), "r")) {
            file.seek(4);
            while (true) {
                long at = file.getFilePointer();
                if (Media.read(file).type() == 'E') {
                    cut("full.bak", "ended.bak", at);
                    break;
                }
            }
        }
        two.at.refused(VERIFY.formatted("ended.bak"), 3256, 3013);
        assertThat(two.at.row(HEADERS.formatted("ended.bak"))).containsEntry("BackupName", "*** INCOMPLETE ***");
        two.at.refused(TwoServers.restoreFull("ended.bak"), 3256, 3013);
        assertThat(two.state()).isEqualTo("RESTORING");
        two.at.ok(TwoServers.restoreFull("full.bak"));
    }

    @Test
    void stripesBelongTogether() {
        String both = "DISK = N'D:\\Backup\\Halo\\s1.bak', DISK = N'D:\\Backup\\Halo\\s2.bak'";
        two.on.ok("BACKUP DATABASE Halo TO " + both + " WITH CHECKSUM, COMPRESSION, STATS = 25");
        assertThat(two.at.row("RESTORE LABELONLY FROM DISK = N'E:\\landing\\acme\\s2.bak'")).containsEntry("FamilyCount", 2).containsEntry("FamilySequenceNumber", 2);
        two.at.refused(TwoServers.restoreFull("s1.bak"), 3132, 3013);
        two.at.refused(TwoServers.restoreFull("s1.bak").replace("' WITH", "', DISK = N'E:\\landing\\acme\\s1.bak' WITH"), 3132, 3013);
        two.at.ok(TwoServers.restoreFull("s2.bak").replace("' WITH", "', DISK = N'E:\\landing\\acme\\s1.bak' WITH"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(two.sourceTickets());
        two.on.refused("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\s1.bak'", 3231, 3013);
        two.full("single.bak");
        two.at.refused(TwoServers.restoreFull("single.bak").replace("' WITH", "', DISK = N'E:\\landing\\acme\\s1.bak' WITH"), 3258, 3013);
        assertThat(two.on.rows("SELECT m.physical_device_name, m.family_sequence_number FROM msdb.dbo.backupset AS s JOIN msdb.dbo.backupmediafamily AS m"
            + " ON m.media_set_id = s.media_set_id WHERE s.position = 1 AND s.backup_set_id = 1")).hasSize(2);
    }

    @Test
    void severalSetsLieInOneFile() {
        two.full("all.bak");
        two.tickets(4, 4);
        two.differential("all.bak");
        two.tickets(5, 5);
        two.log("all.bak");
        assertThat(two.at.rows(HEADERS.formatted("all.bak"))).extracting(r -> r.get("Position") + "/" + r.get("BackupType")).containsExactly("1/1", "2/5", "3/2");
        two.at.ok(TwoServers.restoreFull("all.bak"));
        two.at.refused(TwoServers.restoreLog("all.bak").replace("WITH ", "WITH FILE = 2, "), 3135, 3013);
        two.at.ok(TwoServers.restoreDifferential("all.bak").replace("WITH ", "WITH FILE = 2, "));
        two.at.ok(TwoServers.restoreLog("all.bak").replace("WITH ", "WITH FILE = 3, "));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(5);
        two.on.ok("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\all.bak' WITH INIT");
        assertThat(two.at.rows(HEADERS.formatted("all.bak"))).hasSize(1);
    }

    @Test
    void lsnsLinkTheSets() {
        two.full("1.bak");
        two.tickets(4, 4);
        two.log("2.bak");
        two.differential("3.bak");
        two.log("4.bak");
        var full = two.at.row(HEADERS.formatted("1.bak"));
        var first = two.at.row(HEADERS.formatted("2.bak"));
        var differential = two.at.row(HEADERS.formatted("3.bak"));
        var second = two.at.row(HEADERS.formatted("4.bak"));
        assertThat(first).containsEntry("FirstLSN", full.get("FirstLSN")).containsEntry("DatabaseBackupLSN", full.get("CheckpointLSN")).containsEntry("BeginsLogChain", true);
        assertThat((BigDecimal) first.get("LastLSN")).isGreaterThan((BigDecimal) full.get("LastLSN"));
        assertThat(second).containsEntry("FirstLSN", first.get("LastLSN")).containsEntry("BeginsLogChain", false);
        assertThat(differential).containsEntry("DifferentialBaseGUID", full.get("BackupSetGUID")).containsEntry("DatabaseBackupLSN", full.get("CheckpointLSN"));
        assertThat(two.on.value("SELECT last_log_backup_lsn FROM sys.database_recovery_status WHERE database_id = DB_ID('Halo')")).isEqualTo(second.get("LastLSN"));
        assertThat(two.on.value("SELECT differential_base_guid FROM sys.master_files WHERE database_id = DB_ID('Halo') AND type = 0"))
            .isEqualTo(full.get("BackupSetGUID"));
    }

    @Test
    void headersOf2022HaveTheirNewColumns() throws IOException {
        try (TwoServers newer = new TwoServers(directory.resolve("newer"), 16, 16)) {
            newer.full("full.bak");
            assertThat(newer.at.row(HEADERS.formatted("full.bak"))).containsKeys("LastValidRestoreTime", "TimeZone", "CompressionAlgorithm")
                .containsEntry("DatabaseVersion", 957);
        }
    }
}
