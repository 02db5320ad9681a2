package org.halomigration.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.halomigration.sandbox.World;

/** A second migration beside acme, on the same servers: a small database, directories and a migration file of its own. */
final class Neighbour implements AutoCloseable {
    final String name;
    final Path sheet;
    private final Running running;

    Neighbour(Running running, String name) throws Exception {
        this.running = running;
        this.name = name;
        this.sheet = running.migrations.resolve(name + ".yaml");
        running.world.source.mount("D:\\Backup\\" + name, Files.createDirectories(backups()));
        running.world.target.mount("E:\\landing\\" + name, Files.createDirectories(landing()));
        onSource("CREATE DATABASE [" + name + "]");
    }

    /** Its migration file, as it is right. */
    String right() throws Exception {
        return Files.readString(running.migrations.resolve("acme.yaml"))
                .replace("'" + World.SOURCE_DATABASE + "'", name)
                .replace("database: '" + World.TARGET_DATABASE, "database: '" + target())
                .replace("'" + running.world.backups + "'", "'" + backups() + "'")
                .replace("'" + running.world.landing + "'", "'" + landing() + "'")
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

    void onSource(String statement) throws SQLException {
        execute(running.world.onSource(), statement);
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
