package org.halomigration.migration;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
import org.halomigration.transfer.AnswerSize;
import org.halomigration.transfer.Receipts;
import org.halomigration.tsql.SqlServer;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The migrations that are configured now, by name: the bean {@code migrations} that the schedules ask. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final CamelContext camel;
    private final List<Journal> journals;
    private final ObjectProvider<MigrationMBeans> mbeans;
    private final Sheets sheets;
    private volatile Map<String, Migration> byName = Map.of();

    Migrations(HaloProperties halo, CamelContext camel, List<Journal> journals, ObjectProvider<MigrationMBeans> mbeans) {
        this.sheets = new Sheets(halo.migrations(), Role.valueOf(halo.role().toUpperCase(Locale.ROOT)), new SheetReader(System::getenv));
        this.camel = camel;
        this.journals = journals;
        this.mbeans = mbeans;
        journals.forEach(journal -> journal.shownThrough(sheets::mask));
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
            Receipts receipts = camel.getRegistry().lookupByNameAndType("receipts", Receipts.class);
            if (receipts != null) {
                camel.getRegistry().bind(migration.name() + ".answer-size", AnswerSize.class, new AnswerSize(receipts, migration.name()));
            }
        }
        mbeans.ifAvailable(all -> all.show(migration.name()));
    }

    private void bind(String name, Secret secret) {
        camel.getRegistry().bind(name, String.class, secret == null ? "" : secret.reveal());
    }

    /** For what is asked of the migrated database itself, and not of its server. */
    private void bindDatabase(String name, Target target) {
        if (target.sql() != null) {
            bind(name, new SqlServer(name, target.sql()).dataSource(target.database()));
        }
    }

    private void bind(String name, SqlLogin login) {
        if (login != null) {
            SqlServer instance = new SqlServer(name, login);
            camel.getRegistry().bind(name, SqlServer.class, instance);
            bind(name, instance.dataSource());
        }
    }

    /** An endpoint keeps the data source that it was made with: a changed login must reach it there. */
    private void bind(String name, DataSource now) {
        DelegatingDataSource bound = camel.getRegistry().lookupByNameAndType(name, DelegatingDataSource.class);
        if (bound == null) {
            camel.getRegistry().bind(name, DataSource.class, new DelegatingDataSource(now));
        } else {
            bound.setTargetDataSource(now);
        }
    }
}
