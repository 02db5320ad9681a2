package org.halomigration.command;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.TargetState;
import org.halomigration.restore.Chain;
import org.halomigration.restore.MoveMap;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.Target;
import org.halomigration.transfer.Headers;
import org.halomigration.transfer.LandedBackups;
import org.halomigration.transfer.Manifest;
import org.halomigration.tsql.Session;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.StatementFailed;
import org.halomigration.tsql.StatementFiles;

/**
 * The dry run of a migration: what has landed by its manifests, read by the target SQL Server as the product has it read, and what that
 * server says of its database. It only reads, and leaves the journal alone, which belongs to a product that may be running.
 */
final class LandedPlan {
    private final Migration migration;
    private final LocalDateTime stopAt;

    /** @throws UnusableInput where there is no such migration, or its file has problems */
    LandedPlan(String name, LocalDateTime stopAt) {
        this.migration = SheetFile.read(name, Role.TARGET);
        this.stopAt = stopAt;
    }

    String dialect() {
        return migration.target().dialect();
    }

    /** The target database's name. */
    String database() {
        return migration.target().database();
    }

    /**
     * @param notes what could not be looked at is added here, a sentence each
     * @throws org.halomigration.tsql.InstanceUnreachable when the target SQL Server is
     * @throws UnusableInput when the landing zone's directory cannot be read
     */
    DryRun read(StatementFiles statements, List<String> notes) throws Exception {
        Target target = migration.target();
        LandedBackups landed = landed();
        notes.addAll(landed.unusable());
        try (Session server = Session.open(new SqlServer(migration.name() + ".target", target.sql()), statements, target.dialect())) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Manifest.LandedFile file : landed.files()) {
                rows.addAll(headers(server, target.landedFiles().forSqlServer(file.name()), notes));
            }
            TargetState state = Chain.state(database(), server.rows("restore-position", Map.of("database", database())));
            Object version = server.rows("server-properties", Map.of()).get(0).get("ProductMajorVersion");
            PlanOptions options = PlanOptions.forDatabase(migration.source().database())
                    .withTargetMajorVersion(version instanceof Number number ? number.intValue() : null)
                    .withStopAt(stopAt);
            String stem = MoveMap.stem(database(), landed.attempt());
            return DryRun.of(rows, state, options, database(), statements, target.dialect(), full ->
                    MoveMap.of(server.rows("read-file-list", Map.of("files", full.files(), "position", full.position())), stem, target.dataDirectory(), target.logDirectory()));
        }
    }

    private LandedBackups landed() {
        try {
            return LandedBackups.of(migration.name(), migration.target().landedFiles());
        } catch (IOException e) {
            throw new UnusableInput(e.getMessage());
        }
    }

    /** A file that the server cannot read holds up no other. */
    private static List<Map<String, Object>> headers(Session server, String file, List<String> notes) throws SQLException {
        try {
            return Headers.ofFile(file, server.rows("read-headers", Map.of("file", file)), server.rows("read-label", Map.of("file", file)));
        } catch (StatementFailed e) {
            notes.add("%s is left out: %s".formatted(file, e.getMessage()));
            return List.of();
        }
    }
}
