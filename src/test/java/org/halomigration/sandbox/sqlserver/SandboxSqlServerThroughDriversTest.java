package org.halomigration.sandbox.sqlserver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.halomigration.sandbox.halo.HaloDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The same server through two drivers that know nothing of each other. */
class SandboxSqlServerThroughDriversTest {
    enum Driver { MSSQL, JTDS }

    @TempDir
    Path directory;
    private Path backups;
    private SandboxSqlServer source;
    private SandboxSqlServer target;

    @BeforeEach
    void start() throws Exception {
        backups = Files.createDirectories(directory.resolve("backups"));
        source = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("source")).sysadmin("sa", "secret")).mount("D:\\Backup", backups);
        target = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("target")).sysadmin("sa", "secret").tls(true).majorVersion(16))
            .mount("E:\\landing", backups).mount("F:\\Data", Files.createDirectories(directory.resolve("data")));
    }

    @AfterEach
    void stop() {
        source.close();
        target.close();
    }

    private static final String MOVE = ", MOVE N'Halo' TO N'F:\\Data\\Halo.mdf', MOVE N'Halo_log' TO N'F:\\Data\\Halo.ldf'";

    private static Connection connect(SandboxSqlServer server, Driver driver) throws SQLException {
        return DriverManager.getConnection(driver == Driver.MSSQL ? server.jdbcUrl() : server.jtdsUrl(), "sa", "secret");
    }

    private static List<String> run(Connection connection, String sql) throws SQLException {
        List<String> messages = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                rows = statement.getMoreResults();
            }
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                messages.add(warning.getMessage());
            }
        }
        return messages;
    }

    private static List<List<String>> rows(Connection connection, String sql) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(rows.getString(i));
                }
                all.add(row);
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void aHaloDatabaseTravelsWithFullDifferentialAndTail(Driver driver) throws Exception {
        HaloDatabase halo = HaloDatabase.create(driver == Driver.MSSQL ? source.jdbcUrl() : source.jtdsUrl(), "sa", "secret", "Halo", 300, 7);
        try (Connection on = connect(source, driver); Connection at = connect(target, driver)) {
            run(on, "BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\full.bak' WITH CHECKSUM, STATS = 50");
            halo.work(20);
            run(on, "BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\diff.bak' WITH DIFFERENTIAL, CHECKSUM");
            halo.work(20);
            run(on, "BACKUP LOG Halo TO DISK = N'D:\\Backup\\tail.trn' WITH STANDBY = N'D:\\Backup\\undo.dat', CHECKSUM");
            List<String> messages = run(at, "RESTORE DATABASE Halo FROM DISK = N'E:\\landing\\full.bak' WITH NORECOVERY, CHECKSUM, STATS = 25" + MOVE);
            assertThat(messages).contains("25 percent processed.", "100 percent processed.");
            run(at, "RESTORE DATABASE Halo FROM DISK = N'E:\\landing\\diff.bak' WITH NORECOVERY");
            run(at, "RESTORE LOG Halo FROM DISK = N'E:\\landing\\tail.trn' WITH NORECOVERY");
            run(at, "RESTORE DATABASE Halo WITH RECOVERY");
            for (String table : List.of("FAULTS", "ACTIONS", "USERS", "UNAME", "DEVICE", "MAILBOX", "CONTROL")) {
                List<List<String>> before = rows(on, "SELECT * FROM Halo.dbo." + table + " ORDER BY 1");
                assertThat(before).as(table).isNotEmpty();
                assertThat(rows(at, "SELECT * FROM Halo.dbo." + table + " ORDER BY 1")).as(table).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstErrorIsTheCause(Driver driver) throws Exception {
        try (Connection at = connect(target, driver)) {
            SQLException error = catchThrowableOfType(SQLException.class, () -> run(at, "RESTORE HEADERONLY FROM DISK = N'E:\\landing\\nothing.bak'"));
            assertThat(error.getErrorCode()).isEqualTo(3201);
            assertThat(error.getNextException().getErrorCode()).isEqualTo(3013);
            try (PreparedStatement statement = at.prepareStatement("SELECT name, compatibility_level FROM sys.databases WHERE name = ? OR database_id = ?")) {
                statement.setString(1, "MASTER");
                statement.setInt(2, 4);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString("name")).isEqualTo("master");
                    assertThat(rows.getInt("compatibility_level")).isEqualTo(160);
                    assertThat(rows.next()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void transactionsOfTheDriverCommitAndRollBack(Driver driver) throws Exception {
        HaloDatabase.create(source.jdbcUrl(), "sa", "secret", "Halo", 50, 7);
        try (Connection on = connect(source, driver)) {
            on.setCatalog("Halo");
            on.setAutoCommit(false);
            run(on, "DELETE FROM dbo.MAILBOX");
            on.rollback();
            assertThat(rows(on, "SELECT mbid FROM dbo.MAILBOX")).hasSize(5);
            run(on, "DELETE FROM dbo.MAILBOX WHERE mbid = 1");
            on.commit();
            assertThat(rows(on, "SELECT mbid FROM dbo.MAILBOX")).hasSize(4);
            SQLException error = catchThrowableOfType(SQLException.class, () -> run(on, "BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\x.bak'"));
            assertThat(error.getErrorCode()).isEqualTo(3021);
        }
    }

    @Test
    void aConnectionDroppedInTheMiddleLeavesTheDatabaseRestoring() throws Exception {
        HaloDatabase.create(source.jdbcUrl(), "sa", "secret", "Halo", 50, 7);
        try (Connection on = connect(source, Driver.MSSQL)) {
            run(on, "BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\full.bak' WITH CHECKSUM");
        }
        target.failures().dropConnectionAt("RESTORE", 63);
        try (Connection at = connect(target, Driver.MSSQL)) {
            SQLException error = catchThrowableOfType(SQLException.class,
                () -> run(at, "RESTORE DATABASE Halo FROM DISK = N'E:\\landing\\full.bak' WITH NORECOVERY, STATS = 5" + MOVE));
            assertThat(error.getSQLState()).as(error.toString()).isEqualTo("08S01");
        }
        try (Connection at = connect(target, Driver.MSSQL)) {
            assertThat(rows(at, "SELECT state_desc FROM sys.databases WHERE name = 'Halo'")).containsExactly(List.of("RESTORING"));
            SQLException error = catchThrowableOfType(SQLException.class, () -> run(at, "RESTORE DATABASE Halo WITH RECOVERY"));
            assertThat(error.getErrorCode()).isEqualTo(4319);
            run(at, "RESTORE DATABASE Halo FROM DISK = N'E:\\landing\\full.bak' WITH NORECOVERY, RESTART" + MOVE);
            run(at, "RESTORE DATABASE Halo WITH RECOVERY");
        }
    }

    @Test
    void everythingIsRefusedWhileTheLoginIsWrong() {
        SQLException error = catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(source.jdbcUrl(), "sa", "wrong"));
        assertThat(error.getErrorCode()).isEqualTo(18456);
        SQLException database = catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(source.jdbcUrl() + ";databaseName=nothing", "sa", "secret"));
        assertThat(database.getErrorCode()).isEqualTo(4060);
    }
}
