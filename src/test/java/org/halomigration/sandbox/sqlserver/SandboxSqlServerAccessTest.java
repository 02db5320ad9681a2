package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SandboxSqlServerAccessTest {
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

    private int loginError(String user, String password, String database) {
        return catchThrowableOfType(SqlError.class, () -> two.source.login(new SqlEngine.Login(user, password, database, "a", "h"))).number();
    }

    @Test
    void loginsThatAreRefused() {
        assertThat(loginError("sa", "wrong", "master")).isEqualTo(18456);
        assertThat(loginError("nobody", "secret", "master")).isEqualTo(18456);
        assertThat(loginError("sa", "secret", "nothing")).isEqualTo(4060);
        assertThat(loginError("creator", "secret", "Halo")).isEqualTo(4060);
    }

    @Test
    void rightsThatAreMissing() {
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.RECOVER);
        try (Console owner = new Console(two.source, "owner", "Halo"); Console creator = new Console(two.target, "creator", "master");
                Console reader = new Console(two.source, "reader", "Halo")) {
            owner.ok("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\log.trn'");
            owner.refused("RESTORE HEADERONLY FROM DISK = N'D:\\Backup\\Halo\\full.bak'", 262, 3013);
            owner.ok("USE master");
            owner.refused("RESTORE DATABASE Halo WITH RECOVERY", 3110, 3013);
            owner.refused("CREATE DATABASE mine", 262);
            creator.ok(TwoServers.restoreFull("full.bak").replace("acme_halo", "own"));
            reader.refused("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\x.bak'", 262, 3013);
            reader.refused("DELETE FROM dbo.FAULTS", 229);
            reader.refused("ALTER DATABASE Halo SET READ_ONLY", 5011, 5069);
            assertThat(reader.rows("SELECT faultid FROM dbo.FAULTS")).hasSize(3);
            assertThat(reader.rows("SELECT session_id FROM sys.dm_exec_sessions")).hasSize(1);
            creator.refused("USE acme_halo", 916);
        }
    }

    @Test
    void singleUserHasOneSlot() {
        try (Console inside = new Console(two.source, "sa", "Halo"); Console tooMany = new Console(two.source)) {
            inside.ok("ALTER DATABASE Halo SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
            tooMany.refused("USE Halo", 924);
            assertThat(loginError("sa", "secret", "Halo")).isEqualTo(4060);
            tooMany.refused("ALTER DATABASE Halo SET MULTI_USER", 5064, 5069);
            tooMany.refused("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\x.bak'", 924, 3013);
            inside.ok("USE master");
            tooMany.ok("USE Halo");
            tooMany.ok("ALTER DATABASE Halo SET MULTI_USER");
            inside.ok("USE Halo");
        }
    }

    @Test
    void rollbackThrowsOthersOutAndUndoesTheirWork() {
        try (Console victim = new Console(two.source, "sa", "Halo")) {
            victim.ok("BEGIN TRAN DELETE FROM dbo.FAULTS");
            two.on.refused("ALTER DATABASE Halo SET SINGLE_USER WITH NO_WAIT", 5070, 5069);
            two.on.ok("ALTER DATABASE Halo SET SINGLE_USER WITH ROLLBACK AFTER 1 SECONDS");
            assertThat(victim.run("SELECT 1").errors).extracting(SqlError::severity).allMatch(s -> s >= 20).hasSize(1);
            assertThat(two.sourceTickets()).hasSize(3);
        }
    }

    @Test
    void settingsAreSeenInTheViews() {
        two.on.ok("ALTER DATABASE Halo SET READ_ONLY WITH ROLLBACK IMMEDIATE");
        two.on.refused("DELETE FROM Halo.dbo.FAULTS", 3906);
        two.on.ok("ALTER DATABASE Halo SET READ_WRITE; ALTER DATABASE Halo SET AUTO_CLOSE ON; ALTER DATABASE Halo SET AUTO_SHRINK ON;"
            + " ALTER DATABASE Halo SET PAGE_VERIFY NONE; ALTER DATABASE Halo SET COMPATIBILITY_LEVEL = 130; ALTER DATABASE Halo SET RESTRICTED_USER");
        assertThat(two.on.row("SELECT is_read_only, is_auto_close_on, is_auto_shrink_on, page_verify_option_desc, compatibility_level, user_access_desc"
            + " FROM sys.databases WHERE name = 'HALO'")).containsEntry("is_read_only", false).containsEntry("is_auto_close_on", true)
            .containsEntry("is_auto_shrink_on", true).containsEntry("page_verify_option_desc", "NONE").containsEntry("compatibility_level", (short) 130)
            .containsEntry("user_access_desc", "RESTRICTED_USER");
        two.on.refused("ALTER DATABASE Halo SET COMPATIBILITY_LEVEL = 160", 15048, 5069);
        two.on.ok("ALTER DATABASE Halo MODIFY NAME = [Halo ] ] old]".replace("] ] old", "]] old"));
        assertThat(two.on.rows("SELECT name FROM sys.databases WHERE name = N'Halo ]] old'".replace("]]", "]"))).hasSize(1);
    }

    @Test
    void oneSessionHoldsTheApplicationLock() throws Exception {
        String lock = "DECLARE @result int; EXEC @result = sys.sp_getapplock @Resource = @P0, @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;\n"
            + "IF @result < 0 THROW 51001, 'Another worker holds the application lock of this database.', 1;";
        SqlSession.Parameter name = Console.text("@P0", "restore/acme");
        try (Console second = new Console(two.source)) {
            Console first = new Console(two.source);
            first.ok(lock, name);
            first.ok(lock, name);
            assertThat(second.run(lock, name).numbers()).containsExactly(51001);
            CompletableFuture<Recorder> waiting = CompletableFuture.supplyAsync(() -> second.run(lock.replace("LockTimeout = 0", "LockTimeout = 20000"), name));
            Awaitility.await().until(() -> two.on.rows("SELECT 1 AS n FROM sys.dm_exec_requests").size() > 1);
            first.close();
            assertThat(waiting.get(10, TimeUnit.SECONDS).errors).isEmpty();
            assertThat(second.value("DECLARE @r int EXEC @r = sp_releaseapplock @Resource = 'restore/acme', @LockOwner = 'Session' SELECT @r AS r")).isEqualTo(0);
        }
    }
}
