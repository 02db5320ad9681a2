package org.halomigration.sandbox.sqlserver;

import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumesFrom;
import java.io.IOException;
import java.util.UUID;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.MSSQLServerContainer;
import org.testcontainers.utility.DockerImageName;

/** Two SQL Servers in containers that share one volume of backups. They run as root, so that each reads what the other wrote. */
final class RealServers implements ServerPair {
    private static final String IMAGE = "mcr.microsoft.com/mssql/server";
    private static final String BACKUPS = "/backups";
    private static final String DATA = "/var/opt/mssql/data/";

    private final int sourceYear;
    private final int targetYear;
    private final String password = "Aa1-" + UUID.randomUUID();
    private final MSSQLServerContainer<?> source;
    private final MSSQLServerContainer<?> target;

    RealServers(int sourceYear, int targetYear) {
        this.sourceYear = sourceYear;
        this.targetYear = targetYear;
        source = server(sourceYear).withCreateContainerCmdModifier(command -> command.withUser("root").withVolumes(new Volume(BACKUPS)));
        source.start();
        target = server(targetYear).withCreateContainerCmdModifier(command -> {
            command.withUser("root");
            command.getHostConfig().withVolumesFrom(new VolumesFrom(source.getContainerId()));
        });
        target.start();
    }

    private MSSQLServerContainer<?> server(int year) {
        return new MSSQLServerContainer<>(DockerImageName.parse(IMAGE).withTag(year + "-latest")).acceptLicense().withPassword(password);
    }

    @Override
    public String sourceUrl() {
        return source.getJdbcUrl();
    }

    @Override
    public String targetUrl() {
        return target.getJdbcUrl();
    }

    @Override
    public String user() {
        return source.getUsername();
    }

    @Override
    public String password() {
        return password;
    }

    @Override
    public int sourceVersion() {
        return version(sourceYear);
    }

    @Override
    public int targetVersion() {
        return version(targetYear);
    }

    private static int version(int year) {
        return year == 2019 ? 15 : 16;
    }

    @Override
    public String backup(String file) {
        return BACKUPS + "/" + file;
    }

    @Override
    public String landed(String file) {
        return BACKUPS + "/" + file;
    }

    @Override
    public String data(String file) {
        return DATA + file;
    }

    @Override
    public void cut(String from, String to, long bytes) throws Exception {
        shell(source, "cp " + backup(from) + " " + backup(to) + " && truncate -s " + (bytes < 0 ? "" + bytes : "" + bytes) + " " + backup(to));
    }

    @Override
    public void flip(String from, String to, long at) throws Exception {
        int old = Integer.parseInt(shell(source, "od -An -tu1 -j " + at + " -N 1 " + backup(from)).strip());
        shell(source, "cp " + backup(from) + " " + backup(to) + " && printf '\\" + Integer.toOctalString(old ^ 1) + "' | dd of=" + backup(to) + " bs=1 seek=" + at + " conv=notrunc");
    }

    @Override
    public long size(String file) throws Exception {
        return Long.parseLong(shell(source, "stat -c %s " + backup(file)).strip());
    }

    /** A guess from the tape format: the end of the set and its file marks fill the last block. */
    @Override
    public long ending(String file) {
        return 4096;
    }

    @Override
    public void stray(String file) throws Exception {
        shell(target, "echo somebody > " + DATA + file);
    }

    private static String shell(MSSQLServerContainer<?> server, String command) throws IOException, InterruptedException {
        Container.ExecResult result = server.execInContainer("bash", "-c", command);
        if (result.getExitCode() != 0) {
            throw new IOException(command + " ended with " + result.getExitCode() + ": " + result.getStderr());
        }
        return result.getStdout();
    }

    /** Some hundred megabytes. */
    @Override
    public void slow(JdbcSession on, String database) {
        on.ok("USE " + database);
        on.ok("CREATE TABLE dbo.ballast (id int IDENTITY(1,1) PRIMARY KEY, content char(8000) NOT NULL)");
        on.ok("INSERT INTO dbo.ballast (content) SELECT TOP (60000) CONVERT(char(36), NEWID()) FROM sys.all_columns AS a CROSS JOIN sys.all_columns AS b");
        on.ok("USE master");
    }

    @Override
    public void quick() {
        // The ballast stays with its database.
    }

    @Override
    public String owner(JdbcSession on, String database) {
        String name = "owner_of_" + database;
        on.ok("CREATE LOGIN " + name + " WITH PASSWORD = '" + password + "'");
        on.ok("USE " + database);
        on.ok("CREATE USER " + name + " FOR LOGIN " + name);
        on.ok("ALTER ROLE db_owner ADD MEMBER " + name);
        on.ok("USE master");
        return name;
    }

    @Override
    public void close() {
        target.stop();
        source.stop();
    }
}
