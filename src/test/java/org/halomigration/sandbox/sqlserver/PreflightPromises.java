package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.halomigration.sandbox.sqlserver.StatementPromises.Statements;
import org.halomigration.tsql.StatementFailed;
import org.junit.jupiter.api.Test;

/** What the checks before the migration take for granted of a server, numbers 59 to 62 of {@code docs/unproven.md}. */
interface PreflightPromises {
    ServerPair servers();

    static Map<String, Object> values(String database) {
        Map<String, Object> values = new HashMap<>(Map.of("database", database, "newestVersion", "2025", "newestMajor", 17, "allowEncrypted", 0, "pausesJobs", 0, "limit", 0));
        values.putAll(Map.of("sourceVersion", "15.0.1", "sourceMajor", 15, "sourceCollation", "SQL_Latin1_General_CP1_CI_AS", "sourceDataBytes", 1L, "sourceLogBytes", 1L,
                "sourceFeatures", "", "sourceLogins", List.of("somebody"), "copies", 1, "dataDirectory", "C:\\", "logDirectory", "C:\\"));
        return values;
    }

    @Test
    default void everyPreflightStatementAnswersWithFindings() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            eachAnswersWithFindings(move, statements);
            assertThat(statements.ok(statements.source, "use-database,preflight-stored-passwords", values(move.from))).hasSize(1);
            assertThat(statements.ok(statements.source, "source-facts", values(move.from))).singleElement().satisfies(row -> assertThat(row).containsKeys("version", "edition", "collation", "data_bytes", "log_bytes"));
            statements.ok(statements.source, "use-database,edition-features", values(move.from));
            statements.ok(statements.source, "use-database,user-logins", values(move.from));
        }
    }

    static void eachAnswersWithFindings(Move move, Statements statements) throws Exception {
        move.on.ok("USE " + move.from);
        move.on.ok("CREATE TABLE dbo.CONTROL (rencthumbprint nvarchar(100) NULL)");
        move.on.ok("INSERT INTO dbo.CONTROL (rencthumbprint) VALUES (N'AB')");
        move.on.ok("USE master");
        for (String name : Statements.shipped().stream().filter(name -> name.startsWith("preflight-")).toList()) {
            boolean target = name.startsWith("preflight-target");
            // A statement without rows leaves the body as it was.
            Object rows = statements.ok(target ? statements.target : statements.source, target ? name : "use-database," + name, values(target ? "not_there" : move.from));
            assertThat(rows).as(name).isInstanceOf(List.class);
            for (Object row : (List<?>) rows) {
                assertThat(((Map<?, ?>) row).keySet()).as(name).extracting(Object::toString).containsExactly("severity", "subject", "detail", "advice", "actor");
                assertThat(((Map<?, ?>) row).values()).as(name).doesNotContainNull();
            }
        }
    }

    /** What the chain guard judges by. */
    @Test
    default void theServerKnowsWhereItsChainStands() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            move.full("full.bak");
            Map<String, Object> afterFull = statements.ok(statements.source, "chain-position", values(move.from)).get(0);
            assertThat(afterFull.get("differential_base_guid").toString()).isEqualToIgnoringCase(move.header("full.bak").get("BackupSetGUID").toString());
            move.tickets(1);
            move.log("log.trn");

            assertThat(statements.ok(statements.source, "chain-position", values(move.from)).get(0)).containsEntry("last_log_backup_lsn", move.header("log.trn").get("LastLSN"));

            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY SIMPLE");
            move.on.ok("ALTER DATABASE " + move.from + " SET RECOVERY FULL");
            assertThat(statements.ok(statements.source, "chain-position", values(move.from)).get(0)).containsEntry("last_log_backup_lsn", null);
        }
    }

    @Test
    default void lastGoodCheckIsSaid() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            assertThat(statements.ok(statements.source, "preflight-last-checkdb", values(move.from))).singleElement().satisfies(row -> assertThat(row.get("detail").toString()).contains("never ended well"));
            move.on.ok("DBCC CHECKDB (" + move.from + ") WITH NO_INFOMSGS");

            assertThat((List<?>) statements.ok(statements.source, "preflight-last-checkdb", values(move.from))).isEmpty();
        }
    }

    /** By these numbers a check knows that a version lacks what it asks for. */
    @Test
    default void anUnknownViewOrColumnIsToldByItsNumber() throws Exception {
        try (Move move = new Move(servers()); Statements statements = new Statements(servers())) {
            assertThat(move.on.run("SELECT nothing_like_it FROM sys.databases").errors()).isNotEmpty();
            Exchange unknown = statements.run(statements.source, "use-database,preflight-stored-passwords", values(move.from));
            assertThat(unknown.getException(StatementFailed.class).number()).isEqualTo(208);
        }
    }
}
