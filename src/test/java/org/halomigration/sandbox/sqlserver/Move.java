package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One database of its own on the source, in FULL recovery, on its way to the target: names and files belong to no other test. */
final class Move implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final ServerPair servers;
    final String from;
    final String to;
    final JdbcSession on;
    final JdbcSession at;
    private final int number = COUNT.incrementAndGet();
    private int tickets;

    Move(ServerPair servers) throws SQLException {
        this.servers = servers;
        from = "Halo_" + number;
        to = "acme_" + number;
        on = onSource("master");
        at = onTarget("master");
        on.ok("CREATE DATABASE " + from);
        on.ok("ALTER DATABASE " + from + " SET RECOVERY FULL");
        on.ok("USE " + from);
        on.ok("CREATE TABLE dbo.FAULTS (faultid int IDENTITY(1,1) NOT NULL PRIMARY KEY, symptom nvarchar(200) NOT NULL, details nvarchar(max) NULL)");
        on.ok("USE master");
        tickets(3);
    }

    JdbcSession onSource(String database) throws SQLException {
        return new JdbcSession(servers.sourceUrl(), servers.user(), servers.password(), database);
    }

    JdbcSession onTarget(String database) throws SQLException {
        return new JdbcSession(servers.targetUrl(), servers.user(), servers.password(), database);
    }

    /** The file's name, this test's own. */
    String name(String file) {
        return number + "_" + file;
    }

    String disk(String file) {
        return "DISK = N'" + servers.backup(name(file)) + "'";
    }

    String landed(String file) {
        return "DISK = N'" + servers.landed(name(file)) + "'";
    }

    void tickets(int more) {
        for (int i = 0; i < more; i++) {
            on.ok("INSERT INTO " + from + ".dbo.FAULTS (symptom, details) VALUES (N'Ticket " + ++tickets + " – drücker''s Ärger', N'日本')");
        }
    }

    void full(String file) {
        on.ok("BACKUP DATABASE " + from + " TO " + disk(file) + " WITH CHECKSUM, NOINIT");
    }

    void differential(String file) {
        on.ok("BACKUP DATABASE " + from + " TO " + disk(file) + " WITH DIFFERENTIAL, CHECKSUM, NOINIT");
    }

    void log(String file) {
        on.ok("BACKUP LOG " + from + " TO " + disk(file) + " WITH CHECKSUM, NOINIT");
    }

    String tail(String file, String how) {
        return "BACKUP LOG " + from + " TO " + disk(file) + " WITH " + how + ", NOINIT, CHECKSUM";
    }

    String standby() {
        return "STANDBY = N'" + servers.backup(name("tail.undo")) + "'";
    }

    String restoreFull(String file) {
        return "RESTORE DATABASE " + to + " FROM " + landed(file) + " WITH FILE = 1, NORECOVERY, MOVE N'" + from + "' TO N'" + servers.data(to + ".mdf") + "', MOVE N'" + from
                + "_log' TO N'" + servers.data(to + "_log.ldf") + "', CHECKSUM, STATS = 1";
    }

    String restoreDifferential(String file) {
        return "RESTORE DATABASE " + to + " FROM " + landed(file) + " WITH NORECOVERY, CHECKSUM";
    }

    String restoreLog(String file) {
        return "RESTORE LOG " + to + " FROM " + landed(file) + " WITH NORECOVERY, CHECKSUM";
    }

    String recover() {
        return "RESTORE DATABASE " + to + " WITH RECOVERY";
    }

    /** The only set of a file, as the target's RESTORE HEADERONLY has it. */
    Map<String, Object> header(String file) {
        return at.row("RESTORE HEADERONLY FROM " + landed(file));
    }

    /** Where the target stands. */
    Map<String, Object> position() {
        return at.row("SELECT d.state_desc, f.redo_start_lsn, CONVERT(char(36), f.redo_start_fork_guid) AS fork, CONVERT(char(36), f.differential_base_guid) AS base"
                + " FROM sys.databases AS d JOIN sys.master_files AS f ON f.database_id = d.database_id WHERE f.type = 0 AND d.name = '" + to + "'");
    }

    Map<String, Object> state(JdbcSession session, String database) {
        return session.row("SELECT state_desc, user_access_desc, is_read_only, is_in_standby FROM sys.databases WHERE name = '" + database + "'");
    }

    List<Map<String, Object>> sourceTickets() {
        return on.rows("SELECT * FROM " + from + ".dbo.FAULTS ORDER BY faultid");
    }

    List<Map<String, Object>> targetTickets() {
        return at.rows("SELECT * FROM " + to + ".dbo.FAULTS ORDER BY faultid");
    }

    /** Leaves the databases behind: a container, or the sandbox, ends with its test class. */
    @Override
    public void close() throws SQLException {
        servers.quick();
        on.close();
        at.close();
    }
}
