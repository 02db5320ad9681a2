package org.halomigration.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;

/** A second migration beside acme, on the same servers: a small database, directories and a migration file of its own. */
final class Neighbour implements AutoCloseable {
    final String name;
    final Path sheet;
    private final Running running;
    private final SandboxSqlServer source;

    Neighbour(Running running, String name) throws Exception {
        this(running, name, running.world.source);
    }

    /** @param source where its database is */
    Neighbour(Running running, String name, SandboxSqlServer source) throws Exception {
        this.running = running;
        this.name = name;
        this.source = source;
        this.sheet = running.migrations.resolve(name + ".yaml");
        source.mount("D:\\Backup\\" + name, Files.createDirectories(backups()));
        source.mount("D:\\Aside\\" + name, Files.createDirectories(aside()));
        running.world.target.mount("E:\\landing\\" + name, Files.createDirectories(landing()));
        onSource("CREATE DATABASE [" + name + "]");
        onSource("USE [" + name + "]; CREATE TABLE dbo.T (n int)");
    }

    /** Its migration file, as it is right. */
    String right() throws Exception {
        return Files.readString(running.migrations.resolve("acme.yaml"))
                .replace("'" + World.SOURCE_DATABASE + "'", name)
                .replace("database: '" + World.TARGET_DATABASE, "database: '" + target())
                .replace("'" + running.world.backups + "'", "'" + backups() + "'")
                .replace("'" + running.world.landing + "'", "'" + landing() + "'")
                .replace(running.world.source.jdbcUrl(), source.jdbcUrl())
                .replace("D:\\Backup\\Halo", "D:\\Backup\\" + name)
                .replace("E:\\landing\\acme", "E:\\landing\\" + name)
                .replace("'/acme'", "/" + name);
    }

    String target() {
        return name + "_hosted";
    }

    /** @return the file's name */
    String full() throws SQLException {
        onSource("BACKUP DATABASE [" + name + "] TO DISK = N'D:\\Backup\\" + name + "\\" + name + "_FULL.bak' WITH CHECKSUM, INIT");
        return name + "_FULL.bak";
    }

    /** Its migration begins, and its full is restored. @return this */
    Neighbour standsBy() throws Exception {
        Files.writeString(sheet, right());
        running.restored(name, full());
        return this;
    }

    /** People work, and a job backs it up. @param what DATABASE or LOG @param options as {@code ", DIFFERENTIAL"} @return the file */
    String backup(String what, String file, String options) throws SQLException {
        return backup("Backup", what, file, ", CHECKSUM, INIT" + options);
    }

    /** As {@link #backup}, but where the migration does not look. */
    String aside(String what, String file, String options) throws SQLException {
        return backup("Aside", what, file, ", CHECKSUM, INIT" + options);
    }

    /** As {@link #backup}, with these options only. */
    String backup(String directory, String what, String file, String options) throws SQLException {
        onSource("USE [" + name + "]; INSERT INTO dbo.T (n) VALUES (1)");
        onSource("BACKUP " + what + " [" + name + "] TO DISK = N'D:\\" + directory + "\\" + name + "\\" + file + "' WITH STATS = 10" + options);
        return file;
    }

    /** What was put aside comes after all. */
    void bring(String file) throws IOException {
        Files.move(aside().resolve(file), backups().resolve(file));
    }

    Path aside(String file) {
        return aside().resolve(file);
    }

    private Path aside() {
        return running.world.directory.resolve("aside-" + name);
    }

    /** How often a restore of it was begun. */
    int begun() {
        return running.target().sql().sql("SELECT COUNT(*) FROM restore WHERE migration = ?").params(name).query(Integer.class).single();
    }

    /** The state of its target database and how far it is; empty where there is none. */
    String position() throws SQLException {
        try (Connection connection = running.world.onTarget();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT d.state_desc, MIN(f.redo_start_lsn) AS lsn FROM sys.databases AS d LEFT JOIN sys.master_files AS f ON f.database_id = d.database_id "
                        + "WHERE d.name = N'" + target() + "' GROUP BY d.state_desc")) {
            return row.next() ? row.getString("state_desc") + " " + row.getBigDecimal("lsn") : "";
        }
    }

    void onSource(String statement) throws SQLException {
        execute(DriverManager.getConnection(source.jdbcUrl(), "halo_migration", running.world.password()), statement);
    }

    void onTarget(String statement) throws SQLException {
        execute(running.world.onTarget(), statement);
    }

    private static void execute(Connection fresh, String text) throws SQLException {
        try (Connection connection = fresh; Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private Path backups() {
        return running.world.directory.resolve("backups-" + name);
    }

    private Path landing() {
        return running.world.sftp.root().resolve(name);
    }

    /** Its migration file goes, and with it the migration. */
    @Override
    public void close() throws Exception {
        Files.deleteIfExists(sheet);
        running.until("no migration " + name, () -> running.sheets().find(name).isEmpty() ? name : null);
    }
}
