package org.halomigration.migration;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Changes;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Problem;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SheetReader;
import org.halomigration.sheet.Sheets;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.sheet.Target;
import org.halomigration.tsql.SqlServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** The migrations that are configured now, by name: the bean {@code migrations} that the schedules ask. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final CamelContext camel;
    private final List<Journal> journals;
    private final ObjectProvider<MigrationMBeans> mbeans;
    private final Sheets sheets;
    /** The database that a data source is in, where it is not the server's own. */
    private final Map<String, String> databases = new ConcurrentHashMap<>();
    private volatile Map<String, Migration> byName = Map.of();

    Migrations(HaloProperties halo, CamelContext camel, List<Journal> journals, ObjectProvider<MigrationMBeans> mbeans) {
        this.sheets = new Sheets(halo.migrations(), Role.valueOf(halo.role().toUpperCase(Locale.ROOT)), new SheetReader(System::getenv));
        this.camel = camel;
        this.journals = journals;
        this.mbeans = mbeans;
    }

    public Optional<Migration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Migration> all() {
        return byName.values();
    }

    /** Those that have work to do, after a look whether a migration file has changed. */
    public List<Migration> active() {
        refresh();
        return all().stream()
                .filter(migration -> journals.stream()
                        .map(journal -> journal.phases().of(migration.name()).phase())
                        .anyMatch(phase -> phase != Phase.CLOSED))
                .toList();
    }

    /** Reads the migration files that have changed since the last look. One that is wrong stops its own migration and no other. */
    public synchronized void refresh() {
        Changes changes = sheets.look();
        Stream.concat(changes.added().stream(), changes.changed().stream()).forEach(this::add);
        Map<String, Migration> now = new TreeMap<>();
        sheets.migrations().forEach(migration -> now.put(migration.name(), migration));
        byName = now;
        changes.appeared().forEach(problem -> LOG.error(problem.message()));
    }

    /** What is wrong in the migration files now. */
    public List<Problem> problems() {
        return sheets.problems();
    }

    private void add(Migration migration) {
        journals.forEach(journal -> {
            journal.phases().register(migration.name());
            journal.definitions().loaded("migration", migration.file().toString(), migration.sha256());
        });
        if (migration.source() != null) {
            bind(migration.name() + ".source", migration.source().sql());
        }
        if (migration.target() != null) {
            bind(migration.name() + ".target", migration.target().sql());
            bindDatabase(migration.name() + ".target-database", migration.target());
        }
        if (migration.landingZone() != null) {
            // By name in an endpoint's options, never as text; empty where there is none.
            bind(migration.name() + ".landing-zone-password", migration.landingZone().password());
            bind(migration.name() + ".landing-zone-passphrase", migration.landingZone().passphrase());
        }
        mbeans.ifAvailable(all -> all.show(migration.name()));
    }

    private void bind(String name, Secret secret) {
        camel.getRegistry().bind(name, String.class, secret == null ? "" : secret.reveal());
    }

    /** For what is asked of the migrated database itself, and not of its server. */
    private void bindDatabase(String name, Target target) {
        if (target.sql() != null) {
            bind(name, new SqlServer(name, target.sql()), target.database());
        }
    }

    private void bind(String name, SqlLogin login) {
        if (login != null) {
            bind(name, new SqlServer(name, login), null);
        }
    }

    /** An endpoint keeps the data source it was made with: it is one that always asks for the login as it is now. */
    private void bind(String name, SqlServer instance, String database) {
        camel.getRegistry().bind(name, SqlServer.class, instance);
        if (database != null) {
            databases.put(name, database);
        }
        camel.getRegistry().bind(name, DataSource.class, new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                SqlServer now = camel.getRegistry().lookupByNameAndType(name, SqlServer.class);
                String in = databases.get(name);
                return (in == null ? now.dataSource() : now.dataSource(in)).getConnection();
            }

            @Override
            public Connection getConnection(String username, String password) throws SQLException {
                throw new SQLFeatureNotSupportedException(name + " has the login of its migration file.");
            }
        });
    }
}
