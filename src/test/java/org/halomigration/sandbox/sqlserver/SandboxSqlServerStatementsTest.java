package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerStatementsTest {
    private static final Path STATEMENTS = Path.of("routes/sql/sqlserver");
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

    static Stream<String> unrendered() throws IOException {
        try (Stream<Path> files = Files.list(STATEMENTS)) {
            // these ask for Halo's own tables
            return files.filter(f -> !Set.of("mute-uat.sql", "check-muted.sql", "application-version.sql").contains(f.getFileName().toString())).filter(f -> text(f).replaceAll(":#\\w+", "").replaceAll("--[^\n]*", "").indexOf(':') < 0).map(f -> f.getFileName().toString()).sorted().toList()
                .stream();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("unrendered")
    void everyStatementFileWithoutPlaceholdersRuns(String file) {
        two.full("full.bak");
        SqlSession.Parameter database = Console.text("@P0", Map.of("lock-database.sql", "lock", "find-ticket.sql", "0").getOrDefault(file, "Halo"));
        Recorder answer = two.on.ok("USE Halo\n" + text(STATEMENTS.resolve(file)).replaceAll(":#\\w+", "@P0") + "\nUSE master", database);
        Integer rows = Map.of("database-state.sql", 1, "list-backup-sets.sql", 1, "list-tables.sql", 11, "restore-position.sql", 1, "server-properties.sql", 1,
            "running-work.sql", 0, "database-sessions.sql", 0).get(file);
        assertThat(rows == null || answer.rows.size() == rows).as(file + " " + answer.rows).isTrue();
    }

    @Test
    void theStateOfADatabaseHasAllItsColumns() {
        Map<String, Object> row = two.on.row(text(STATEMENTS.resolve("database-state.sql")).replaceAll(":#\\w+", "@P0"), Console.text("@P0", "halo"));
        assertThat(row).containsEntry("name", "Halo").containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "MULTI_USER")
            .containsEntry("recovery_model_desc", "FULL").containsEntry("last_log_backup_lsn", null).hasSize(16);
        assertThat(row.get("family_guid").toString()).matches("[0-9A-F-]{36}");
    }

    @Test
    void columnsComeWithTheirDeclaredTypes() {
        assertThat(two.on.rows("USE Halo " + text(STATEMENTS.resolve("list-tables.sql")) + " USE master")).extracting(r -> r.get("column_name") + " " + r.get("type_name"))
            .contains("faultid int", "symptom nvarchar", "cost money", "price decimal", "opened datetime2", "guid uniqueidentifier", "attachment varbinary", "closed bit",
                "priority tinyint");
        List<Answer.Column> columns = two.on.ok("SELECT * FROM Halo.dbo.FAULTS").columns;
        assertThat(columns).extracting(c -> c.type().kind().name()).containsExactly("INT", "NVARCHAR", "NVARCHAR", "MONEY", "DECIMAL", "DATETIME2", "DATETIME",
            "UNIQUEIDENTIFIER", "VARBINARY", "BIT", "TINYINT");
        assertThat(columns.get(2).type().length()).isEqualTo(-1);
        assertThat(columns).noneMatch(c -> c.name().contains("sandbox"));
    }

    @Test
    void ordinaryWorkOfAnApplication() {
        two.on.ok("""
            USE Halo
            CREATE TABLE [dbo].[Odd name] ([Key] int NOT NULL, [Value] nvarchar(20) NULL DEFAULT (N'x'), [When] datetime NOT NULL CONSTRAINT DF_w DEFAULT (getdate()),
                CONSTRAINT [PK Odd] PRIMARY KEY CLUSTERED ([Key] ASC) WITH (PAD_INDEX = OFF) ON [PRIMARY]) ON [PRIMARY]
            INSERT [Odd name] ([Key]) VALUES (1), (2); -- comment
            INSERT INTO [dbo].[Odd name] ([Key], [Value]) SELECT [Key] + 10, N'o''k' FROM [Odd name] /* nested /* */ */
            UPDATE [Odd name] SET [Value] = N'[new]' WHERE [Key] = 1
            """);
        assertThat(two.on.rows("SELECT TOP (2) [Key], [Value] + N'!' AS v FROM [Odd name] WITH (NOLOCK) ORDER BY [Key] DESC"))
            .extracting(r -> r.get("Key") + "=" + r.get("v")).containsExactly("12=o'k!", "11=o'k!");
        assertThat(two.on.ok("DELETE FROM [Odd name] WHERE [Key] > 10").counts).containsExactly(2L);
        assertThat(two.on.value("SELECT COUNT(*) FROM [Odd name]")).isEqualTo(2L);
        two.on.ok("DECLARE @n int = 5, @t nvarchar(10) = N'five'; SET @n = @n + 1; IF @n = 6 BEGIN INSERT INTO [Odd name] ([Key], [Value]) VALUES (@n, @t) END ELSE SELECT 1");
        assertThat(two.on.value("DECLARE @v nvarchar(20); SELECT @v = [Value] FROM [Odd name] WHERE [Key] = 6; SELECT UPPER(@v) AS v")).isEqualTo("FIVE");
        assertThat(two.on.value("EXEC sp_executesql N'SELECT @a + @b AS s', N'@a int, @b int', @a = 2, @b = 3")).isEqualTo(5);
        assertThat(two.on.ok("SET NOCOUNT ON; UPDATE [Odd name] SET [Value] = NULL").counts).isEmpty();
        two.on.ok("TRUNCATE TABLE [Odd name]; DROP TABLE IF EXISTS [Odd name]; USE master");
        assertThat(two.on.value("SELECT DB_NAME()")).isEqualTo("master");
        assertThat(two.on.value("SELECT CONVERT(int, SERVERPROPERTY('ProductMajorVersion'))")).isEqualTo(15);
        assertThat(two.on.value("SELECT CONVERT(char(36), CAST('0a1b2c3d-0000-0000-0000-00000000000f' AS uniqueidentifier))")).isEqualTo("0A1B2C3D-0000-0000-0000-00000000000F");
        assertThat(two.on.value("SELECT @@TRANCOUNT")).isEqualTo(0);
    }

    @Test
    void parametersKeepTheirTypes() {
        UUID id = UUID.randomUUID();
        Map<String, Object> row = two.on.row("SELECT @a AS a, @b AS b, @c AS c, @d AS d", new SqlSession.Parameter("@a", SqlType.decimal(20, 4), new BigDecimal("1.2500")),
            new SqlSession.Parameter("@b", SqlType.of(SqlType.Kind.UNIQUEIDENTIFIER), id), Console.text("@c", null),
            new SqlSession.Parameter("@d", SqlType.of(SqlType.Kind.VARBINARY, 10), new byte[] {1, 0, -1}));
        assertThat(row).containsEntry("a", new BigDecimal("1.2500")).containsEntry("b", id).containsEntry("c", null).containsEntry("d", new byte[] {1, 0, -1});
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELEC 1", "MERGE INTO x USING y", "SELECT x = 1", "CREATE TABLE t (a geography)", "BACKUP DATABASE Halo TO URL = 'x'", "GRANT SELECT ON a TO b",
        "SET SHOWPLAN_ALL ON", "SELECT * FROM sys.dm_os_wait_stats", "EXEC sp_rename 'a', 'b'", "SELECT * FROM dbo.nothing", "ALTER DATABASE Halo SET ENCRYPTION ON",
        "SELECT * INTO #t FROM sys.tables", "SELECT 'open"})
    void whatIsNotUnderstoodIsRefused(String statement) {
        assertThat(two.on.run(statement).errors).as(statement).isNotEmpty();
    }

    @Test
    void aFailedStatementLeavesNothingInTheLogAndTheBatchGoesOn() {
        two.full("full.bak");
        Recorder answer = two.on.run("USE Halo INSERT INTO dbo.FAULTS (symptom) VALUES (N'one'), (NULL) INSERT INTO dbo.FAULTS (symptom) VALUES (N'two') USE master");
        assertThat(answer.numbers()).containsExactly(515);
        two.on.refused("INSERT INTO Halo.dbo.FAULTS (faultid, symptom) VALUES (77, N'x')", 544);
        two.on.ok("USE Halo SET IDENTITY_INSERT dbo.FAULTS ON INSERT INTO dbo.FAULTS (faultid, symptom) VALUES (77, N'x') SET IDENTITY_INSERT dbo.FAULTS OFF"
            + " INSERT INTO dbo.FAULTS (symptom) VALUES (N'y') USE master");
        two.log("log.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.restoreLog("log.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).extracting(r -> r.get("symptom")).hasSize(6).contains("two", "x", "y").doesNotContain("one");
        assertThat(two.targetTickets()).usingRecursiveFieldByFieldElementComparator().containsExactlyElementsOf(two.sourceTickets());
        assertThat(two.targetTickets().get(5)).containsEntry("faultid", 78);
    }

    @Test
    void damageDoneDirectlyIsInNoBackup() {
        two.full("full.bak");
        two.source.directly("Halo", "UPDATE FAULTS SET symptom = 'tampered' WHERE faultid = 1");
        assertThat(two.sourceTickets().get(0)).containsEntry("symptom", "tampered");
        two.log("log.trn");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.restoreLog("log.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets().get(0).get("symptom").toString()).startsWith("Ticket 1");
    }

    @Test
    void usersWithoutTheirLoginAreOrphans() {
        two.on.ok("CREATE LOGIN halo_app WITH PASSWORD = 'secret'; USE Halo; CREATE USER halo_app FOR LOGIN halo_app; USE master");
        two.full("full.bak");
        two.at.ok(TwoServers.restoreFull("full.bak"));
        two.at.ok(TwoServers.RECOVER);
        String orphans = "SELECT dp.name FROM sys.database_principals AS dp LEFT JOIN sys.server_principals AS sp ON dp.sid = sp.sid WHERE sp.sid IS NULL"
            + " AND dp.authentication_type_desc = 'INSTANCE'";
        assertThat(two.at.rows("USE acme_halo " + orphans)).extracting(r -> r.get("name")).containsExactly("halo_app");
        two.at.ok("CREATE LOGIN halo_app WITH PASSWORD = 'other'; ALTER USER halo_app WITH LOGIN = halo_app");
        assertThat(two.at.rows(orphans)).isEmpty();
        two.at.ok("USE master");
    }

    @Test
    void simulatedWorkSaysSo() {
        assertThat(two.on.ok("DBCC CHECKDB ([Halo]) WITH NO_INFOMSGS; EXEC sys.sp_updatestats").infos).extracting(Recorder.Info::message)
            .filteredOn(m -> m.contains("sandbox: simulated")).hasSize(2);
    }
}
