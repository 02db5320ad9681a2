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
    private static final String RDS_SEES = "arn:aws:s3:::acme-landing/acme";

    /** What is called how in this world. */
    public final Names names;

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

    final boolean rds;
    private UnaryOperator<String> edit = UnaryOperator.identity();

    /** Builds it below {@code directory}; the Halo database has that many tickets. */
    public World(Path directory, String migration, int tickets) throws Exception {
        this(directory, migration, tickets, MinaSftpServer::start);
    }

    /** As always, but the target is an instance of Amazon RDS, and the landing zone a bucket in S3. */
    public static World onRds(Path directory, String migration, int tickets) throws Exception {
        return new World(directory, migration, tickets, MinaSftpServer::start, Names.PLAIN, true);
    }

    /** @param server starts the SFTP server on an existing directory of its own */
    public World(Path directory, String migration, int tickets, Function<Path, SftpServer> server) throws Exception {
        this(directory, migration, tickets, server, Names.PLAIN, false);
    }

    /**
     * What databases, directories and backup files are called.
     *
     * @param ending of the names of directories and backup files
     */
    public record Names(String source, String target, String ending) {
        static final Names PLAIN = new Names(SOURCE_DATABASE, TARGET_DATABASE, "");
    }

    public World(Path directory, String migration, int tickets, Function<Path, SftpServer> server, Names names) throws Exception {
        this(directory, migration, tickets, server, names, false);
    }

    private World(Path directory, String migration, int tickets, Function<Path, SftpServer> server, Names names, boolean rds) throws Exception {
        this.rds = rds;
        this.directory = directory;
        this.migration = migration;
        this.names = names;
        backups = Files.createDirectories(directory.resolve("backups" + names.ending()));
        sftp = server.apply(Files.createDirectories(directory.resolve("sftp")));
        landing = Files.createDirectories(sftp.root().resolve("acme" + names.ending()));
        source = SandboxSqlServer.start(
                SandboxSqlServer.Options.in(Files.createDirectories(directory.resolve("source-data"))).serverName("SQL01").sysadmin("halo_migration", password).databaseOwner("operator", password));
        source.mount(sourceSees(), backups);
        target = SandboxSqlServer.start(
                SandboxSqlServer.Options.in(Files.createDirectories(directory.resolve("target-data"))).serverName("HOST01").sysadmin("halo_migration", password).sysadmin("sa", UUID.randomUUID().toString()).databaseOwner("operator", password).rds(rds));
        target.mount(targetSees(), landing);
        target.mount("F:\\Data", Files.createDirectories(directory.resolve("target-data/F")));
        target.mount("G:\\Backup", Files.createDirectories(directory.resolve("first-backups")));
        target.mount("L:\\Log", Files.createDirectories(directory.resolve("target-data/L")));
        halo = HaloDatabase.create(source.jdbcUrl(), "halo_migration", password, names.source(), tickets, 20261204);
        mail = MailSandbox.start();
        helpdesk = mail.mailbox("help@acme.example");
        checker = mail.mailbox("check@acme.example");
        onPremises = application(source.jdbcUrl() + ";databaseName=" + braced(names.source()));
        hosted = application(target.jdbcUrl() + ";databaseName=" + braced(names.target()));
        tested = application(target.jdbcUrl() + ";databaseName=" + braced(uatDatabase()));
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
        return backup(kind, "SQL01_Halo" + names.ending() + "_" + kind + "_" + files.incrementAndGet() + (kind.equals("LOG") ? ".trn" : ".bak"));
    }

    /** As {@link #backup(String)}, into a file of that name. */
    public String backup(String kind, String name) throws SQLException {
        String to = " TO DISK = N'" + quoted(sourceSees() + "\\" + name) + "' WITH CHECKSUM, INIT" + (kind.equals("DIFF") ? ", DIFFERENTIAL" : "");
        try (Connection connection = onSource(); Statement statement = connection.createStatement()) {
            statement.execute("BACKUP " + (kind.equals("LOG") ? "LOG" : "DATABASE") + " " + bracketed(names.source()) + to);
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

    /** As T-SQL takes a name. */
    public static String bracketed(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    /** As T-SQL takes a text between quotes. */
    public static String quoted(String text) {
        return text.replace("'", "''");
    }

    /** As a JDBC URL takes a value. */
    private static String braced(String value) {
        return "{" + value.replace("}", "}}") + "}";
    }

    /** The copy for the customer's tests. */
    public String uatDatabase() {
        return names.target() + "_uat";
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
        return "D:\\Backup\\Halo" + names.ending();
    }

    /** The landing zone, as the target's SQL Server sees it. */
    public String targetSees() {
        return rds ? RDS_SEES : "E:\\landing\\acme" + names.ending();
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
