package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Migrations;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The main thing: a database with its full, differential, logs and tail is the same on the target, and Halo works there. */
abstract class AMigrationGoesLive extends Scenario {
    /** A file name from outside, which a page must not take for more than a name. */
    private static final String EVIL = "<img src=x onerror=alert(1)>.trn";
    private static final String PASSWORD = "a password for this run alone";
    private static final String TOKEN = "5c0f0c6e1f7b4d0ba53c4a1d2e3f405162738495a6b7c8d9";

    private final LogText log = new LogText();
    private Pages pages;
    private String pagesOnTheWay = "";

    @Override
    void begin(Path directory) throws Exception {
        world = new World(directory, "acme", TICKETS);
        world.onPremises.start();
        product = Product.start(world, "--halo.tokens[0].name=night-watch", "--halo.tokens[0].role=operator", "--halo.tokens[0].sha256=" + sha256(TOKEN.getBytes()),
                "--halo.web.password=" + PASSWORD);
        pages = new Pages(product, TOKEN);
        log.listen();
    }

    @Override
    void play() throws Exception {
        seed();
        sendAnother("LOG", EVIL);
        pagesOnTheWay = pages.everyPage();
        world.halo.work(10);
        cutover();
        product.awaitPhase(Phase.LIVE);
    }

    @Override
    @AfterAll
    void end() throws Exception {
        log.close();
        super.end();
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(1, "is_in_standby");
    }

    @Test
    void everyReceiptHasBeenTakenIn() throws Exception {
        product.awaitThat("the landing zone holds no answer", () -> {
            try (Stream<Path> answers = Files.list(world.landing.resolve("to-source"))) {
                return answers.noneMatch(answer -> answer.toString().endsWith(".json"));
            }
        });
        assertThat(product.source().sql().sql("SELECT DISTINCT state FROM backup_set").query(String.class).list()).containsExactly("restored");
        assertThat(product.source().messages().undelivered("acme")).isEmpty();
        assertThat(product.target().messages().undelivered("acme")).isEmpty();
    }

    @Test
    void eachSetIsRestoredOnceAndOnlyBackupsThatAreNeeded() {
        assertThat(product.target().sql().sql("SELECT type FROM restore WHERE outcome = 'succeeded' ORDER BY id").query(String.class).list())
                .containsExactly("full", "differential", "log", "log", "log");
        assertThat(product.target().sql().sql("SELECT COUNT(*) FROM restore WHERE outcome <> 'succeeded'").query(Integer.class).single()).isZero();
    }

    @Test
    void theCutoverHappensInItsOrder() {
        assertThat(product.source().sql().sql("SELECT kind FROM event WHERE kind LIKE 'cutover.%' AND kind <> 'cutover.proved' ORDER BY id").query(String.class).list())
                .containsExactly("cutover.started", "cutover.stopped", "cutover.frozen", "cutover.confirmed");
        assertThat(product.target().sql().sql("SELECT kind FROM event WHERE kind LIKE 'cutover.%' ORDER BY id").query(String.class).list())
                .containsExactly("cutover.gate", "cutover.recovered", "cutover.proved", "cutover.opened", "cutover.started", "cutover.healthy");
    }

    @Test
    void everyHealthCheckHasSaidYes() {
        assertThat(product.target().sql().sql("SELECT DISTINCT check_id FROM finding WHERE severity = 'ok' AND until IS NULL").query(String.class).list())
                .contains("check-agent-app", "check-portal", "check-email-in", "check-email-out", "check-integrator", "verdict", "proof");
    }

