package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.halomigration.restore.MoveMap;
import org.halomigration.sandbox.sqlserver.StatementPromises.Statements;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.StatementFailed;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/grants-source.sql} and {@code docs/grants-target.sql} are enough for every statement file, and each line of them is needed.
 * Here every statement file runs; one that is new and runs nowhere fails.
 */
interface RightsPromises {
    ServerPair servers();

    /** Availability Groups are beyond containers and sandbox; see docs/unproven.md. */
    Set<String> NOT_HERE = Set.of("join-availability-group");

    /** A migration of one database whose logins have what a grants file gives, or a line less. */
    final class Granted implements AutoCloseable {
        final Move move;
        final Statements statements;
        final SqlServer source;
        final SqlServer target;
        final String login;
        private final Set<String> run = new TreeSet<>();
        private int locks;

        /** @param without a part of the line that is left out; null for none */
        Granted(ServerPair servers, String without) throws Exception {
            move = new Move(servers);
            login = "least_" + move.from;
            move.on.ok("USE " + move.from);
            move.on.ok("CREATE TABLE dbo.MAILBOX (address nvarchar(254) NOT NULL, enabled bit NOT NULL)");
            move.on.ok("CREATE TABLE dbo.CONTROL (version nvarchar(20) NULL, rencthumbprint nvarchar(100) NULL, outgoingmail bit NOT NULL, integratorenabled bit NOT NULL, cloudsyncenabled bit NOT NULL)");
            move.on.ok("INSERT INTO dbo.MAILBOX (address, enabled) VALUES (N'help@acme.example', 1)");
            move.on.ok("INSERT INTO dbo.CONTROL (outgoingmail, integratorenabled, cloudsyncenabled) VALUES (1, 1, 1)");
            move.on.ok("USE master");
            for (JdbcSession session : List.of(move.on, move.at)) {
                session.ok("CREATE LOGIN " + login + " WITH PASSWORD = '" + servers.password() + "', CHECK_POLICY = OFF");
            }
            grant(move.on, "docs/grants-source.sql", without);
            grant(move.at, "docs/grants-target.sql", without);
            statements = new Statements(servers);
            source = statements.bind("acme.source", new SqlLogin(servers.sourceUrl(), login, new Secret(servers.password())));
            target = statements.bind("acme.target", new SqlLogin(servers.targetUrl(), login, new Secret(servers.password())));
        }

        private void grant(JdbcSession session, String file, String without) throws IOException {
            String text = Files.readString(Path.of(file)).replaceAll("(?m)^--.*$", "").replace("halo_migration", login).replace("[Halo]", "[" + move.from + "]");
            for (String line : text.split(";")) {
                if (!line.isBlank() && (without == null || !line.contains(without))) {
                    session.ok(line.strip());
                }
            }
        }

        Exchange run(SqlServer instance, String names, Map<String, ?> values) {
            run.addAll(Arrays.asList(names.split(",")));
            return statements.run(instance, names, values);
        }

        List<Map<String, Object>> ok(SqlServer instance, String names, Map<String, ?> values) {
            run.addAll(Arrays.asList(names.split(",")));
            return statements.ok(instance, names, values);
        }

        List<Map<String, Object>> select(SqlServer instance, String name, Map<String, ?> values) throws Exception {
            run.add(name);
            return statements.select(instance, name, values);
        }

        /** Runs statements that fail for want of a right, with the server's number and the catalogue's advice. */
        void refused(int number, String advice, SqlServer instance, String names, Map<String, ?> values) {
            StatementFailed refused = run(instance, names, values).getException(StatementFailed.class);
            assertThat((Throwable) refused).as(names).isNotNull();
            assertThat(refused.number()).as(names).isEqualTo(number);
            assertThat(refused.advice()).as(names).containsIgnoringCase(advice);
        }

        Map<String, Object> step(String file, String database) {
            Map<String, Object> values = new HashMap<>(Map.of("database", database, "lock", database + "/" + ++locks, "files", List.of(move.servers.landed(move.name(file))), "position", 1,
                    "checksum", true, "restart", false, "file", move.servers.landed(move.name(file)), "stops", false));
            values.put("stopAt", null);
            return values;
        }

