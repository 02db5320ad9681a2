package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.FingerprintReader;
import org.halomigration.restore.MoveMap;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.tsql.RenderedStatement;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.StatementFailed;
import org.halomigration.tsql.StatementFiles;
import org.halomigration.tsql.TsqlComponent;
import org.halomigration.tsql.Values;
import org.junit.jupiter.api.Test;

/** The product's own statement files, run as its routes run them, do what the routes count on. */
interface StatementPromises {
    ServerPair servers();

    /** {@code tsql:} and {@code sql:} as the routes use them, on both servers of a pair. */
    final class Statements implements AutoCloseable {
        final SqlServer source;
        final SqlServer target;
        private final StatementFiles files = new StatementFiles(Path.of("routes/sql"));
        private final DefaultCamelContext camel = new DefaultCamelContext();
        /** The files that have run to their end. */

        /** The names of all files of the dialect sqlserver. */
        static Set<String> shipped() throws IOException {
            try (Stream<Path> files = Files.list(Path.of("routes/sql/sqlserver"))) {
                return files.map(file -> file.getFileName().toString().replace(".sql", "")).collect(Collectors.toCollection(TreeSet::new));
            }
        }

        Statements(ServerPair servers) {
            TsqlComponent component = new TsqlComponent();
            component.setStatements("routes/sql");
            camel.addComponent("tsql", component);
            source = bind("acme.source", new SqlLogin(servers.sourceUrl(), servers.user(), new Secret(servers.password())));
            target = bind("acme.target", new SqlLogin(servers.targetUrl(), servers.user(), new Secret(servers.password())));
            camel.start();
        }

        /** Makes an instance known under that name, with another login than before where it was known. */
        SqlServer bind(String name, SqlLogin login) {
            SqlServer server = new SqlServer(name, login);
            camel.getRegistry().bind(name, server);
            return server;
        }

