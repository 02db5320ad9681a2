package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.camel.CamelContext;
import org.halomigration.restore.Fingerprint;
import org.halomigration.tsql.SqlServer;

/** Finds a migration's SQL Servers where the routes find them: in Camel's registry. */
final class SqlInstances implements Instances {
    private final CamelContext camel;
    private final Path routes;
    private final Path evidence;

    SqlInstances(CamelContext camel, Path routes, Path evidence) {
        this.camel = camel;
        this.routes = routes;
        this.evidence = evidence;
    }

    @Override
    public SqlServer source(String migration) {
        return instance(migration + ".source");
    }

    @Override
    public SqlServer target(String migration) {
        return instance(migration + ".target");
    }

    private SqlServer instance(String name) {
        SqlServer instance = camel.getRegistry().lookupByNameAndType(name, SqlServer.class);
        if (instance == null) {
            throw new IllegalStateException("No login is configured for " + name + ". Give one under sql: in the migration file.");
        }
        return instance;
    }

    @Override
    public Fingerprint fingerprint(Connection connection) throws SQLException {
        Path statement = routes.resolve("sql/sqlserver/list-tables.sql");
        try {
            return Fingerprint.of(connection, Files.readString(statement));
        } catch (IOException e) {
            throw new UncheckedIOException(statement + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Path evidence() {
        return evidence;
    }
}