    @Test
    void journalsNameEveryFileThatRan() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                expected.put((file.toString().endsWith(".sql") ? "statement " : "route ") + file, sha256(file));
            }
        }
        Path sheet = world.directory.resolve("migrations/acme.yaml");
        expected.put("migration " + sheet, sha256(sheet));
        for (Journal journal : List.of(product.source(), product.target())) {
            Map<String, String> found = new TreeMap<>();
            journal.sql().sql("SELECT kind, file, sha256 FROM definition ORDER BY id").query(row -> {
                found.put(row.getString(1) + " " + row.getString(2), row.getString(3));
            });
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void noSecretIsToldToAnyone() throws Exception {
        List<String> secrets = secrets(world);
        assertThat(log.text()).contains("phase verifying → live");
        tellsNothing("the log", log.text(), secrets);
        tellsNothing("JMX", jmx(product), secrets);
        for (Journal journal : List.of(product.source(), product.target())) {
            tellsNothing("the " + journal.role() + "'s journal", String.join("\n", journal.sql().sql("SCRIPT").query(String.class).list()), secrets);
        }
        for (String directory : List.of("evidence", "sftp/root")) {
            try (Stream<Path> files = Files.walk(world.directory.resolve(directory))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    tellsNothing(file.toString(), Files.readString(file), secrets);
                }
            }
        }
        tellsNothing("the pages", pagesOnTheWay + pages.everyPage(), secrets);
        tellsNothing("the metrics", pages.get("/actuator/prometheus"), secrets);
        tellsNothing("the support bundle", supportBundle(), secrets);
        tellsNothing("the files that were read", migrationsAsText(), secrets);
    }

    /** What a record says of itself, such as in a debugger, a heap dump's summary or a careless log line. */
    private String migrationsAsText() {
        String text = product.application().getBean(Migrations.class).find("acme").orElseThrow().toString();
        assertThat(text).contains("acme");
        return text;
    }

    @Test
    void aFileNameFromOutsideStaysAName() throws Exception {
        assertThat(product.target().sql().sql("SELECT COUNT(*) FROM event WHERE text LIKE '%<img src=x%'").query(Integer.class).single()).isPositive();
        assertThat(pagesOnTheWay + pages.everyPage()).contains("acme").doesNotContain("<img");
    }

    @Test
    void theSupportBundleHasWhatSupportNeeds() throws Exception {
        assertThat(supportBundle())
                .contains("versions.json", "\"springBoot\" : \"3.", "\"camel\" : \"4.")
                .contains("configuration.json", "\"halo.web.password\" : \"***\"", "\"halo.tick\"")
                .contains("source/journal.json", "target/journal.json", "phase verifying → live", "\"actor\" : \"operator\"")
                .contains("source/findings.json", "problems.json");
    }

    @Test
    void dashboardsAndAlertsAskForSeriesThatAreThere() throws Exception {
        Map<String, Set<String>> exported = Expressions.exported(pages.get("/actuator/prometheus"));
        assertThat(exported).containsKeys("transfer_bytes_total", "camel_exchanges_total", "jvm_memory_used_bytes");
        Map<String, String> expressions = Expressions.shipped();
        assertThat(expressions).hasSizeGreaterThan(30).containsKeys("alerts.yml: TargetIsNotHeard", "migrations.json: $migration", "engine.json: Memory A");

        assertThat(Expressions.missing(expressions, exported)).isEmpty();
        assertThat(Expressions.missing(Map.of("a wrong one", "sum by (role) (rate(no_such_total{a=\"b\"}[5m])) > 0 and on (x) up", "a wrong label", "backup_sets{nobody=~\"x\"}"), exported)).hasSize(2);
    }

    @Test
    void everySeriesOfTheProductIsDocumentedAndSaysWhatHappened() throws Exception {
        String scrape = pages.get("/actuator/prometheus");
        List<String> own = Expressions.exported(scrape).keySet().stream().filter(name -> name.matches("(transfer|backup|restore|receipt|migration)_.*")).toList();
        String documented = Files.readString(Path.of("docs/metrics.md"));
        assertThat(own).hasSize(14).allSatisfy(name -> assertThat(documented).contains("`" + name));
        long bytes = product.source().sql().sql("SELECT SUM(bytes) FROM transfer").query(Long.class).single();
        assertThat(Pages.value(scrape, "transfer_bytes_total{migration=\"acme\"}")).isEqualTo(bytes);
        assertThat(Pages.value(scrape, "restore_seconds_count{migration=\"acme\"}")).isEqualTo(5);
        assertThat(Pages.value(scrape, "migration_phase{migration=\"acme\",phase=\"live\",role=\"target\"}")).isEqualTo(1);
        assertThat(Pages.value(scrape, "migration_findings{migration=\"acme\",role=\"target\",severity=\"failed\"}")).isZero();
        assertThat(Pages.value(scrape, "backup_sets{migration=\"acme\",role=\"source\",state=\"restored\"}")).isEqualTo(5);
        assertThat(Pages.value(scrape, "migration_downtime_seconds{migration=\"acme\",role=\"source\"}")).isPositive();
        assertThat(Pages.value(scrape, "backup_age_seconds{migration=\"acme\",role=\"source\"}")).isPositive();
        assertThat(Pages.value(scrape, "receipt_wait_seconds{migration=\"acme\"}")).isZero();
    }

    @Test
    void logLinesSayWhichMigrationAttemptSetAndRouteTheyAreAbout() {
        String full = product.target().sql().sql("SELECT set_id FROM restore WHERE type = 'full'").query(String.class).single();
        for (String route : List.of("send-queued", "announce", "restore", "receive", "receipts")) {
            assertThat(log.contexts()).as(route).anySatisfy(context -> assertThat(context)
                    .containsEntry("migration", "acme").containsEntry("correlation", "acme/1").containsEntry("set", full).containsEntry("camel.routeId", route));
        }
    }

    private String supportBundle() throws Exception {
        StringBuilder text = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(pages.bytes("/support-bundle")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                text.append(entry.getName()).append('\n').append(new String(zip.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
            }
        }
        return text.toString();
    }

    private static void tellsNothing(String where, String text, List<String> secrets) {
        for (String secret : secrets) {
            assertThat(text.contains(secret)).as(where + " has the secret that begins with " + secret.substring(0, 4)).isFalse();
        }
    }

    private static List<String> secrets(World world) throws Exception {
        List<String> secrets = new ArrayList<>(List.of(world.password(), world.checker.password(), world.hosted.clientSecret(), TOKEN, sha256(TOKEN.getBytes()), PASSWORD));
        Files.readAllLines(world.sftp.privateKey()).stream().filter(line -> line.length() > 40).forEach(secrets::add);
        return secrets;
    }

    /** Every attribute of every Camel part and of the product's own. */
    private static String jmx(Product product) throws Exception {
        MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
        StringBuilder text = new StringBuilder();
        List<ObjectName> names = new ArrayList<>(jmx.queryNames(new ObjectName("org.apache.camel:context=" + product.camel().getManagementName() + ",*"), null));
        names.addAll(jmx.queryNames(new ObjectName("org.halomigration:*"), null));
        assertThat(names).hasSizeGreaterThan(200).anyMatch(name -> name.getDomain().equals("org.halomigration"));
        for (ObjectName name : names) {
            text.append(name).append('\n');
            for (MBeanAttributeInfo attribute : jmx.getMBeanInfo(name).getAttributes()) {
                try {
                    Object value = jmx.getAttribute(name, attribute.getName());
                    text.append(value instanceof Object[] values ? List.of(values) : value).append('\n');
                } catch (Exception e) {
                    text.append(e.getMessage()).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String sha256(Path file) throws Exception {
        return sha256(Files.readAllBytes(file));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
