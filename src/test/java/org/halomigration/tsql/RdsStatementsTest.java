package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every statement for Amazon RDS runs on the instance that the sandbox plays, which refuses what RDS documents that it refuses. */
class RdsStatementsTest {
    private static final String NAME = "acme's halo";
    private static final Map<String, Object> OTHERS = Map.of("lock", "halo-migration/x", "seconds", 0, "level", 150, "newName", NAME + " 2", "full", true, "bulkLogged", false, "simple", false,
            "users", List.of(Map.of("user", "app", "login", "app")));

    @TempDir
    Path directory;

    private final Set<String> ran = new TreeSet<>();
    private SandboxSqlServer from;
    private SandboxSqlServer to;
    private TsqlCalls rds;

    @BeforeEach
    void start() throws Exception {
        Path bucket = Files.createDirectory(directory.resolve("bucket"));
        from = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("from")).sysadmin("sa", "secret")).mount("D:\\Backup", bucket);
        to = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("to")).sysadmin("sa", "secret").rds(true)).mount("arn:aws:s3:::landing", bucket);
        rds = new TsqlCalls(instance(to));
        for (String sql : List.of("CREATE DATABASE [Halo]", "CREATE LOGIN app WITH PASSWORD = 'first-Pa55'", "USE [Halo]; CREATE USER app", "BACKUP DATABASE [Halo] TO DISK = N'D:\\Backup\\full_1.bak', DISK = N'D:\\Backup\\full_2.bak'",
                "BACKUP DATABASE [Halo] TO DISK = N'D:\\Backup\\diff.bak' WITH DIFFERENTIAL", "BACKUP LOG [Halo] TO DISK = N'D:\\Backup\\log.trn'")) {
            plainly(from, sql);
        }
        plainly(to, "CREATE LOGIN app WITH PASSWORD = 'other-Pa55'");
    }

    @AfterEach
    void stop() {
        rds.close();
        from.close();
        to.close();
    }

    @Test
    void eachOneRuns() throws Exception {
        assertThat(task("restore-full", "full_*")).isEqualTo("RESTORE_DB_NORECOVERY SUCCESS");
        assertThat(task("restore-differential", "diff.bak")).isEqualTo("RESTORE_DB_DIFFERENTIAL_NORECOVERY SUCCESS");
        assertThat(task("restore-log", "log.trn")).isEqualTo("RESTORE_DB_LOG_NORECOVERY SUCCESS");
        assertThat(task("recover-database", null)).isEqualTo("FINISH_RESTORE SUCCESS");
        done("running-tasks", null);
        for (String statement : List.of("lock-database", "use-database", "set-single-user", "set-multi-user", "set-read-write", "set-page-verify", "set-auto-close-off", "set-auto-shrink-off", "set-compatibility-level", "set-recovery-model", "list-orphaned-users", "map-users", "update-statistics", "rename-database")) {
            done(statement, null);
        }
        try (Stream<Path> files = Files.list(Path.of("routes/sql/rds"))) {
            assertThat(ran).isEqualTo(files.map(file -> file.getFileName().toString().replace(".sql", "")).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void whatRdsDoesNotTakeIsRefused() throws Exception {
        assertThat(failure(rds.call("read-headers", Map.of("file", "arn:aws:s3:::landing/log.trn")))).hasMessageContaining("3110 User does not have permission to RESTORE");
        assertThat(failure(rds.call("backup-tail-log", Map.of("database", "msdb", "file", "x", "undoFile", "y", "name", "z")))).hasMessageContaining("BACKUP LOG permission denied");
        assertThat(task("restore-log", "log.trn")).isEqualTo("RESTORE_DB_LOG_NORECOVERY ERROR");
        to.multiAz(true);
        assertThat(failure(call("restore-full", "full_*"))).hasMessageContaining("not supported on Multi-AZ");
        to.multiAz(false);
        task("restore-full", "full_*");
        assertThat(failure(call("restore-full", "full_*"))).hasMessageContaining("already exists");
        plainly(to, "EXEC msdb.dbo.rds_restore_database @restore_db_name = 'second', @s3_arn_to_restore_from = 'arn:aws:s3:::landing/full_*'");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> tasks("second").get(0).get("task_info").toString().contains("same family_guid"));
    }

    /** Submits, waits for the end, and answers with type and lifecycle. */
    private String task(String statement, String file) {
        Exchange exchange = call(statement, file);
        assertThat((Throwable) exchange.getException()).isNull();
        return Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            List<Map<String, Object>> tasks = tasks(NAME);
            Map<String, Object> last = tasks.get(tasks.size() - 1);
            return last.get("task_type") + " " + last.get("lifecycle");
        }, state -> !state.endsWith("CREATED") && !state.endsWith("IN_PROGRESS"));
    }

    private List<Map<String, Object>> tasks(String database) {
        ran.add("restore-history");
        return rds.call("restore-history?dialect=rds", Map.of("database", database)).getMessage().getBody(List.class);
    }

    private void done(String statement, String file) {
        assertThat((Throwable) call(statement, file).getException()).as(statement).isNull();
    }

    private Exchange call(String statement, String file) {
        ran.add(statement);
        Map<String, Object> values = new java.util.HashMap<>(OTHERS);
        values.put("database", NAME);
        values.put("arn", "arn:aws:s3:::landing/" + file);
        return rds.call(statement + "?dialect=rds", values);
    }

    private static Throwable failure(Exchange exchange) {
        return exchange.getException();
    }

    private static void plainly(SandboxSqlServer server, String sql) throws Exception {
        try (Connection connection = instance(server).connect("master")) {
            connection.createStatement().execute(sql);
        }
    }

    private static SqlServer instance(SandboxSqlServer server) {
        return new SqlServer("acme.target", new SqlLogin(server.jdbcUrl(), "sa", new Secret("secret")));
    }
}
