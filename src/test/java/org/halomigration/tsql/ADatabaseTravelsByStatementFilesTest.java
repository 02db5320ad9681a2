package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.FingerprintReader;
import org.halomigration.restore.MoveMap;
import org.halomigration.sandbox.halo.HaloDatabase;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped statement files take a database from one server to another through tsql:, and its fingerprint says that all arrived. */
class ADatabaseTravelsByStatementFilesTest {
    private static final String NAME = "Halo]; DROP DATABASE x--'ü";

    @TempDir
    Path directory;

    @Test
    void theTailedSourceAndTheRecoveredTargetHoldTheSame() throws Exception {
        Path share = Files.createDirectories(directory.resolve("it's a share"));
        Path data = Files.createDirectories(directory.resolve("data"));
        try (SandboxSqlServer from = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("from")).sysadmin("sa", "secret")).mount("D:\\Backup's", share);
                SandboxSqlServer to = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory.resolve("to")).sysadmin("sa", "secret").majorVersion(16))
                        .mount("E:\\landing", share).mount("F:\\Data", data);
                TsqlCalls source = new TsqlCalls(instance(from));
                TsqlCalls target = new TsqlCalls(instance(to))) {
            HaloDatabase.create(from.jdbcUrl(), "sa", "secret", "Halo", 50, 7);
            run(from, "master", "BACKUP DATABASE [Halo] TO DISK = N'D:\\Backup''s\\full.bak' WITH CHECKSUM");
            run(from, "Halo", "CREATE TABLE later (x nvarchar(20))");
            run(from, "Halo", "INSERT INTO later VALUES (N'it''s ☃')");
            done(source.call("set-single-user,use-master,backup-tail-log", Map.of(
                    "database", "Halo", "seconds", 1, "file", "D:\\Backup's\\tail.trn", "undoFile", "D:\\Backup's\\tail.undo", "name", "tail")));

            List<Map<String, Object>> files = rows(target.call("read-file-list", Map.of("files", List.of("E:\\landing\\full.bak"), "position", 1)));
            Map<String, Object> full = step("E:\\landing\\full.bak");
            full.put("moves", MoveMap.of(files, NAME, "F:\\Data", "F:\\Data\\"));
            full.put("lock", "halo-migration/" + NAME);
            done(target.call("lock-database,restore-full", full));
            StatementFailed early = target.call("restore-differential", step("E:\\landing\\tail.trn")).getException(StatementFailed.class);
            assertThat((Throwable) early).as("a log is no differential").isNotNull();
            done(target.call("restore-log", step("E:\\landing\\tail.trn")));
            done(target.call("recover-database", Map.of("database", NAME)));
            assertThat(target.messages).extracting(ServerMessage::number).contains(3211, 3014);

            Fingerprint expected = fingerprint(from, "Halo");
            assertThat(expected.tables()).hasSizeGreaterThan(3).extracting(Fingerprint.Table::name).contains("later");
            assertThat(expected.differences(fingerprint(to, NAME))).isEmpty();
            done(target.call("set-multi-user", Map.of("database", NAME)));
            run(to, NAME, "UPDATE later SET x = N'it''s ☂'");
            assertThat(expected.differences(fingerprint(to, NAME))).extracting(Fingerprint.Difference::table).containsExactly("dbo.later");
        }
    }

    private static Map<String, Object> step(String file) {
        return new HashMap<>(Map.of("database", NAME, "files", List.of(file), "position", 1, "checksum", true, "restart", false, "stops", false));
    }

    private static void done(Exchange exchange) {
        assertThat((Throwable) exchange.getException()).isNull();
    }

    private static List<Map<String, Object>> rows(Exchange exchange) {
        done(exchange);
        return new ArrayList<>(exchange.getMessage().getBody(List.class));
    }

    private static Fingerprint fingerprint(SandboxSqlServer server, String database) throws Exception {
        StatementFile list = new StatementFiles(Path.of("routes/sql")).read("sqlserver", "list-tables");
        try (Connection connection = instance(server).connect(database)) {
            return new FingerprintReader(list, table -> true, table -> {}).read(connection);
        }
    }

    private static void run(SandboxSqlServer server, String database, String sql) throws Exception {
        try (Connection connection = instance(server).connect(database)) {
            connection.createStatement().execute(sql);
        }
    }

    private static SqlServer instance(SandboxSqlServer server) {
        return new SqlServer("acme.target", new SqlLogin(server.jdbcUrl(), "sa", new Secret("secret")));
    }
}
