package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A SQL Server for tests and rehearsals: H2 keeps the rows, BACKUP and RESTORE write and read real files in a format of their own. A file that
 * one instance wrote any other reads, in this process or another.
 */
public final class SandboxSqlServer implements SqlEngine, AutoCloseable {
    private final Instance instance;
    private final boolean tls;
    private TdsServer network;

    private SandboxSqlServer(Options options) throws SQLException, IOException {
        Files.createDirectories(options.directory);
        instance = new Instance(options.serverName, options.majorVersion, options.directory);
        options.logins.forEach(instance::add);
        instance.pace = options.pace;
        instance.paddingBytes = options.paddingBytes;
        tls = options.tls;
        if (options.rds) {
            instance.rds = new Rds(instance);
        }
    }

    /** What an instance is started with. */
    public static final class Options {
        private final Path directory;
        private final List<Principal> logins = new ArrayList<>();
        private String serverName = "SQL01";
        private int majorVersion = 15;
        private boolean tls;
        private Duration pace = Duration.ZERO;
        private long paddingBytes;
        private boolean rds;

        private Options(Path directory) {
            this.directory = directory;
        }

        /** Data files that are named nowhere go to the directory; it is made when it is missing. */
        public static Options in(Path directory) {
            return new Options(directory);
        }

        public Options serverName(String name) {
            serverName = name;
            return this;
        }

        /** 15 for 2019 (the default), 16 for 2022. */
        public Options majorVersion(int version) {
            majorVersion = version;
            return this;
        }

        public Options tls(boolean on) {
            tls = on;
            return this;
        }

        public Options sysadmin(String name, String password) {
            return login(Principal.of(name, password, Principal.Role.SYSADMIN));
        }

        public Options dbcreator(String name, String password) {
            return login(Principal.of(name, password, Principal.Role.DBCREATOR));
        }

        /** Member of db_owner in the databases, or in all where none is named; it owns none and may not restore. */
        public Options databaseOwner(String name, String password, String... databases) {
            return login(Principal.of(name, password, Principal.Role.DB_OWNER, databases));
        }

        public Options reader(String name, String password, String... databases) {
            return login(Principal.of(name, password, Principal.Role.READER, databases));
        }

        private Options login(Principal login) {
            logins.add(login);
            return this;
        }

        /** Time that BACKUP and RESTORE take from one progress message to the next. */
        public Options pace(Duration pace) {
            this.pace = pace;
            return this;
        }

        /** Plays Amazon RDS: S3 is what {@link #mount} puts behind an address such as arn:aws:s3:::bucket/prefix. */
        public Options rds(boolean on) {
            rds = on;
            return this;
        }

        /** Bytes that every full backup is larger than its rows. */
        public Options paddingBytes(long bytes) {
            paddingBytes = bytes;
            return this;
        }
    }

    /** Starts an instance on a free port of loopback. @throws IOException when the directory cannot be made */
    public static SandboxSqlServer start(Options options) throws IOException {
        try {
            SandboxSqlServer server = new SandboxSqlServer(options);
            server.network = TdsServer.start(server, server.tls);
            server.instance.dropConnections = server.network::dropConnections;
            return server;
        } catch (SQLException e) {
            throw new IOException("H2 did not start: " + e.getMessage(), e);
        }
    }

    /** Address for mssql-jdbc; the sandbox's certificate is its own, so the driver is told to trust it. */
    public String jdbcUrl() {
        return "jdbc:sqlserver://127.0.0.1:" + network.port() + ";encrypt=" + tls + ";trustServerCertificate=true";
    }

    /** Address for jTDS. */
    public String jtdsUrl() {
        return "jdbc:jtds:sqlserver://127.0.0.1:" + network.port();
    }

    /** The network side, for tests that drop or refuse connections. */
    public TdsServer network() {
        return network;
    }

    /** Puts a real directory behind a path as this server writes it, for example D:\Backup\Halo. */
    public SandboxSqlServer mount(String path, Path directory) {
        instance.mounts().mount(path, directory);
        return this;
    }

    /** How much is free on a volume, such as F:\; a terabyte where nothing was said. */
    public void free(String root, long bytes) {
        instance.volumes().free(root, bytes);
    }

    /** Whether the login is refused the figures of free space. */
    public void hidesFreeSpace(boolean hidden) {
        instance.volumes().hidden = hidden;
    }

    /** Whether the instance of RDS is Multi-AZ. */
    public void multiAz(boolean on) {
        instance.rds.multiAz = on;
    }

    /** Failures to come, as a test orders them. */
    public Failures failures() {
        return instance.failures();
    }

    /** Time that BACKUP and RESTORE take from one progress message to the next. */
    public void pace(Duration pace) {
        instance.pace = pace;
    }

    /** What a view holds that the sandbox has no behaviour for, such as {@code msdb.sysjobs}: one row, a value for each of its columns. */
    public SandboxSqlServer says(String view, Object... row) {
        instance.facts(view).add(row);
        return this;
    }

    /** The view is empty again. */
    public void forgets(String view) {
        instance.facts(view).clear();
    }

    /** Sets or clears a column of a database's row in sys.databases: is_encrypted, is_cdc_enabled, is_published or replica_id. */
    public void mark(String database, String column, boolean set) {
        if (set) {
            instance.get(database).marks.add(column);
        } else {
            instance.get(database).marks.remove(column);
        }
    }

    /** Makes it another edition: 2 is Standard, 3 Enterprise and its like, 4 Express. */
    public void edition(String name, int engine) {
        instance.edition = name;
        instance.engineEdition = engine;
    }

    /** Its service account may not read or write what lies behind a path any more, or may again. */
    public void denies(String path, boolean denied) {
        instance.mounts().deny(path, denied);
    }

    /** Another version is installed over it. */
    public void upgrade(int majorVersion) {
        instance.upgrade(majorVersion);
    }

    /** Its clock is set forward, or back, by that much from the right time. */
    public void clock(Duration off) {
        instance.clock = off;
    }

    /**
     * What msdb says of all backups: the thumbprint of a certificate (null: not encrypted), and whether they are snapshots. Backups that are
     * taken meanwhile are encrypted with it.
     */
    public void pretendBackups(byte[] encryptor, boolean snapshots) {
        instance.msdb().encryptor = encryptor;
        instance.msdb().snapshots = snapshots;
    }

    /** Says another size of a database's log file, in bytes. */
    public void pretendLog(String database, long bytes) {
        instance.get(database).files.replaceAll(file -> file.isLog() ? new DatabaseFile(file.id(), file.logical(), file.physical(), file.type(), file.guid(), bytes) : file);
    }

    public int databaseId(String database) {
        return instance.get(database).id;
    }

    /** Changes what a database says of its collation and of the last DBCC CHECKDB that ended well (null: never). */
    public void pretend(String database, String collation, java.time.LocalDateTime lastGoodCheck) {
        instance.get(database).collation = collation;
        instance.get(database).lastGoodCheck = lastGoodCheck;
    }

    /** Runs a statement of H2's own on a database, past the transaction log and all permissions: damage that no backup knows of. */
    public void directly(String database, String sql) {
        try {
            instance.get(database).store().execute(sql);
        } catch (SQLException e) {
            throw new IllegalArgumentException("statement for " + database + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public SqlSession login(Login login) throws SqlError {
        return instance.login(login);
    }

    @Override
    public String serverName() {
        return instance.serverName();
    }

    @Override
    public int majorVersion() {
        return instance.majorVersion();
    }

    @Override
    public void close() {
        network.close();
        instance.close();
    }
}
