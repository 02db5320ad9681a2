package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the product takes for granted of RESTORE, numbers 17 to 36 and 49 of {@code docs/unproven.md}. */
interface RestorePromises {
    ServerPair servers();

    @Test
    default void redoStartIsLastLsn() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.ok(move.restoreFull("full.bak"));
            assertThat(move.position()).containsEntry("redo_start_lsn", move.header("full.bak").get("LastLSN"));
            move.at.ok(move.restoreDifferential("diff.bak"));
            assertThat(move.position()).containsEntry("redo_start_lsn", move.header("diff.bak").get("LastLSN"));
            move.at.ok(move.restoreLog("log.trn"));
            assertThat(move.position()).containsEntry("redo_start_lsn", move.header("log.trn").get("LastLSN"));
            // The gate of the cutover compares them.
            assertThat(move.position().get("fork").toString()).isEqualToIgnoringCase(move.header("log.trn").get("RecoveryForkID").toString());
        }
    }

    @Test
    default void differentialAfterDifferential() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff1.bak");
            move.tickets(1);
            move.differential("diff2.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreDifferential("diff1.bak"));
            assertThat(move.position().get("base").toString()).isEqualToIgnoringCase(move.header("full.bak").get("BackupSetGUID").toString());
            move.at.ok(move.restoreDifferential("diff2.bak"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void differentialAfterLogs() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log.trn");
            move.tickets(1);
            move.differential("diff.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log.trn"));
            move.at.ok(move.restoreDifferential("diff.bak"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void differentialAfterAFork() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.on.ok(move.tail("tail.trn", "NORECOVERY"));
            move.on.ok("RESTORE DATABASE " + move.from + " WITH RECOVERY");
            move.tickets(1);
            move.differential("diff.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreDifferential("diff.bak"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void oldDifferentialIsRefused() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log.trn"));
            move.at.refused(move.restoreDifferential("diff.bak"), 3120, 3013);
        }
    }

    @Test
    default void fullOverRestoringNeedsNoReplace() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full1.bak");
            move.tickets(1);
            move.full("full2.bak");
            move.at.ok(move.restoreFull("full1.bak"));
            move.at.ok(move.restoreFull("full2.bak"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void fullOverOnlineIsRefused() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.at.ok("CREATE DATABASE " + move.to);
            move.at.refused(move.restoreFull("full.bak"), 3154, 3013);
            move.at.ok("DROP DATABASE " + move.to);
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.recover());
            move.at.refused(move.restoreFull("full.bak"), 3159, 3013);
            move.at.ok("ALTER DATABASE " + move.to + " SET RECOVERY SIMPLE");
            move.at.refused(move.restoreFull("full.bak"), 3141, 3013);
        }
    }

    @Test
    default void wrongKindOfSet() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.refused(move.restoreFull("log.trn"), 3135, 3013);
            move.at.ok(move.restoreFull("full.bak"));
            move.at.refused(move.restoreLog("full.bak"), 3135, 3013);
        }
    }

    @Test
    default void targetAtTheTailFollowsABackedOutSource() throws Exception {
        try (Move move = new Move(servers())) {
            backedOut(move);
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("tail.trn"));
            move.at.ok(move.restoreLog("after.trn"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void fullAfterAForkIsFollowedByTheLogThatCrossesIt() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full1.bak");
            move.on.ok(move.tail("tail.trn", move.standby()));
            move.on.ok("RESTORE DATABASE " + move.from + " WITH RECOVERY");
            move.tickets(1);
            move.full("full.bak");
            move.tickets(1);
            move.log("log.trn");
            assertThat(move.header("log.trn").get("FirstRecoveryForkID")).isNotEqualTo(move.header("log.trn").get("RecoveryForkID"));
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log.trn"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void targetOnItsOwnForkCannotFollow() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log1.trn");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log1.trn"));
            move.at.ok(move.recover());
            move.at.ok("INSERT INTO " + move.to + ".dbo.FAULTS (symptom) VALUES (N'on the host')");
            move.at.ok("BACKUP LOG " + move.to + " TO " + move.landed("host.trn") + " WITH NORECOVERY, CHECKSUM");
            move.tickets(3);
            move.log("log2.trn");
            move.at.refused(move.restoreLog("log2.trn"), 4330, 3013);
        }
    }

    /** A full, a tail, the source opened again, and a log after it. */
    private static void backedOut(Move move) {
        move.full("full.bak");
        move.tickets(1);
        move.on.ok(move.tail("tail.trn", move.standby()));
        move.on.ok("RESTORE DATABASE " + move.from + " WITH RECOVERY");
        move.tickets(2);
        move.log("after.trn");
    }

    @Test
    default void backoutOpensANewFork() throws Exception {
        try (Move move = new Move(servers())) {
            backedOut(move);
            Map<String, Object> tail = move.header("tail.trn");
            Map<String, Object> after = move.header("after.trn");
            assertThat(after).containsEntry("FirstLSN", tail.get("LastLSN")).containsEntry("FirstRecoveryForkID", tail.get("RecoveryForkID")).containsEntry("ForkPointLSN", tail.get("LastLSN"));
            assertThat(after.get("RecoveryForkID")).isNotEqualTo(tail.get("RecoveryForkID"));
        }
    }

    @Test
    default void hostedDatabaseGoesOn() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.recover());
            move.at.ok("INSERT INTO " + move.to + ".dbo.FAULTS (symptom) VALUES (N'on the host')");
            move.at.ok("BACKUP LOG " + move.to + " TO " + move.landed("host.trn") + " WITH CHECKSUM");
            Map<String, Object> host = move.header("host.trn");
            assertThat(host.get("RecoveryForkID")).isNotEqualTo(host.get("FirstRecoveryForkID"));
            assertThat(host).containsEntry("FamilyGUID", move.header("full.bak").get("FamilyGUID"));
        }
    }

    @Test
    default void userAccessTravels() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            move.on.ok(move.tail("tail.trn", "NORECOVERY"));
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("tail.trn"));
            assertThat(move.state(move.at, move.to)).containsEntry("user_access_desc", "MULTI_USER");
            move.at.ok(move.recover());
            assertThat(move.state(move.at, move.to)).containsEntry("user_access_desc", "SINGLE_USER");
        }
    }

    @Test
    default void standbyDoesNotTravel() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok(move.tail("tail.trn", move.standby()));
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("tail.trn"));
            move.at.ok(move.recover());
            assertThat(move.state(move.at, move.to)).containsEntry("is_read_only", false).containsEntry("is_in_standby", false);
            move.at.ok("DELETE FROM " + move.to + ".dbo.FAULTS");
        }
    }

    @Test
    default void cutOffRestoreIsRepeated() throws Exception {
        try (Move move = new Move(servers()); JdbcSession victim = move.onTarget("master")) {
            servers().slow(move.on, move.from);
            move.full("full.bak");
            CompletableFuture<JdbcSession.Answer> cut = victim.begin(move.restoreFull("full.bak"));
            victim.vanish();
            cut.get(60, TimeUnit.SECONDS);
            servers().quick();
            Awaitility.await().until(() -> move.at.rows("SELECT command FROM sys.dm_exec_requests WHERE command LIKE 'RESTORE%'").isEmpty());
            assertThat(move.state(move.at, move.to)).containsEntry("state_desc", "RESTORING");
            move.at.refused(move.recover(), 4319, 3013);
            move.at.ok(move.restoreFull("full.bak").replace("CHECKSUM", "CHECKSUM, RESTART"));
            move.at.ok(move.recover());
        }
    }

    @Test
    default void restartAfterAFullThatWasCutOffBringsEveryRow() throws Exception {
        try (Move move = new Move(servers()); JdbcSession victim = move.onTarget("master")) {
            move.tickets(50);
            servers().slow(move.on, move.from);
            move.full("full.bak");
            CompletableFuture<JdbcSession.Answer> cut = victim.begin(move.restoreFull("full.bak"));
            victim.vanish();
            cut.get(60, TimeUnit.SECONDS);
            servers().quick();
            Awaitility.await().until(() -> move.at.rows("SELECT command FROM sys.dm_exec_requests WHERE command LIKE 'RESTORE%'").isEmpty());
            move.log("log.trn");
            move.at.refused(move.restoreLog("log.trn"), 4319, 3013);
            move.at.ok(move.restoreFull("full.bak").replace("CHECKSUM", "CHECKSUM, RESTART"));
            move.at.ok(move.restoreLog("log.trn"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void failedLogLeavesThePosition() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(50);
            move.log("log.trn");
            servers().cut(move.name("log.trn"), move.name("torn.trn"), servers().size(move.name("log.trn")) / 2);
            move.at.ok(move.restoreFull("full.bak"));
            Map<String, Object> before = move.position();
            move.at.refused(move.restoreLog("torn.trn"), 3203, 3013);
            assertThat(move.position()).isEqualTo(before);
            move.at.ok(move.restoreLog("log.trn"));
            move.at.ok(move.recover());
        }
    }

    @Test
    default void onlineIsNotRecoveredAgain() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.recover());
            move.at.refused(move.recover(), 3153, 3013);
        }
    }

    @Test
    default void stopAtBeyondTheEnd() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.ok(move.restoreFull("full.bak"));
            JdbcSession.Answer answer = move.at.ok(move.restoreLog("log.trn").replace("NORECOVERY", "RECOVERY") + ", STOPAT = '2099-01-01T00:00:00'");
            assertThat(answer.messages()).contains(4322);
            assertThat(move.state(move.at, move.to)).containsEntry("state_desc", "RESTORING");
        }
    }

    @Test
    default void moveIsChecked() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            String restore = move.restoreFull("full.bak");
            String data = servers().data(move.to + ".mdf");
            String log = servers().data(move.to + "_log.ldf");
            move.at.refused(restore.replace(data, servers().data("missing_" + move.to) + servers().data("x.mdf").replaceFirst("^.*(?=[/\\\\])", "")), 5133, 3156, 3119, 3013);
            move.at.refused(restore.replace(log, data), 3176, 3119, 3013);
            move.at.ok(restore);
            String other = "other_" + move.to;
            move.at.refused(restore.replace("DATABASE " + move.to, "DATABASE " + other), 1834, 3156, 3119, 3013);
            servers().stray(other + ".mdf");
            move.at.refused(restore.replace("DATABASE " + move.to, "DATABASE " + other).replace(data, servers().data(other + ".mdf")).replace(log, servers().data(other + "_log.ldf")), 3142, 3119, 3013);
        }
    }

    @Test
    default void secondRestoreIsRefused() throws Exception {
        try (Move move = new Move(servers()); JdbcSession first = move.onTarget("master")) {
            servers().slow(move.on, move.from);
            move.full("full.bak");
            CompletableFuture<JdbcSession.Answer> running = first.begin(move.restoreFull("full.bak"));
            move.at.refused(move.restoreFull("full.bak"), 3101, 3013);
            servers().quick();
            assertThat(running.get(120, TimeUnit.SECONDS).errors()).isEmpty();
        }
    }

    @Test
    default void upgradeIsTold() throws Exception {
        assumeTrue(servers().sourceVersion() < servers().targetVersion(), "the target is no newer than the source");
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            assertThat(move.at.ok(move.restoreFull("full.bak").replace(", STATS = 1", "")).messages()).doesNotContain(3211);
            assertThat(move.at.ok(move.recover()).messages()).contains(928, 951);
        }
    }

    @Test
    default void restoredSetsAreRecorded() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log.trn"));
            String recorded = "SELECT s.server_name, CONVERT(char(36), s.backup_set_uuid) AS uuid FROM msdb.dbo.restorehistory AS h JOIN msdb.dbo.backupset AS s"
                    + " ON s.backup_set_id = h.backup_set_id WHERE h.destination_database_name = '" + move.to + "' ORDER BY h.restore_history_id";
            Object server = move.header("full.bak").get("ServerName");
            assertThat(move.at.rows(recorded)).extracting(row -> row.get("uuid").toString().toUpperCase()).containsExactly(
                    move.header("full.bak").get("BackupSetGUID").toString().toUpperCase(), move.header("log.trn").get("BackupSetGUID").toString().toUpperCase());
            assertThat(move.at.rows(recorded)).extracting(row -> row.get("server_name")).containsOnly(server);
        }
    }
}
