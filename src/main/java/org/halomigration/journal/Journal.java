package org.halomigration.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The record of everything that happened in one role: an H2 file database that a {@code kill -9} at any moment leaves whole. A process
 * that plays both roles keeps two, so that source and target never learn from each other but by the landing zone.
 */
public final class Journal implements AutoCloseable {
    private final String role;
    private final Clock clock;
    private final HikariDataSource dataSource;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Events events;
    private final Phases phases;
    private final Findings findings;
    private final Messages messages;
    private final Definitions definitions;
    private volatile UnaryOperator<String> shown = UnaryOperator.identity();

    /**
     * Opens, and on first use creates, the journal {@code <directory>/<role>}.
     *
     * @param role {@code source} or {@code target}
     */
    public Journal(String role, Path directory, Clock clock) {
        this.role = role;
        this.clock = clock;
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(role + "-journal");
        // WRITE_DELAY=0: a committed row is on the disk before the call returns; H2's default would lose the last half second to a kill.
        // retry: an interrupted thread, as at shutdown, closes the file under all others; H2 then opens it again.
        pool.setJdbcUrl("jdbc:h2:retry:" + directory.toAbsolutePath().resolve(role) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
        pool.setMaximumPoolSize(24);
        pool.setMinimumIdle(2);
        dataSource = new HikariDataSource(pool);
        Flyway.configure().dataSource(dataSource).locations("classpath:db/journal").load().migrate();
        sql = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        events = new Events(this);
        phases = new Phases(this);
        findings = new Findings(this);
        messages = new Messages(this);
        definitions = new Definitions(this);
    }

    public String role() {
        return role;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcClient sql() {
        return sql;
    }

    public Events events() {
        return events;
    }

    public Phases phases() {
        return phases;
    }

    public Findings findings() {
        return findings;
    }

    public Messages messages() {
        return messages;
    }

    public Definitions definitions() {
        return definitions;
    }

    /** What every text of an event or finding passes before it is kept and told: it takes out secrets that servers and commands repeat. */
    public void shownThrough(UnaryOperator<String> mask) {
        shown = mask;
    }

    String shown(String text) {
        return text == null ? null : shown.apply(text);
    }

    /** All or nothing: what {@code work} writes is committed together, or not at all when it throws. */
    public <T> T together(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }

    /** Now, in UTC and in the journal's own precision, so that a value read back equals the value written. */
    public OffsetDateTime now() {
        return OffsetDateTime.now(clock).withOffsetSameInstant(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
