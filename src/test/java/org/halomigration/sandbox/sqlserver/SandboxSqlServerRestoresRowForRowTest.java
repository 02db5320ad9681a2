package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerRestoresRowForRowTest {
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
    void fullDifferentialAndLogsBringEveryChange() {
        two.full("full.bak");
        two.tickets(4, 6);
        two.on.ok("DELETE FROM Halo.dbo.FAULTS WHERE faultid = 2; UPDATE Halo.dbo.FAULTS SET details = NULL, closed = 1 WHERE faultid = 1");
        two.differential("diff.bak");
        two.tickets(7, 8);
        two.log("log1.trn");
        two.on.ok("USE Halo ALTER TABLE dbo.FAULTS ADD colour nvarchar(20) NULL USE master");
        two.on.ok("UPDATE Halo.dbo.FAULTS SET colour = N'grün' WHERE faultid > 5");
        two.log("log2.trn");

        two.at.ok(TwoServers.restoreFull("full.bak"));
        assertThat(two.state()).isEqualTo("RESTORING");
        two.at.ok(TwoServers.restoreDifferential("diff.bak"));
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.ok(TwoServers.restoreLog("log2.trn"));
        two.at.ok(TwoServers.RECOVER);

        assertThat(two.state()).isEqualTo("ONLINE");
        assertThat(two.sourceTickets()).hasSize(7);
        assertThat(two.targetTickets()).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(two.sourceTickets());
        assertThat(two.targetTickets().get(0)).containsEntry("cost", new BigDecimal("1.5000")).containsEntry("priority", (short) 200);
    }

    @Test
    void fullAndLogsWithoutTheDifferentialDoTheSame() {
        two.full("full.bak");
        two.tickets(4, 6);
        two.log("log1.trn");
        two.tickets(7, 8);
        two.log("log2.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.ok(TwoServers.restoreLog("log2.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(two.sourceTickets());
    }

    @Test
    void rolledBackChangesAreInNoBackup() {
        two.full("full.bak");
        two.on.ok("USE Halo BEGIN TRAN DELETE FROM dbo.FAULTS WHERE faultid = 1 ROLLBACK USE master");
        two.log("log1.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(3);
    }

    @Test
    void theNextIdentityGoesOnWhereTheSourceStopped() {
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.RECOVER);
        Map<String, Object> row = two.at.row("INSERT INTO acme_halo.dbo.FAULTS (symptom) OUTPUT INSERTED.faultid VALUES (N'first on the host')");
        assertThat(row).containsEntry("faultid", 4);
        assertThat(two.at.value("SELECT SCOPE_IDENTITY()")).hasToString("4");
    }

    @Test
    void positionAndHistoryProveEachStep() {
        two.full("full.bak");
        two.tickets(4, 4);
        two.log("log1.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        Map<String, Object> header = two.at.row("RESTORE HEADERONLY FROM DISK = N'E:\\landing\\acme\\log1.trn'");
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        assertThat(two.at.value("SELECT redo_start_lsn FROM sys.master_files WHERE database_id = DB_ID('acme_halo') AND type = 0")).isEqualTo(header.get("LastLSN"));
        assertThat(two.at.rows("SELECT h.restore_type, s.backup_set_uuid, s.server_name FROM msdb.dbo.restorehistory AS h"
            + " JOIN msdb.dbo.backupset AS s ON s.backup_set_id = h.backup_set_id ORDER BY h.restore_history_id"))
            .extracting(r -> r.get("restore_type") + "/" + r.get("server_name")).containsExactly("D/SQL01", "L/SQL01");
        assertThat(two.at.value("SELECT CONVERT(char(36), s.backup_set_uuid) FROM msdb.dbo.backupset AS s WHERE type = 'L'"))
            .isEqualTo(header.get("BackupSetGUID").toString().toUpperCase());
    }
}
