package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the product takes for granted of backup sets, numbers 1 to 15 of {@code docs/unproven.md}. */
interface BackupSetPromises {
    ServerPair servers();

    @Test
    default void standbyTailIsForceOffline() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.log("log.trn");
            move.on.ok(move.tail("tail.trn", move.standby()));
            assertThat(move.header("log.trn")).containsEntry("IsForceOffline", false);
            assertThat(move.header("tail.trn")).containsEntry("IsForceOffline", true);
        }
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok(move.tail("tail.trn", "NORECOVERY"));
            assertThat(move.header("tail.trn")).containsEntry("IsForceOffline", true);
        }
    }

    @Test
    default void standbyTailLeavesTheSourceReadableAndFrozen() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok(move.tail("tail.trn", move.standby()));
            assertThat(move.state(move.on, move.from)).containsEntry("state_desc", "ONLINE").containsEntry("is_in_standby", true).containsEntry("is_read_only", true);
            assertThat(move.sourceTickets()).hasSize(3);
            move.on.refused("DELETE FROM " + move.from + ".dbo.FAULTS", 3906);
            move.on.ok("RESTORE DATABASE " + move.from + " WITH RECOVERY");
            assertThat(move.state(move.on, move.from)).containsEntry("is_in_standby", false).containsEntry("is_read_only", false);
        }
    }

    @Test
    default void tailNeedsTheDatabaseForItself() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            try (JdbcSession inside = move.onSource(move.from)) {
                move.on.refused(move.tail("tail.trn", "NORECOVERY"), 3101, 3013);
                move.on.refused(move.tail("tail.trn", move.standby()), 3101, 3013);
                inside.refused(move.tail("tail.trn", "NORECOVERY"), 3102, 3013);
                inside.refused(move.tail("tail.trn", move.standby()), 3102, 3013);
            }
            move.on.ok(move.tail("tail.trn", "NORECOVERY"));
            move.on.refused("USE " + move.from, 927);
        }
    }

    @Test
    default void standbyDatabaseIsNotBackedUp() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok(move.tail("tail.trn", move.standby()));
            move.on.refused("BACKUP LOG " + move.from + " TO " + move.disk("more.trn"), 3036, 3013);
            move.on.refused("BACKUP DATABASE " + move.from + " TO " + move.disk("more.bak") + " WITH COPY_ONLY", 3036, 3013);
        }
    }

    @Test
    default void differentialNamesItsBase() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff.bak");
            Map<String, Object> full = move.header("full.bak");
            assertThat(move.header("diff.bak")).containsEntry("DifferentialBaseGUID", full.get("BackupSetGUID"))
                    .containsEntry("DifferentialBaseLSN", full.get("FirstLSN")).containsEntry("DifferentialBaseLSN", full.get("CheckpointLSN"));
        }
    }

    @Test
    default void databaseBackupLsnSkipsCopyOnly() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.on.ok("BACKUP DATABASE " + move.from + " TO " + move.disk("copy.bak") + " WITH COPY_ONLY, CHECKSUM");
            move.tickets(1);
            move.log("log.trn");
            move.differential("diff.bak");
            Object checkpoint = move.header("full.bak").get("CheckpointLSN");
            assertThat(move.header("log.trn")).containsEntry("DatabaseBackupLSN", checkpoint);
            assertThat(move.header("diff.bak")).containsEntry("DatabaseBackupLSN", checkpoint);
        }
    }

    @Test
    default void firstLogBeginsAtTheFull() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.log("log1.trn");
            move.tickets(1);
            move.log("log2.trn");
            assertThat(move.header("log1.trn")).containsEntry("FirstLSN", move.header("full.bak").get("FirstLSN")).containsEntry("BeginsLogChain", true);
            assertThat(move.header("log2.trn")).containsEntry("FirstLSN", move.header("log1.trn").get("LastLSN")).containsEntry("BeginsLogChain", false);
        }
    }

    @Test
    default void logRightAfterAFullApplies() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.log("log.trn");
            assertThat((BigDecimal) move.header("log.trn").get("LastLSN")).isGreaterThan((BigDecimal) move.header("full.bak").get("LastLSN"));
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log.trn"));
        }
    }

    @Test
    default void emptyLogIsANoOp() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.log("log1.trn");
            move.log("log2.trn");
            Map<String, Object> empty = move.header("log2.trn");
            assertThat(empty).containsEntry("FirstLSN", empty.get("LastLSN"));
            move.at.ok(move.restoreFull("full.bak"));
            move.at.ok(move.restoreLog("log1.trn"));
            Object before = move.position().get("redo_start_lsn");
            move.at.ok(move.restoreLog("log2.trn"));
            assertThat(move.position()).containsEntry("redo_start_lsn", before);
        }
    }

    @Test
    default void differentialStartsTheChainAgain() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY SIMPLE");
            move.on.refused("BACKUP LOG " + move.from + " TO " + move.disk("no.trn"), 4208, 3013);
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY FULL");
            move.on.refused("BACKUP LOG " + move.from + " TO " + move.disk("no.trn"), 4214, 3013);
            move.differential("diff.bak");
            move.tickets(1);
            move.log("log.trn");
            move.at.ok(move.restoreFull("full.bak"));
            move.at.refused(move.restoreLog("log.trn"), 4305, 3013);
            move.at.ok(move.restoreDifferential("diff.bak"));
            move.at.ok(move.restoreLog("log.trn"));
            move.at.ok(move.recover());
            assertThat(move.targetTickets()).isEqualTo(move.sourceTickets());
        }
    }

    @Test
    default void incompleteSetIsNamedSo() throws Exception {
        try (Move move = new Move(servers()); JdbcSession victim = move.onSource("master")) {
            move.full("all.bak");
            servers().slow(move.on, move.from);
            CompletableFuture<JdbcSession.Answer> cut = victim.begin("BACKUP DATABASE " + move.from + " TO " + move.disk("all.bak") + " WITH NOINIT, STATS = 1");
            victim.vanish();
            cut.get(60, TimeUnit.SECONDS);
            servers().quick();
            org.awaitility.Awaitility.await().until(() -> move.on.rows("SELECT command FROM sys.dm_exec_requests WHERE command LIKE 'BACKUP%'").isEmpty());
            assertThat(move.at.rows("RESTORE HEADERONLY FROM " + move.landed("all.bak"))).hasSize(2)
                    .last().extracting(row -> row.get("BackupName")).isEqualTo("*** INCOMPLETE ***");
        }
    }

    @Test
    default void tornFileIsToldApart() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            String whole = move.name("full.bak");
            servers().cut(whole, move.name("half.bak"), servers().size(whole) / 2);
            move.at.refused("RESTORE VERIFYONLY FROM " + move.landed("half.bak") + " WITH CHECKSUM", 3203, 3013);
            servers().cut(whole, move.name("ended.bak"), -servers().ending(whole));
            move.at.refused("RESTORE VERIFYONLY FROM " + move.landed("ended.bak") + " WITH CHECKSUM", 3256, 3013);
            servers().cut(whole, move.name("label.bak"), 20);
            move.at.refused("RESTORE HEADERONLY FROM " + move.landed("label.bak"), 3241, 3013);
        }
    }

    @Test
    default void flippedByteIsFoundByItsChecksum() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("sums.bak");
            move.on.ok("BACKUP DATABASE " + move.from + " TO " + move.disk("plain.bak") + " WITH NO_CHECKSUM");
            String sums = move.name("sums.bak");
            String plain = move.name("plain.bak");
            servers().flip(sums, move.name("flipped.bak"), servers().size(sums) / 2);
            move.at.refused(move.restoreFull("flipped.bak"), 3183, 3013);
            servers().flip(plain, move.name("silent.bak"), servers().size(plain) / 2);
            move.at.ok("RESTORE VERIFYONLY FROM " + move.landed("silent.bak"));
            servers().flip(sums, move.name("header.bak"), servers().size(sums) - servers().ending(sums) / 2);
            move.at.refused("RESTORE HEADERONLY FROM " + move.landed("header.bak"), 3189, 3013);
        }
    }

    @Test
    default void stripesBelongTogether() throws Exception {
        try (Move move = new Move(servers())) {
            move.on.ok("BACKUP DATABASE " + move.from + " TO " + move.disk("s1.bak") + ", " + move.disk("s2.bak") + " WITH CHECKSUM");
            assertThat(move.at.row("RESTORE LABELONLY FROM " + move.landed("s2.bak"))).containsEntry("FamilyCount", 2).containsEntry("FamilySequenceNumber", 2);
            move.on.refused("BACKUP DATABASE " + move.from + " TO " + move.disk("s1.bak"), 3231, 3013);
            move.at.refused(move.restoreFull("s1.bak"), 3132, 3013);
            move.full("single.bak");
            String two = ", " + move.landed("s2.bak") + " WITH FILE";
            move.at.refused(move.restoreFull("single.bak").replace(" WITH FILE", two), 3258, 3013);
            move.at.ok(move.restoreFull("s1.bak").replace(" WITH FILE", two));
        }
    }

    @Test
    default void headersOf2022() throws Exception {
        assumeTrue(servers().targetVersion() >= 16, "the target is older than 2022");
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            assertThat(move.header("full.bak")).containsKeys("LastValidRestoreTime", "TimeZone", "CompressionAlgorithm")
                    .extractingByKeys("BackupSetGUID", "FirstLSN", "LastLSN", "FamilyGUID").doesNotContainNull();
            assertThat(List.of(move.header("full.bak").get("BackupType").toString())).containsExactly("1");
        }
    }
}
