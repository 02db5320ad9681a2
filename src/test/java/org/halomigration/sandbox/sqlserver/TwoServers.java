package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A source with a database Halo in FULL recovery, and an empty target that sees the source's backup directory under a path of its own. */
final class TwoServers implements AutoCloseable {
    static final String TICKETS = "SELECT * FROM dbo.FAULTS ORDER BY faultid";
    final Path backups;
    final SandboxSqlServer source;
    final SandboxSqlServer target;
    final Console on;
    final Console at;

    TwoServers(Path directory) throws IOException {
        this(directory, 15, 15);
    }

    TwoServers(Path directory, int sourceVersion, int targetVersion) throws IOException {
        backups = Files.createDirectories(directory.resolve("backups"));
        source = SandboxSqlServer.start(options(directory.resolve("source")).serverName("SQL01").majorVersion(sourceVersion)).mount("D:\\Backup\\Halo", backups);
        target = SandboxSqlServer.start(options(directory.resolve("target")).serverName("HOST7").majorVersion(targetVersion)).mount("E:\\landing\\acme", backups)
            .mount("F:\\Data", Files.createDirectories(directory.resolve("f"))).mount("L:\\Log", Files.createDirectories(directory.resolve("l")));
        on = new Console(source);
        at = new Console(target);
        on.ok("CREATE DATABASE Halo");
        on.ok("""
            USE Halo
            CREATE TABLE dbo.FAULTS (faultid int IDENTITY(1,1) NOT NULL CONSTRAINT PK_FAULTS PRIMARY KEY CLUSTERED, symptom nvarchar(200) NOT NULL,
                details nvarchar(max) NULL, cost money NULL, price decimal(12,3) NULL, opened datetime2(7) NOT NULL DEFAULT (sysutcdatetime()),
                changed datetime NULL, guid uniqueidentifier NOT NULL DEFAULT (newid()), attachment varbinary(max) NULL, closed bit NOT NULL DEFAULT ((0)),
                priority tinyint NULL)
            CREATE NONCLUSTERED INDEX IX_FAULTS_opened ON dbo.FAULTS (opened DESC) INCLUDE (symptom)
            """);
        tickets(1, 3);
        on.ok("USE master");
    }

    static SandboxSqlServer.Options options(Path directory) {
        return SandboxSqlServer.Options.in(directory).sysadmin("sa", "secret").dbcreator("creator", "secret").databaseOwner("owner", "secret", "Halo")
            .reader("reader", "secret", "Halo");
    }

    /** Opens tickets numbered so in their symptom; the session ends in master. */
    void tickets(int from, int to) {
        StringBuilder batch = new StringBuilder("USE Halo; ");
        for (int i = from; i <= to; i++) {
            batch.append("INSERT INTO dbo.FAULTS (symptom, details, cost, price, changed, attachment, priority) VALUES (N'Ticket ").append(i)
                .append(" – drücker''s Ärger', N'日本 ").append(i).append("', ").append(i).append(".5, 1.125, '2025-06-01T10:00:00.123', 0x00FF0")
                .append(i % 10).append(", 200); ");
        }
        on.ok(batch + " USE master");
    }

    void full(String file) {
        on.ok("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\" + file + "' WITH CHECKSUM, NOINIT");
    }

    void differential(String file) {
        on.ok("BACKUP DATABASE Halo TO DISK = N'D:\\Backup\\Halo\\" + file + "' WITH DIFFERENTIAL, CHECKSUM, NOINIT");
    }

    void log(String file) {
        on.ok("BACKUP LOG Halo TO DISK = N'D:\\Backup\\Halo\\" + file + "' WITH CHECKSUM, NOINIT");
    }

    static String restoreFull(String file) {
        return "RESTORE DATABASE acme_halo FROM DISK = N'e:/LANDING/acme/" + file + "' WITH FILE = 1, NORECOVERY, MOVE N'Halo' TO N'F:\\Data\\acme_halo.mdf',"
            + " MOVE N'Halo_log' TO N'L:\\Log\\acme_halo.ldf', CHECKSUM, STATS = 5";
    }

    static String restoreDifferential(String file) {
        return "RESTORE DATABASE acme_halo FROM DISK = N'E:\\landing\\acme\\" + file + "' WITH NORECOVERY, CHECKSUM, STATS = 5";
    }

    static String restoreLog(String file) {
        return "RESTORE LOG acme_halo FROM DISK = N'E:\\landing\\acme\\" + file + "' WITH NORECOVERY, CHECKSUM, STATS = 10";
    }

    static final String RECOVER = "RESTORE DATABASE acme_halo WITH RECOVERY";

    String state() {
        return (String) at.value("SELECT state_desc FROM sys.databases WHERE name = 'acme_halo'");
    }

    List<Map<String, Object>> sourceTickets() {
        return on.rows("SELECT * FROM Halo.dbo.FAULTS ORDER BY faultid");
    }

    List<Map<String, Object>> targetTickets() {
        return at.rows("SELECT * FROM acme_halo.dbo.FAULTS ORDER BY faultid");
    }

    @Override
    public void close() {
        on.close();
        at.close();
        source.close();
        target.close();
    }
}
