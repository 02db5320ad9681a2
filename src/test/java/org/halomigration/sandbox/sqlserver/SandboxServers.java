package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The sandbox as a pair of servers. */
final class SandboxServers implements ServerPair {
    private final Path backups;
    private final Path data;
    private final SandboxSqlServer source;
    private final SandboxSqlServer target;

    SandboxServers(Path directory) throws IOException {
        backups = Files.createDirectories(directory.resolve("backups"));
        data = Files.createDirectories(directory.resolve("data"));
        source = SandboxSqlServer.start(TwoServers.options(directory.resolve("source")).databaseOwner("owner_of_all", "secret").paddingBytes(1 << 20).serverName("SQL01")).mount("D:\\Backup", backups);
        target = SandboxSqlServer.start(TwoServers.options(directory.resolve("target")).serverName("HOST1").majorVersion(16)).mount("E:\\landing", backups).mount("F:\\Data", data);
    }

    @Override
    public String sourceUrl() {
        return source.jdbcUrl();
    }

    @Override
    public String targetUrl() {
        return target.jdbcUrl();
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "secret";
    }

    @Override
    public int sourceVersion() {
        return source.majorVersion();
    }

    @Override
    public int targetVersion() {
        return target.majorVersion();
    }

    @Override
    public String backup(String file) {
        return "D:\\Backup\\" + file;
    }

    @Override
    public String landed(String file) {
        return "E:\\landing\\" + file;
    }

    @Override
    public String data(String file) {
        return "F:\\Data\\" + file;
    }

    @Override
    public void cut(String from, String to, long bytes) throws IOException {
        Files.copy(backups.resolve(from), backups.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(backups.resolve(to).toFile(), "rw")) {
            file.setLength(bytes < 0 ? file.length() + bytes : bytes);
        }
    }

    @Override
    public void flip(String from, String to, long at) throws IOException {
        Files.copy(backups.resolve(from), backups.resolve(to), StandardCopyOption.REPLACE_EXISTING);
        try (RandomAccessFile file = new RandomAccessFile(backups.resolve(to).toFile(), "rw")) {
            file.seek(at);
            int old = file.read();
            file.seek(at);
            file.write(old ^ 1);
        }
    }

    @Override
    public long size(String file) throws IOException {
        return Files.size(backups.resolve(file));
    }

    @Override
    public long ending(String file) throws IOException {
        try (RandomAccessFile media = new RandomAccessFile(backups.resolve(file).toFile(), "r")) {
            media.seek(4);
            while (true) {
                long at = media.getFilePointer();
                if (Media.read(media).type() == 'E') {
                    return media.length() - at;
                }
            }
        }
    }

    @Override
    public void stray(String file) throws IOException {
        Files.writeString(data.resolve(file), "somebody's");
    }

    @Override
    public void slow(JdbcSession on, String database) {
        source.pace(Duration.ofMillis(50));
        target.pace(Duration.ofMillis(50));
    }

    @Override
    public void quick() {
        source.pace(Duration.ZERO);
        target.pace(Duration.ZERO);
    }

    @Override
    public String owner(JdbcSession on, String database) {
        return "owner_of_all";
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