        /** Every check before the migration, on the instance that it looks at. */
        void beforehand() throws IOException {
            for (String name : Statements.shipped().stream().filter(name -> name.startsWith("preflight-")).toList()) {
                boolean atTarget = name.startsWith("preflight-target");
                ok(atTarget ? target : source, atTarget ? name : "use-database," + name, PreflightPromises.values(atTarget ? move.to : move.from));
            }
        }

        void restoreFull(String database) {
            Map<String, Object> step = step("full.bak", database);
            String data = move.servers.data("");
            String directory = data.substring(0, data.length() - 1);
            step.put("moves", MoveMap.of(ok(target, "read-file-list", step), database, directory, directory));
            ok(target, "lock-database,restore-full", step);
        }

        Map<String, Object> tail(String file) {
            return Map.of("database", move.from, "seconds", 1, "file", move.servers.backup(move.name(file)), "undoFile", move.servers.backup(move.name("tail.undo")),
                    "name", "tail of " + move.from);
        }

        @Override
        public void close() throws Exception {
            statements.close();
            move.close();
        }
    }

    @Test
    default void theLeastGrantsAreEnoughForEveryStatement() throws Exception {
        try (Granted it = new Granted(servers(), null)) {
            Move move = it.move;
            Map<String, Object> from = Map.of("database", move.from);
            String copy = move.to + "_uat";
            move.full("full.bak");
            move.tickets(1);
            move.differential("diff.bak");
            move.tickets(1);
            move.log("log.trn");
            for (String question : List.of("database-state", "database-sessions", "list-backup-sets")) {
                it.select(it.source, question, from);
            }
            assertThat(it.select(it.source, "find-backup-file", Map.of("file", servers().backup(move.name("full.bak"))))).hasSize(1);
            it.select(it.source, "server-properties", Map.of());
            for (String question : List.of("chain-position", "source-facts", "use-database,edition-features", "use-database,user-logins", "use-database,application-version")) {
                it.ok(it.source, question, from);
            }
            it.beforehand();

            it.ok(it.target, "read-headers", it.step("full.bak", move.to));
            it.ok(it.target, "read-label", it.step("full.bak", move.to));
            it.ok(it.target, "verify-backup", it.step("full.bak", move.to));
            for (String database : List.of(move.to, copy)) {
                it.restoreFull(database);
                it.ok(it.target, "lock-database,restore-differential", it.step("diff.bak", database));
                it.ok(it.target, "lock-database,restore-log", it.step("log.trn", database));
            }
            it.select(it.target, "running-work", Map.of());
            for (String question : List.of("running-restore", "volume-space", "fixed-drives")) {
                it.ok(it.target, question, it.step("log.trn", move.to));
            }
            assertThat(it.select(it.target, "restore-position", Map.of("database", move.to)).get(0).get("redo_start_lsn")).isNotNull();
            assertThat(it.select(it.target, "restore-history", Map.of("database", move.to))).hasSize(3);

            // UAT
            it.ok(it.target, "lock-database,recover-database", it.step("log.trn", copy));
            Map<String, Object> names = Map.of("database", copy, "lock", "halo-migration/" + copy, "seconds", 0, "newName", copy + "_2");
            it.ok(it.target, "set-read-write,use-database,mute-uat", names);
            assertThat(it.ok(it.target, "use-database,check-muted", names)).isEmpty();
            it.ok(it.target, "check-database", names);
            it.ok(it.target, "lock-database,set-single-user,rename-database", names);
            it.ok(it.target, "lock-database,drop-database", Map.of("database", copy + "_2", "lock", copy));

            // Cutover
            it.ok(it.source, "use-database,set-single-user,set-restricted-user,use-master,backup-tail-log", it.tail("tail.trn"));
            it.ok(it.target, "lock-database,restore-log", it.step("tail.trn", move.to));
            it.ok(it.target, "lock-database,recover-database", it.step("tail.trn", move.to));
            it.run.add("list-tables");
            assertThat(it.statements.fingerprint(it.source, move.from).differences(it.statements.fingerprint(it.target, move.to))).isEmpty();
            Map<String, Object> settings = new HashMap<>(Map.of("database", move.to, "level", 150, "full", true, "bulkLogged", false, "simple", false));
            it.ok(it.target, "set-read-write,set-page-verify,set-auto-close-off,set-auto-shrink-off,set-recovery-model,set-compatibility-level", settings);
            // The login itself had a user in the source; on the target it is another login of the same name.
            List<Map<String, Object>> orphans = it.ok(it.target, "use-database,list-orphaned-users", settings);
            assertThat(orphans).singleElement().satisfies(row -> assertThat(row).containsEntry("user_name", it.login).containsEntry("login_name", it.login));
            move.at.ok("CREATE LOGIN other_" + it.login + " WITH PASSWORD = '" + servers().password() + "', CHECK_POLICY = OFF");
            it.ok(it.target, "use-database,map-users", Map.of("database", move.to, "users", List.of(Map.of("user", it.login, "login", "other_" + it.login))));
            it.ok(it.target, "set-multi-user", settings);
            it.ok(it.target, "first-backup", Map.of("database", move.to, "file", servers().landed(move.name("first.bak")), "name", "first"));
            it.ok(it.target, "use-database,update-statistics", settings);
            assertThat(it.select(it.target, "availability-state", settings)).isEmpty();
            it.run.addAll(List.of("find-ticket", "newest-ticket"));
            move.at.ok("USE " + move.to);
            assertThat(move.at.rows(Files.readString(Path.of("routes/sql/sqlserver/newest-ticket.sql")))).hasSize(1);
            assertThat(move.at.rows(Files.readString(Path.of("routes/sql/sqlserver/find-ticket.sql")).replace(":#after", "0").replace(":#pattern", "N'Ticket 1%'"))).isNotEmpty();
            move.at.ok("USE master");

            // Backout, and SIMPLE recovery
            it.ok(it.source, "recover-database,set-multi-user", from);
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY SIMPLE");
            move.full("simple.bak");
            it.ok(it.source, "use-database,set-single-user,set-read-only,backup-tail-differential", it.tail("tail.bak"));
            it.ok(it.source, "set-read-write,set-multi-user", from);

            // With target.owner the login is sysadmin.
            SqlServer sysadmin = it.statements.bind("acme.target", new SqlLogin(servers().targetUrl(), servers().user(), new Secret(servers().password())));
            it.ok(sysadmin, "set-owner", Map.of("database", move.to, "owner", servers().user()));

            Set<String> all = new TreeSet<>(Statements.shipped());
            all.removeAll(NOT_HERE);
            assertThat(it.run).as("statement files that have run").containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    default void withoutDbcreatorTheSourceCannotBeBroughtBack() throws Exception {
        try (Granted it = new Granted(servers(), "dbcreator")) {
            it.move.full("full.bak");
            it.refused(5011, "dbcreator", it.source, "set-multi-user", Map.of("database", it.move.from));
            it.move.on.ok(it.move.tail("tail.trn", it.move.standby()));
            it.refused(3110, "dbcreator", it.source, "recover-database", Map.of("database", it.move.from));
            it.move.on.ok("RESTORE DATABASE " + it.move.from + " WITH RECOVERY");
        }
    }

    @Test
    default void withoutItsRolesTheSourceCannotBeReadOrBackedUp() throws Exception {
        try (Granted it = new Granted(servers(), "db_backupoperator")) {
            it.move.full("full.bak");
            it.refused(262, "Grant what the message names", it.source, "backup-tail-log", it.tail("tail.trn"));
        }
        try (Granted it = new Granted(servers(), "db_datareader"); JdbcSession session = new JdbcSession(servers().sourceUrl(), it.login, servers().password(), it.move.from)) {
            session.refused("SELECT COUNT_BIG(*) AS rows_there FROM dbo.FAULTS", 229);
        }
    }

    @Test
    default void withoutMsdbNobodyKnowsWhatWasBackedUpOrRestored() throws Exception {
        for (String table : List.of("dbo.backupset", "dbo.backupmediafamily", "dbo.backupmediaset")) {
            try (Granted it = new Granted(servers(), table)) {
                it.refused(229, "Grant what the message names", it.source, "list-backup-sets", Map.of("database", it.move.from));
            }
        }
        Map<String, String> tables = Map.of("dbo.sysjobs ", "backup-jobs", "dbo.sysjobsteps", "agent-jobs", "dbo.sysmaintplan_plans", "backup-jobs", "dbo.sysmail_profile", "database-mail",
                "dbo.log_shipping_primary_databases", "log-shipping", "dbo.suspect_pages", "suspect-pages");
        for (Map.Entry<String, String> table : tables.entrySet()) {
            try (Granted it = new Granted(servers(), table.getKey())) {
                it.refused(229, "Grant what the message names", it.source, "preflight-" + table.getValue(), PreflightPromises.values(it.move.from));
            }
        }
        for (String table : List.of("dbo.backupset", "dbo.restorehistory")) {
            try (Granted it = new Granted(servers(), table)) {
                it.refused(229, "Grant what the message names", it.target, "restore-history", Map.of("database", it.move.to));
            }
        }
    }

    @Test
    default void withoutCreateDatabaseTheTargetReadsNoHeader() throws Exception {
        try (Granted it = new Granted(servers(), "CREATE ANY DATABASE")) {
            it.move.full("full.bak");
            it.refused(262, "CREATE DATABASE", it.target, "read-headers", it.step("full.bak", it.move.to));
        }
    }

    @Test
    default void withoutTheViewsSessionsAndLoginsAreNotSeen() throws Exception {
        for (String without : new String[] {null, "VIEW SERVER STATE"}) {
            try (Granted it = new Granted(servers(), without); JdbcSession inside = it.move.onSource(it.move.from)) {
                assertThat(it.select(it.source, "database-sessions", Map.of("database", it.move.from))).hasSize(without == null ? 1 : 0);
            }
        }
        try (Granted it = new Granted(servers(), "VIEW ANY DEFINITION")) {
            it.move.at.ok("CREATE LOGIN app_" + it.login + " WITH PASSWORD = '" + servers().password() + "', CHECK_POLICY = OFF");
            it.move.on.ok("USE " + it.move.from);
            it.move.on.ok("CREATE LOGIN app_" + it.login + " WITH PASSWORD = '" + servers().password() + "', CHECK_POLICY = OFF");
            it.move.on.ok("CREATE USER app_" + it.login);
            it.move.on.ok("USE master");
            it.move.full("full.bak");
            it.restoreFull(it.move.to);
            it.ok(it.target, "recover-database", it.step("full.bak", it.move.to));
            assertThat(it.ok(it.target, "use-database,list-orphaned-users", Map.of("database", it.move.to)))
                    .filteredOn(row -> row.get("user_name").equals("app_" + it.login))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("login_name", null));
        }
    }

    @Test
    default void anUnfinishedCopyIsDropped() throws Exception {
        try (Granted it = new Granted(servers(), null)) {
            it.move.full("full.bak");
            it.restoreFull(it.move.to);
            assertThat(it.select(it.target, "database-state", Map.of("database", it.move.to))).singleElement().satisfies(row -> assertThat(row).containsEntry("state_desc", "RESTORING"));
            it.ok(it.target, "drop-database", Map.of("database", it.move.to));
            assertThat(it.select(it.target, "database-state", Map.of("database", it.move.to))).isEmpty();
        }
    }

    @Test
    default void aCopyIsKnownByItsGuidWhateverItsName() throws Exception {
        try (Granted it = new Granted(servers(), null)) {
            it.move.full("full.bak");
            it.restoreFull(it.move.to);
            it.ok(it.target, "recover-database", Map.of("database", it.move.to));
            Object guid = it.select(it.target, "database-state", Map.of("database", it.move.to)).get(0).get("database_guid");
            assertThat(guid).isNotNull().isNotEqualTo(it.select(it.source, "database-state", Map.of("database", it.move.from)).get(0).get("database_guid"));
            it.ok(it.target, "rename-database", Map.of("database", it.move.to, "newName", it.move.to + "_renamed"));
            assertThat(it.select(it.target, "database-state", Map.of("database", it.move.to + "_renamed")).get(0)).containsEntry("database_guid", guid);
        }
    }
}
