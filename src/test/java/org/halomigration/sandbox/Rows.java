package org.halomigration.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import java.util.TreeMap;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.FingerprintReader;
import org.halomigration.tsql.StatementFiles;

/** What a database holds, by table. dbo.CONTROL is left out: a running Halo writes its heartbeat there all the time. */
public record Rows(Map<String, String> tables) {

    public static Rows onSource(World world) throws Exception {
        try (Connection connection = world.onSource()) {
            return in(connection, world.names.source());
        }
    }

    public static Rows onTarget(World world, String database) throws Exception {
        try (Connection connection = world.onTarget()) {
            return in(connection, database);
        }
    }

    private static Rows in(Connection connection, String database) throws Exception {
        connection.setCatalog(database);
        Fingerprint fingerprint = new FingerprintReader(
                        new StatementFiles(Path.of("routes/sql")).read("sqlserver", "list-tables"), table -> true, table -> {})
                .read(connection);
        Map<String, String> tables = new TreeMap<>();
        fingerprint.tables().forEach(table -> tables.put(table.schema() + "." + table.name(), table.rows() + " rows " + table.checksum()));
        tables.remove("dbo.CONTROL");
        return new Rows(tables);
    }
}
