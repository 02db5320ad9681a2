package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.halomigration.FailureMode;
import org.halomigration.FailureModes;
import org.halomigration.journal.Finding;
import org.halomigration.migration.Refused;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.Rows;
import org.halomigration.sandbox.World;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A copy for the customer's tests at any time: muted and checked before anybody can reach it, never anybody else's database, gone on command. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class UatRunsBesideTheMigration extends Scenario {
    private static final String UAT_DATABASE = World.TARGET_DATABASE + "_uat";
    private static final String MUTING = UAT_DATABASE + "_muting";

    private Path statements;

    @Override
    void begin(Path directory) throws Exception {
        world = new World(directory, "acme", TICKETS);
        Path routes = copy(Path.of("routes"), directory.resolve("routes"));
        statements = routes.resolve("sql/sqlserver");
        world.onPremises.start();
        product = Product.start(world, "--halo.routes=" + routes);
    }

    private static Path copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(file, there);
                }
            }
        }
        return to;
    }

    @Override
    void play() throws Exception {
        assertThatThrownBy(() -> product.operations().uat("acme", "operator")).isInstanceOf(Refused.class).hasMessageContaining("no full backup has landed");
        seed();
    }

    private void at(String sql) throws Exception {
        try (Connection connection = world.onTarget(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count(String kind) {
        return product.target().events().ofKind("acme", kind).size();
    }

    private void awaitAnother(String kind, Asked asked) throws Exception {
        int before = count(kind);
        asked.ask();
        product.awaitThat(kind, () -> count(kind) > before);
    }

    private interface Asked {
        void ask() throws Exception;
    }

    private void invoke(String operation, Object... arguments) throws Exception {
        String[] types = Stream.of(arguments).map(argument -> argument.getClass().getName()).toArray(String[]::new);
        ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("org.halomigration:type=Migration,name=\"acme\""), operation, arguments, types);
    }

    private List<String> failed() {
        return product.operations().findings("acme").stream().filter(line -> line.startsWith("target: failed")).toList();
    }

    @Test
    @Order(1)
    void somebodyElsesDatabaseIsNotTouched() throws Exception {
        at("CREATE DATABASE [" + UAT_DATABASE + "]");
        awaitAnother("uat.failed", () -> product.operations().uat("acme", "operator"));
        assertThat(failed()).anyMatch(line -> line.contains("that this product did not make. It is not touched."));
        assertThat(targetState(UAT_DATABASE)).containsEntry("state_desc", "ONLINE");
        at("DROP DATABASE [" + UAT_DATABASE + "]");
    }

    @Test
    @Order(2)
    @FailureMode(number = 27, failure = "A UAT copy could still mail people, or its integrator and its synchronisations could still run", noticed = "check-muted.sql, asked after mute-uat.sql and before anybody can reach the copy",
            says = "The UAT copy is not muted: mailbox …. It is not served. Add what is missing to routes/sql/sqlserver/mute-uat.sql, and ask for UAT again.")
    void aCopyThatIsNotMutedIsNeverServed() throws Exception {
        Path mute = statements.resolve("mute-uat.sql");
        String right = Files.readString(mute);
        Files.writeString(mute, right.replace("UPDATE dbo.MAILBOX SET enabled = 0;", ""));
        awaitAnother("uat.failed", () -> product.operations().uat("acme", "operator"));
        assertThat(failed()).anyMatch(line -> line.contains("The UAT copy is not muted: mailbox person1@support.example") && FailureModes.says(line));
        assertThat(targetState(UAT_DATABASE)).isEmpty();
        assertThat(targetState(MUTING)).containsEntry("state_desc", "ONLINE");
        assertThat(world.tested.running()).isFalse();
        Files.writeString(mute, right);
        // What is left may also stand in the middle of its restore.
        at("BACKUP LOG [" + MUTING + "] TO DISK = N'G:\\Backup\\left.trn' WITH NORECOVERY");
        assertThat(targetState(MUTING)).containsEntry("state_desc", "RESTORING");
    }

    @Test
    @Order(3)
    void theNextOneIsMadeAnewAndServed() throws Exception {
        awaitAnother("uat.served", () -> invoke("uat"));
        assertThat(failed()).isEmpty();
        assertThat(targetState(MUTING)).isEmpty();
        assertThat(targetState(UAT_DATABASE)).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "MULTI_USER").containsEntry("is_read_only", false);
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("state_desc", "RESTORING");
        assertThat(world.tested.running()).isTrue();
        assertThat(product.target().sql().sql("SELECT kind FROM event WHERE kind LIKE 'uat.%' ORDER BY id DESC LIMIT 12").query(String.class).list())
                .containsExactly("uat.served", "uat.healthy", "uat.renamed", "uat.read", "uat.checked", "uat.muted", "uat.recovered", "uat.restored", "uat.restored", "uat.restored",
                        "uat.started", "uat.asked");
        Rows source = Rows.onSource(world);
        Rows copy = Rows.onTarget(world, UAT_DATABASE);
        assertThat(copy.tables()).containsEntry("dbo.FAULTS", source.tables().get("dbo.FAULTS")).doesNotContainEntry("dbo.MAILBOX", source.tables().get("dbo.MAILBOX"));
        // A RESTORE of the copy is none of the migration's.
        assertThat(product.target().sql().sql("SELECT DISTINCT database_name FROM restore").query(String.class).list()).containsExactly(World.TARGET_DATABASE);
    }

    @Test
    @Order(4)
    void theCustomerGetsAReportWithAForecastAndSignsOff() throws Exception {
        assertThatThrownBy(() -> product.operations().uatSignOff("acme", " ")).isInstanceOf(Refused.class);
        invoke("uatSignOff", "Jane Doe");
        Path report = newest("json");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/report/sets/full").asInt()).isEqualTo(1);
        assertThat(json.at("/report/sets/log").asInt()).isEqualTo(1);
        assertThat(json.at("/report/checks")).extracting(check -> check.path("severity").asText()).containsExactly("ok", "ok");
        assertThat(json.at("/report/forecast/parts")).hasSize(4);
        long sum = 0;
        for (JsonNode part : json.at("/report/forecast/parts")) {
            sum += part.path("millis").asLong();
        }
        assertThat(json.at("/report/forecast/millis").asLong()).isEqualTo(sum);
        assertThat(json.path("signedBy").asText()).isEqualTo("Jane Doe");
        assertThat(Files.readString(newest("txt"))).contains("signed off", "by Jane Doe", "Forecast of the cutover", "taking the last backup and sending it");
    }

    private Path newest(String suffix) throws Exception {
        try (Stream<Path> files = Files.list(world.directory.resolve("evidence/acme/1"))) {
            return files.filter(file -> file.getFileName().toString().matches("uat-\\d+\\." + suffix)).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    @Test
    @Order(5)
    void aRepeatTakesThePlaceOfTheFormerAndHasWhatCameSince() throws Exception {
        sendAnother("LOG");
        Map<String, String> before = Rows.onTarget(world, UAT_DATABASE).tables();
        awaitAnother("uat.served", () -> product.operations().uat("acme", "operator"));
        assertThat(Rows.onTarget(world, UAT_DATABASE).tables().get("dbo.FAULTS")).isNotEqualTo(before.get("dbo.FAULTS")).isEqualTo(Rows.onSource(world).tables().get("dbo.FAULTS"));
        assertThatThrownBy(() -> product.operations().uat("nobody", "operator")).isInstanceOf(Refused.class);
        // As after a kill when it had just got its name: it is served, and not made again.
        int made = count("uat.started");
        awaitAnother("uat.served", () -> product.target().sql().sql("UPDATE uat SET state = 'renamed' WHERE id = (SELECT MAX(id) FROM uat)").update());
        assertThat(count("uat.started")).isEqualTo(made);
    }

    @Test
    @Order(6)
    void theScheduleAsksForOneToo() throws Exception {
        // Once, in a moment: the sheet is read before that.
        String soon = LocalDateTime.now().plusSeconds(10).format(DateTimeFormatter.ofPattern("s m H d M '?' yyyy"));
        awaitAnother("uat.served", () -> {
            world.edit(sheet -> sheet.replace("schedule: {collect", "schedule: {uat: \"" + soon + "\", collect"));
            world.sheet();
        });
        assertThat(product.target().sql().sql("SELECT asked_by FROM uat ORDER BY id DESC LIMIT 1").query(String.class).single()).isEqualTo("schedule");
    }

    @Test
    @Order(7)
    void itIsDroppedOnCommandAndTheFilesStay() throws Exception {
        awaitAnother("uat.dropped", () -> invoke("uatDrop"));
        assertThat(targetState(UAT_DATABASE)).isEmpty();
        assertThat(world.tested.running()).isFalse();
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("state_desc", "RESTORING");
        assertThatThrownBy(() -> product.operations().uatDrop("acme", "operator")).isInstanceOf(Refused.class).hasMessageContaining("no UAT copy of acme to drop");
        assertThatThrownBy(() -> product.operations().uatSignOff("acme", "Jane Doe")).isInstanceOf(Refused.class);
        try (Stream<Path> landed = Files.list(world.landing)) {
            assertThat(landed.filter(file -> file.toString().matches(".*\\.(bak|trn)"))).hasSize(4);
        }
        assertThat(product.target().findings().open("acme")).noneMatch(open -> open.finding().check().equals("uat") && open.finding().severity() != Finding.Severity.OK);
    }
}