        Exchange run(SqlServer instance, String statements, Map<String, ?> values) {
            return camel.createProducerTemplate().send("tsql:" + statements + "?cancel=false&instance=" + instance.name(), exchange -> exchange.getMessage().setBody(values));
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> ok(SqlServer instance, String statements, Map<String, ?> values) {
            Exchange exchange = run(instance, statements, values);
            assertThat((Throwable) exchange.getException()).as(statements).isNull();
            return exchange.getMessage().getBody(List.class);
        }

        /** A single SELECT, as {@code sql:} runs it. */
        List<Map<String, Object>> select(SqlServer instance, String statement, Map<String, ?> values) throws Exception {
            RenderedStatement rendered = files.read("sqlserver", statement).render(Values.of(values));
            List<Map<String, Object>> rows = new ArrayList<>();
            try (Connection connection = instance.dataSource().getConnection(); PreparedStatement query = connection.prepareStatement(rendered.sql())) {
                for (int i = 0; i < rendered.parameters().size(); i++) {
                    query.setObject(i + 1, rendered.parameters().get(i));
                }
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        Map<String, Object> row = new LinkedHashMap<>();
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
                        }
                        rows.add(row);
                    }
                }
            }
            return rows;
        }

        Fingerprint fingerprint(SqlServer instance, String database) throws Exception {
            try (Connection connection = instance.connect(database)) {
                return new FingerprintReader(files.read("sqlserver", "list-tables"), table -> true, table -> {}).read(connection);
            }
        }

        @Override
        public void close() {
            camel.stop();
        }
    }

    private static Map<String, Object> step(Move move, String file) {
        return new HashMap<>(Map.of("database", move.to, "lock", "halo-migration/" + move.to, "files", List.of(move.servers.landed(move.name(file))), "position", 1, "checksum", true, "restart", false, "stops", false));
    }

    private static void restoreFull(Move move, Statements statements) {
        Map<String, Object> step = step(move, "full.bak");
        List<Map<String, Object>> files = statements.ok(statements.target, "read-file-list", step);
        String data = move.servers.data("");
        String directory = data.substring(0, data.length() - 1);
        step.put("moves", MoveMap.of(files, move.to, directory, directory));
        statements.ok(statements.target, "lock-database,restore-full", step);
    }

    private static Map<String, Object> tail(Move move, String file) {
        return Map.of("database", move.from, "seconds", 1, "file", move.servers.backup(move.name(file)), "undoFile", move.servers.backup(move.name("tail.undo")), "name", "tail of " + move.from);
    }

    @Test
    default void theShippedStatementsMoveADatabaseAndBackItOut() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff.bak");
            move.tickets(1);
            move.log("log.trn");
            move.tickets(1);
            List<Map<String, Object>> header = statements.ok(statements.target, "read-headers", Map.of("file", servers().landed(move.name("full.bak"))));
            assertThat(header).singleElement().satisfies(row -> assertThat(row).containsEntry("DatabaseName", move.from));
            assertThat(statements.ok(statements.target, "read-label", Map.of("file", servers().landed(move.name("full.bak"))))).singleElement().satisfies(row -> assertThat(row).containsEntry("FamilyCount", 1));
            restoreFull(move, statements);
            statements.ok(statements.target, "lock-database,restore-differential", step(move, "diff.bak"));
            statements.ok(statements.target, "lock-database,restore-log", step(move, "log.trn"));

            statements.ok(statements.source, "use-database,set-single-user,use-master,backup-tail-log", tail(move, "tail.trn"));
            assertThat(statements.select(statements.source, "database-state", Map.of("database", move.from))).singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("is_in_standby", true).containsEntry("user_access_desc", "SINGLE_USER"));
            assertThat(statements.select(statements.source, "list-backup-sets", Map.of("database", move.from))).extracting(row -> row.get("BackupTypeCode").toString().strip()).containsExactly("D", "I", "L", "L");
            statements.ok(statements.target, "lock-database,restore-log", step(move, "tail.trn"));
            Map<String, Object> position = statements.select(statements.target, "restore-position", Map.of("database", move.to)).get(0);
            assertThat(position).containsEntry("state_desc", "RESTORING").containsEntry("redo_start_lsn", move.header("tail.trn").get("LastLSN"));
            assertThat(statements.select(statements.target, "restore-history", Map.of("database", move.to))).hasSize(4);
            statements.ok(statements.target, "lock-database,recover-database", step(move, "tail.trn"));
            assertThat(statements.select(statements.target, "restore-position", Map.of("database", move.to)).get(0)).containsEntry("state_desc", "ONLINE").containsEntry("redo_start_lsn", null);

            Fingerprint expected = statements.fingerprint(statements.source, move.from);
            assertThat(expected.differences(statements.fingerprint(statements.target, move.to))).isEmpty();
            statements.ok(statements.target, "set-read-write,set-page-verify,set-auto-close-off,set-auto-shrink-off,set-multi-user", Map.of("database", move.to));
            move.at.ok("UPDATE " + move.to + ".dbo.FAULTS SET symptom = N'changed' WHERE faultid = 1");
            assertThat(expected.differences(statements.fingerprint(statements.target, move.to))).isNotEmpty();

            statements.ok(statements.target, "lock-database,set-single-user,rename-database",
                    Map.of("database", move.to, "lock", "halo-migration/" + move.to, "seconds", 0, "newName", move.to + "_backed_out_1"));
            statements.ok(statements.source, "recover-database,set-multi-user", Map.of("database", move.from));
            move.tickets(1);
            assertThat(move.state(move.on, move.from)).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "MULTI_USER").containsEntry("is_read_only", false);
        }
    }

    @Test
    default void theShippedStatementsMoveADatabaseInSimpleRecovery() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY SIMPLE");
            move.full("full.bak");
            move.tickets(2);
            restoreFull(move, statements);
            statements.ok(statements.source, "use-database,set-single-user,use-master,set-read-only,backup-tail-differential", tail(move, "tail.bak"));
            move.on.refused("DELETE FROM " + move.from + ".dbo.FAULTS", 3906);
            statements.ok(statements.target, "lock-database,restore-differential", step(move, "tail.bak"));
            statements.ok(statements.target, "lock-database,recover-database", step(move, "tail.bak"));
            assertThat(statements.fingerprint(statements.source, move.from).differences(statements.fingerprint(statements.target, move.to))).isEmpty();
            statements.ok(statements.target, "set-read-write,set-multi-user", Map.of("database", move.to));
            statements.ok(statements.source, "set-read-write,set-multi-user", Map.of("database", move.from));
            move.tickets(1);
            move.at.ok("DELETE FROM " + move.to + ".dbo.FAULTS");
        }
    }

    @Test
    default void theApplicationLockKeepsASecondWorkerOut() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers()); JdbcSession first = move.onTarget("master")) {
            move.full("full.bak");
            first.ok("DECLARE @result int; EXEC @result = sys.sp_getapplock @Resource = N'halo-migration/" + move.to + "', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0");
            StatementFailed refused = statements.run(statements.target, "lock-database,recover-database", step(move, "full.bak")).getException(StatementFailed.class);
            assertThat((Throwable) refused).isNotNull();
            assertThat(refused.number()).isEqualTo(51001);
            first.close();
            restoreFull(move, statements);
        }
    }
}
