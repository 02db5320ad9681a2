package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Findings.Open;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The product on a small world that stands by, for tests in which something goes wrong: one for all of them, as starting it takes longer
 * than most of them. Each puts right what it broke, and what it did must not show in another one's outcome.
 */
final class Running implements ExtensionContext.Store.CloseableResource {
    /** Longer than the longest pause that the engine leaves to a stage that has failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final World world;
    final Product product;
    final Path migrations;
    final Path routes;
    private final Path home;

    /** Hands the one that runs to a test's constructor or methods; it ends with the last test. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Running.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Running.class))
                    .getOrComputeIfAbsent(Running.class, type -> start(), Running.class);
        }
    }

    private Running(Path home) throws Exception {
        this.home = home;
        world = new World(home, "acme", 200);
        routes = copy(Path.of("routes"), home.resolve("routes"));
        product = Product.start(world, "--halo.routes=" + routes);
        migrations = world.sheet();
        String sheet = Files.readString(migrations.resolve("acme.yaml"));
        assertThat(sheet).contains("settle: 1s");
        // What msdb does not know is believed to be whole after thirty times that.
        Files.writeString(migrations.resolve("acme.yaml"), sheet.replace("settle: 1s", "settle: 100ms"));
        world.backup("FULL");
        product.awaitPhase(Phase.STANDING_BY);
    }

    private static Running start() {
        try {
            return new Running(Files.createTempDirectory("faults"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    MinaSftpServer sftp() {
        return (MinaSftpServer) world.sftp;
    }

    Journal source() {
        return product.source();
    }

    Journal target() {
        return product.target();
    }

    /** People work, and the customer's job backs it up. @return the file's name */
    String log() throws Exception {
        world.halo.work(3);
        return world.backup("LOG");
    }

    /** Waits for a finding of that check that says all of these. */
    Finding finding(Journal journal, String check, String... says) {
        return until("a finding of " + check + " that says " + List.of(says) + ", not only " + findings(journal), () -> journal.findings().open("acme").stream()
                .map(Open::finding)
                .filter(finding -> finding.check().equals(check) && Stream.of(says).allMatch(said(finding)::contains))
                .findFirst()
                .orElse(null));
    }

    static String said(Finding finding) {
        return finding.detail() + " → " + finding.advice();
    }

    /** What stands now and is not ok. */
    List<Finding> findings(Journal journal) {
        return journal.findings().open("acme").stream().map(Open::finding).filter(finding -> finding.severity() != Finding.Severity.OK).toList();
    }

    void ended(Journal journal, Finding finding) {
        await("no longer: " + finding).atMost(PATIENCE).until(() -> !findings(journal).contains(finding));
        assertThat(told(journal, finding)).as("how often it was told: " + finding).isEqualTo(1);
    }

    private int told(Journal journal, Finding finding) {
        return journal.sql()
                .sql("SELECT COUNT(*) FROM event WHERE migration = 'acme' AND kind LIKE 'finding.%' AND text LIKE '%' || ? || '%'")
                .params(finding.detail().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"))
                .query(Integer.class)
                .single();
    }

    /** The backup has gone all the way: sent whole, restored, and nothing more than once. */
    void restored(String file) throws Exception {
        String set = until("the set in " + file, () -> source().sql()
                .sql("SELECT set_id FROM transfer WHERE migration = 'acme' AND landed_name = ?")
                .params(file)
                .query(String.class)
                .optional()
                .orElse(null));
        await("restored: " + file + "; " + findings(source()) + findings(target()))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> "restored".equals(state(source(), set)) && "restored".equals(state(target(), set)));
        assertThat(world.landing.resolve(file)).hasSameBinaryContentAs(world.backups.resolve(file));
        nothingTwice();
    }

    private static String state(Journal journal, String set) {
        return journal.sql().sql("SELECT state FROM backup_set WHERE migration = 'acme' AND id = ?").params(set).query(String.class).optional().orElse(null);
    }

    /** The target server's own record has each set once, and no unfinished name is left in the landing zone. */
    void nothingTwice() throws Exception {
        try (var connection = world.onTarget();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT backup_set_id) FROM msdb.dbo.restorehistory WHERE destination_database_name = N'acme_halo'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(rows.getInt(2)).isPositive();
        }
        assertThat(target().sql()
                        .sql("SELECT set_id FROM restore WHERE migration = 'acme' AND outcome = 'succeeded' GROUP BY set_id HAVING COUNT(*) > 1")
                        .query(String.class)
                        .list())
                .isEmpty();
    }

    /** Waits until it answers something. */
    <T> T until(String what, Callable<T> question) {
        Object[] answer = new Object[1];
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> (answer[0] = question.call()) != null);
        @SuppressWarnings("unchecked")
        T found = (T) answer[0];
        return found;
    }

    /** The secrets of this world: none may be in a message. */
    List<String> secrets() throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            return files.map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    /** Everything that was ever said of the migration is free of secrets and of wrappers' words. */
    void nothingSaidThatShouldNot() throws Exception {
        for (Journal journal : List.of(source(), target())) {
            for (String text : journal.sql().sql("SELECT text FROM event UNION ALL SELECT detail || ' ' || COALESCE(advice, '') FROM finding").query(String.class).list()) {
                assertThat(text).doesNotContain(secrets().toArray(String[]::new)).doesNotContain("Exception:", "org.apache.camel", "org.springframework");
            }
        }
    }

    @Override
    public void close() throws Exception {
        product.close();
        world.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
