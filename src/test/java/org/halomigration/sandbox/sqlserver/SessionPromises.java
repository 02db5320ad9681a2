package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the product takes for granted of sessions, rights and settings, numbers 37 to 48 of {@code docs/unproven.md}. */
interface SessionPromises {
    ServerPair servers();

    @Test
    default void singleUserSlot() throws Exception {
        try (Move move = new Move(servers()); JdbcSession inside = move.onSource(move.from)) {
            move.full("full.bak");
            inside.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            move.on.refused("USE " + move.from, 924);
            assertThat(catchThrowableOfType(SQLException.class, () -> move.onSource(move.from)).getErrorCode()).isEqualTo(4060);
            move.on.refused("BACKUP DATABASE " + move.from + " TO " + move.disk("x.bak"), 924, 3013);
            move.on.refused("ALTER DATABASE " + move.from + " SET MULTI_USER", 5064);
            inside.ok("USE master");
            move.on.ok("USE " + move.from);
            inside.refused("USE " + move.from, 924);
            move.on.ok("ALTER DATABASE " + move.from + " SET MULTI_USER");
            move.on.ok("USE master");
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            inside.ok("USE " + move.from);
            move.on.refused("USE " + move.from, 924);
        }
    }

    @Test
    default void restrictedUserLocksNobodyOutWhoMayTakeTheTail() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.at.ok(move.restoreFull("full.bak"));
            move.on.ok("USE " + move.from);
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS");
            move.on.ok("ALTER DATABASE " + move.from + " SET RESTRICTED_USER");
            move.on.ok("USE master");
            try (JdbcSession back = move.onSource(move.from)) {
                move.on.refused(move.tail("tail.trn", move.standby()), 3101, 3013);
                move.on.ok("USE " + move.from);
                move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS");
                move.on.ok("ALTER DATABASE " + move.from + " SET RESTRICTED_USER");
                move.on.ok("USE master");
            }
            move.on.ok(move.tail("tail.trn", move.standby()));
            assertThat(move.state(move.on, move.from)).containsEntry("user_access_desc", "RESTRICTED_USER").containsEntry("is_in_standby", true);
            move.at.ok(move.restoreLog("tail.trn"));
            move.at.ok(move.recover());
            assertThat(move.state(move.at, move.to)).containsEntry("user_access_desc", "RESTRICTED_USER");
            move.at.ok("ALTER DATABASE " + move.to + " SET MULTI_USER");
        }
    }

    @Test
    default void theOneUserRenamesFromInside() throws Exception {
        try (Move move = new Move(servers()); JdbcSession other = move.onSource(move.from)) {
            move.on.ok("USE " + move.from);
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS");
            assertThat(catchThrowableOfType(SQLException.class, () -> move.onSource(move.from)).getErrorCode()).isEqualTo(4060);
            move.on.ok("ALTER DATABASE " + move.from + " MODIFY NAME = " + move.from + "_kept");
            assertThat(move.state(move.on, move.from + "_kept")).containsEntry("user_access_desc", "SINGLE_USER");
        }
    }

    @Test
    default void theOneUserFreezesAndBacksUpFromInside() throws Exception {
        try (Move move = new Move(servers())) {
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY SIMPLE");
            move.full("full.bak");
            move.on.ok("USE " + move.from);
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS");
            move.on.ok("ALTER DATABASE " + move.from + " SET READ_ONLY WITH ROLLBACK IMMEDIATE");
            move.differential("tail.bak");
            assertThat(move.state(move.on, move.from)).containsEntry("is_read_only", true);
            // A run that was cut off in between begins from the top.
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS");
            move.on.ok("ALTER DATABASE " + move.from + " SET READ_ONLY WITH ROLLBACK IMMEDIATE");
            move.on.ok("USE master");
        }
    }

    @Test
    default void rollbackThrowsSessionsOut() throws Exception {
        try (Move move = new Move(servers()); JdbcSession victim = move.onSource(move.from)) {
            victim.ok("BEGIN TRAN; DELETE FROM dbo.FAULTS");
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            assertThat(victim.run("SELECT 1 AS n").errors()).isNotEmpty();
            assertThat(victim.isAlive()).as("an error of severity 20 or more ends the connection").isFalse();
            assertThat(move.sourceTickets()).hasSize(3);
        }
    }

    @Test
    default void rollbackAfterWaits() throws Exception {
        try (Move move = new Move(servers()); JdbcSession idle = move.onSource(move.from)) {
            long start = System.nanoTime();
            move.on.ok("ALTER DATABASE " + move.from + " SET SINGLE_USER WITH ROLLBACK AFTER 2 SECONDS");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_500));
            assertThat(idle.run("SELECT 1 AS n").errors()).isNotEmpty();
        }
    }

    @Test
    default void databaseOwnerMayBackUpOnly() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            try (JdbcSession owner = new JdbcSession(servers().sourceUrl(), servers().owner(move.on, move.from), servers().password(), move.from)) {
                owner.ok("BACKUP LOG " + move.from + " TO " + move.disk("log.trn"));
                owner.refused("RESTORE HEADERONLY FROM " + move.disk("full.bak"), 262, 3013);
                owner.ok("USE master");
                owner.refused("RESTORE DATABASE " + move.from + " WITH RECOVERY", 3110, 3013);
            }
        }
    }

    @Test
    default void viewsWithoutServerState() throws Exception {
        try (Move move = new Move(servers());
                JdbcSession owner = new JdbcSession(servers().sourceUrl(), servers().owner(move.on, move.from), servers().password(), move.from)) {
            int own = ((Number) owner.value("SELECT @@SPID AS session_id")).intValue();
            for (String view : new String[] {"dm_exec_sessions", "dm_exec_requests"}) {
                assertThat(owner.rows("SELECT session_id FROM sys." + view)).singleElement().satisfies(row -> assertThat(((Number) row.get("session_id")).intValue()).isEqualTo(own));
            }
        }
    }

    @Test
    default void lockOwnerDefault() throws Exception {
        try (Move move = new Move(servers())) {
            assertThat(move.on.run("DECLARE @result int; EXEC @result = sys.sp_getapplock @Resource = 'x', @LockMode = 'Exclusive', @LockTimeout = 0; SELECT @result AS result").errors()).isNotEmpty();
        }
    }

    @Test
    default void batchGoesOn() throws Exception {
        try (Move move = new Move(servers())) {
            String[] failing = {
                "RESTORE DATABASE " + move.from + " WITH RECOVERY",
                "BACKUP DATABASE " + move.from + " TO " + move.disk("no.bak") + " WITH DIFFERENTIAL",
                "ALTER DATABASE " + move.from + " SET COMPATIBILITY_LEVEL = 999"
            };
            for (String statement : failing) {
                // By what it leaves: the driver may not hand out the results that follow an error.
                int before = move.sourceTickets().size();
                JdbcSession.Answer answer = move.on.run(statement + "; INSERT INTO " + move.from + ".dbo.FAULTS (symptom) VALUES (N'after')");
                assertThat(answer.errors()).as(statement).isNotEmpty();
                assertThat(move.sourceTickets()).as(statement).hasSize(before + 1);
            }
        }
    }

    @Test
    default void implicitTransactionsForbidRestore() throws Exception {
        try (Move move = new Move(servers())) {
            move.full("full.bak");
            move.at.ok("SET IMPLICIT_TRANSACTIONS ON");
            move.at.refused(move.restoreFull("full.bak"), 3021, 3013);
            move.at.ok("IF @@TRANCOUNT > 0 ROLLBACK; SET IMPLICIT_TRANSACTIONS OFF");
        }
    }
}
