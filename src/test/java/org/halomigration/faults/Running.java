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
import org.awaitility.core.ConditionTimeoutException;
import org.halomigration.FailureModes;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Findings.Open;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Migrations;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * The product on a small world that stands by, for tests in which something goes wrong: one for all of them, as starting it takes longer
 * than most of them. Each puts right what it broke, and begins when nothing of another one's is left to be dealt with.
 */
final class Running implements ExtensionContext.Store.CloseableResource {
    /** For a machine that is busy with something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    final World world;
    final Product product;
    final Path migrations;
    final Path routes;
    private final Path home;

    /** Hands the one that runs to a test's constructor or methods, and lets it calm down before each test; it ends with the last one. */
    static final class Resolver implements ParameterResolver, BeforeEachCallback {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Running.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return running(test);
        }

        @Override
        public void beforeEach(ExtensionContext test) {
            running(test).calm();
        }

        private static Running running(ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Running.class))
                    .getOrComputeIfAbsent(Running.class, type -> start(), Running.class);
        }
    }

    private Running(Path home) throws Exception {
        this.home = home;
        world = new World(home, "acme", 200);
        routes = copy(Path.of("routes"), home.resolve("routes"));
        product = Product.start(world, "--halo.routes=" + routes, "--halo.pauses=100ms,200ms,500ms");
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

    /** Nothing is wrong, and all that was sent has its answer. */
    private void calm() {
        until("nothing is left of the test before; " + findings(source()) + findings(target()), () -> {
            boolean calm = findings(source()).isEmpty()
                    && findings(target()).isEmpty()
                    && left().isEmpty()
                    && open(source()) == 0
                    && open(target()) == 0;
            return calm ? this : null;
        });
    }

    private static int open(Journal journal) {
        return journal.sql()
                .sql("SELECT COUNT(*) FROM backup_set WHERE migration = 'acme' AND state NOT IN ('restored', 'refused')")
                .query(Integer.class)
                .single();
    }

    Migrations sheets() {
        return product.application().getBean(Migrations.class);
    }

    /** The files that are left out and why, as the application's health tells the operator. */
    @SuppressWarnings("unchecked")
    List<String> left() {
        Object files = product.application().getBean("files", HealthIndicator.class).health().getDetails().get("files");
        return files == null ? List.of() : (List<String>) files;
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

    /** What a test does to the world. */
    interface Step {
        void run() throws Exception;
    }

    /** Breaks something, asks, and puts it right, whatever the answer is. */
    <T> T whileBroken(Step breaking, Callable<T> question, Step repair) throws Exception {
        try {
            breaking.run();
            return question.call();
        } finally {
            repair.run();
        }
    }

    /** A backup that waits, and what is said of why. */
    record HeldUp(String file, Open finding) {}

    /** Takes a backup, and waits for the stage's finding that says all of these. */
    HeldUp heldUp(Journal journal, String stage, String... says) throws Exception {
        String file = log();
        return new HeldUp(file, finding(journal, "stage", Stream.concat(Stream.of(stage + ": "), Stream.of(says)).toArray(String[]::new)));
    }

    /** Its cause is gone. */
    void goesOn(Journal journal, HeldUp heldUp) throws Exception {
        ended(journal, heldUp.finding());
        restored(heldUp.file());
    }

    /** Deletes a route's file, until the route is gone. */
    void remove(Path file, String route) throws Exception {
        Files.delete(file);
        until("no route " + route, () -> product.camel().getRoute(route) == null ? file : null);
    }

    /** Waits for a finding of that check on acme that says all of these. */
    Open finding(Journal journal, String check, String... says) {
        return finding("acme", journal, check, says);
    }

    Open finding(String migration, Journal journal, String check, String... says) {
        try {
            return until("a finding of " + check + " that says " + List.of(says), () -> journal.findings().open(migration).stream()
                    .filter(open -> open.finding().check().equals(check) && Stream.of(says).allMatch(said(open.finding())::contains))
                    .findFirst()
                    .orElse(null));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " There is " + journal.findings().open(migration), e);
        }
    }

    /** Waits for a finding on a migration in the words of the running test's row in the table of failure modes. */
    Open said(String migration, Journal journal) {
        try {
            return until("a finding in the words of the table", () -> journal.findings().open(migration).stream().filter(open -> FailureModes.says(said(open.finding()))).findFirst().orElse(null));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " There is " + journal.findings().open(migration), e);
        }
    }

    /** The same for something that happened. */
    void heard(String migration, Journal journal) {
        try {
            until("an event in the words of the table", () -> events(migration, journal).stream().filter(FailureModes::says).findFirst().orElse(null));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " There is " + events(migration, journal), e);
        }
    }

    private static List<String> events(String migration, Journal journal) {
        return journal.sql().sql("SELECT text FROM event WHERE migration = ?").params(migration).query(String.class).list();
    }

    static String said(Finding finding) {
        return finding.detail() + " → " + finding.advice();
    }

    /** What stands now on acme and is not ok. */
    List<Finding> findings(Journal journal) {
        return findings("acme", journal);
    }

    /** What the checks before the migration have to say of this world has nothing to do with a fault. */
    List<Finding> findings(String migration, Journal journal) {
        return journal.findings().open(migration).stream()
                .map(Open::finding)
                .filter(finding -> finding.severity() != Finding.Severity.OK && !finding.check().startsWith("preflight"))
                .toList();
    }

    /** Waits until it no longer stands. It was told once, however often it was met. */
    void ended(Journal journal, Open open) {
        Finding finding = open.finding();
        await("no longer: " + finding).atMost(PATIENCE).until(() -> !findings(open.migration(), journal).contains(finding));
        Integer told = journal.sql()
                .sql("SELECT COUNT(*) FROM event WHERE migration = ? AND kind LIKE 'finding.%' AND at >= ? AND LOCATE(?, text) > 0")
                .params(open.migration(), open.since(), finding.detail())
                .query(Integer.class)
                .single();
        assertThat(told).as("how often it was told: " + finding).isEqualTo(1);
    }

    /** The backup has gone all the way: sent whole, restored, and nothing more than once. */
    void restored(String file) throws Exception {
        restored("acme", file);
        assertThat(world.landing.resolve(file)).hasSameBinaryContentAs(world.backups.resolve(file));
        nothingTwice();
    }

    void restored(String migration, String file) {
        try {
            until("restored: " + file, () -> {
                List<String> sets = source().sql().sql("SELECT set_id FROM transfer WHERE migration = ? AND landed_name = ?").params(migration, file).query(String.class).list();
                boolean all = sets.stream().allMatch(set -> "restored".equals(state(source(), migration, set)) && "restored".equals(state(target(), migration, set)));
                return all && !sets.isEmpty() ? sets : null;
            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(e.getMessage() + " There is " + findings(migration, source()) + findings(migration, target()), e);
        }
    }

    private static String state(Journal journal, String migration, String set) {
        return journal.sql().sql("SELECT state FROM backup_set WHERE migration = ? AND id = ?").params(migration, set).query(String.class).optional().orElse(null);
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
