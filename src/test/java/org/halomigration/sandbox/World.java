package org.halomigration.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.halomigration.sandbox.halo.HaloApplication;
import org.halomigration.sandbox.halo.HaloDatabase;
import org.halomigration.sandbox.halo.HaloOptions;
import org.halomigration.sandbox.halo.MailSandbox;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;

/**
 * Everything of a migration that is not this product: the customer's SQL Server with a Halo database and its backups, the on-premises and
 * the hosted Halo, the SFTP server between them, and mail. All on loopback, on ports of their own, with passwords made for the day.
 */
public final class World implements AutoCloseable {
    public static final String SOURCE_DATABASE = "Halo";
    public static final String TARGET_DATABASE = "acme_halo";
    public static final String UAT_DATABASE = TARGET_DATABASE + "_uat";
    private static final String SOURCE_SEES = "D:\\Backup\\Halo";
    private static final String TARGET_SEES = "E:\\landing\\acme";

    public final String migration;
    public final SandboxSqlServer source;
    public final SandboxSqlServer target;
    public final SftpServer sftp;
    public final MailSandbox mail;
    /** Mails to it become tickets, wherever Halo runs. */
    public final MailSandbox.Mailbox helpdesk;
    /** Where check mails come from and answers arrive. */
    public final MailSandbox.Mailbox checker;
    public final HaloApplication onPremises;
    public final HaloApplication hosted;
    /** A third one, on the copy for the customer's tests. */
    public final HaloApplication tested;
    public final HaloDatabase halo;
    public final Path directory;
    public final Path backups;
    public final Path landing;
    private final String password = UUID.randomUUID().toString();
    private final AtomicInteger files = new AtomicInteger();

    private UnaryOperator<String> edit = UnaryOperator.identity();

    /** Builds it below {@code directory}; the Halo database has that many tickets. */
    public World(Path directory, String migration, int tickets) throws Exception {
        this(directory, migration, tickets, MinaSftpServer::start);
    }

    /** @param server starts the SFTP server on an existing directory of its own */
    public World(Path directory, String migration, int tickets, Function<Path, SftpServer> server) throws Exception {
        this.directory = directory;
        this.migration = migration;
        backups = Files.createDirectories(directory.resolve("backups"));
        sftp = server.apply(Files.createDirectories(directory.resolve("sftp")));
        landing = Files.createDirectories(sftp.root().resolve("acme"));
        source = SandboxSqlServer.start(
                SandboxSqlServer.Options.in(Files.createDirectories(directory.resolve("source-data"))).serverName("SQL01").sysadmin("halo_migration", password));
        source.mount(SOURCE_SEES, backups);
        target = SandboxSqlServer.start(
                SandboxSqlServer.Options.in(Files.createDirectories(directory.resolve("target-data"))).serverName("HOST01").sysadmin("halo_migration", password).sysadmin("sa", UUID.randomUUID().toString()));
        target.mount(TARGET_SEES, landing);
        target.mount("F:\\Data", Files.createDirectories(directory.resolve("target-data/F")));
        target.mount("G:\\Backup", Files.createDirectories(directory.resolve("first-backups")));
        target.mount("L:\\Log", Files.createDirectories(directory.resolve("target-data/L")));
        halo = HaloDatabase.create(source.jdbcUrl(), "halo_migration", password, SOURCE_DATABASE, tickets, 20261204);
        mail = MailSandbox.start();
        helpdesk = mail.mailbox("help@acme.example");
        checker = mail.mailbox("check@acme.example");
        onPremises = application(source.jdbcUrl() + ";databaseName=" + SOURCE_DATABASE);
        hosted = application(target.jdbcUrl() + ";databaseName=" + TARGET_DATABASE);
        tested = application(target.jdbcUrl() + ";databaseName=" + UAT_DATABASE);
    }

    private HaloApplication application(String url) {
        return new HaloApplication(new HaloOptions(
                new HaloOptions.Database(url, "halo_migration", password), new HaloOptions.Mail(mail, helpdesk), HaloOptions.Heartbeat.IN_CONTROL));
    }

    /** A connection to the customer's instance, as the customer's own jobs have it. */
    public Connection onSource() throws SQLException {
        return DriverManager.getConnection(source.jdbcUrl(), "halo_migration", password);
    }

    public Connection onTarget() throws SQLException {
        return DriverManager.getConnection(target.jdbcUrl(), "halo_migration", password);
    }

    /** The customer's own backup job. @return the file's name */
    public String backup(String kind) throws SQLException {
        int number = files.incrementAndGet();
        String name = "SQL01_" + SOURCE_DATABASE + "_" + kind + "_" + number + (kind.equals("LOG") ? ".trn" : ".bak");
        String to = " TO DISK = N'" + SOURCE_SEES + "\\" + name + "' WITH CHECKSUM, INIT" + (kind.equals("DIFF") ? ", DIFFERENTIAL" : "");
        try (Connection connection = onSource(); Statement statement = connection.createStatement()) {
            statement.execute("BACKUP " + (kind.equals("LOG") ? "LOG" : "DATABASE") + " [" + SOURCE_DATABASE + "]" + to);
        }
        return name;
    }

    /** Writes the migration file and the secrets it names. @return the directory of migration files */
    public Path sheet() throws IOException {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("sql"), password);
        Files.writeString(secrets.resolve("mail"), checker.password());
        Files.writeString(secrets.resolve("api"), hosted.clientSecret());
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        Files.writeString(migrations.resolve(migration + ".yaml"), edit.apply(Sheet.of(this, secrets)));
        return migrations;
    }

    /** Where the product keeps its journals. */
    Path journal() {
        return directory.resolve("journal");
    }

    /** Changes the migration file's text, before {@link #sheet()} writes it. */
    public void edit(UnaryOperator<String> change) {
        edit = change;
    }

    /** The password of both instances' login: for tests that look where it must not be. */
    public String password() {
        return password;
    }

    String sourceSees() {
        return SOURCE_SEES;
    }

    String targetSees() {
        return TARGET_SEES;
    }

    @Override
    public void close() throws Exception {
        onPremises.close();
        hosted.close();
        tested.close();
        mail.close();
        sftp.close();
        source.close();
        target.close();
    }
}
