package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.camel.CamelContext;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.FingerprintReader;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.StatementFiles;

/** Finds a migration's SQL Servers where the routes find them: in Camel's registry. */
final class SqlInstances implements Instances {
    private final CamelContext camel;
    private final StatementFiles statements;
    private final Path evidence;

    SqlInstances(CamelContext camel, Path routes, Path evidence) {
        this.camel = camel;
        this.statements = new StatementFiles(routes.resolve("sql"));
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
    public Fingerprint fingerprint(Migration migration, Connection connection) throws SQLException {
        boolean checksums = "checksums".equals(migration.proof());
        try {
            return new FingerprintReader(statements.read("sqlserver", "list-tables"), table -> checksums, table -> {}).read(connection);
        } catch (IOException e) {
            throw new UncheckedIOException("The database of " + migration.name() + " could not be fingerprinted: " + e.getMessage(), e);
        }
    }

    @Override
    public Path evidence() {
        return evidence;
    }
}
