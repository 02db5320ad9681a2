package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.sandbox.World;
import org.halomigration.transfer.Json;
import org.halomigration.transfer.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --migration} in a process of its own, against SQL Servers: what it prints is what leads there. */
class PlansWhatHasLandedTest {
    @TempDir
    Path directory;

    private World world;

    @BeforeEach
    void build() throws Exception {
        world = new World(directory.resolve("world"), "acme", 20);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void andWhatItPrintsRuns() throws Exception {
        land(world.backup("FULL"));
        land(world.backup("LOG"));
        world.halo.work(3);
        String second = copy(world.backup("LOG"));

        Called called = plan("--json");
        assertThat(called.code()).as(called.err()).isZero();
        JsonNode plan = called.plan();
        assertThat(Called.values(plan.get("steps"), "type")).as("what no manifest names may still be arriving").containsExactly("full", "log");
        assertThat(plan.at("/steps/0/sql").asText()).contains("FROM DISK = N'E:\\landing\\acme\\").contains("MOVE ").contains("TO N'F:\\Data\\acme_halo.mdf'").contains("TO N'L:\\Log\\acme_halo_log.ldf'");
        run(Called.values(plan.get("steps"), "sql"));

        Called again = plan("--json");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.plan().get("steps")).isEmpty();
        assertThat(again.err()).contains("acme_halo holds everything up to LSN " + plan.at("/steps/1/lastLsn").asText());

        manifest(second);
        JsonNode more = plan("--json").plan();
        assertThat(Called.values(more.get("steps"), "type")).containsExactly("log");
        run(Called.values(more.get("steps"), "sql"));
        run(List.of(more.at("/recovery/sql").asText()));

        Called online = plan();
        assertThat(online.code()).isEqualTo(ExitCode.FAILED);
        assertThat(online.out()).contains("acme_halo is ONLINE; later backups cannot be applied to it.");
    }

    @Test
    void upToAPointInTimeInsideALog() throws Exception {
        land(world.backup("FULL"));
        world.halo.work(3);
        land(world.backup("LOG"));
        // A second of its own between the two logs, as headers tell times in seconds.
        LocalDateTime stop = LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).plusNanos(500_000_000);
        await().until(() -> LocalDateTime.now().isAfter(stop));
        world.halo.work(3);
        land(world.backup("LOG"));
        world.halo.work(3);
        land(world.backup("LOG"));
        Called called = plan("--json", "--stop-at", stop.toString());
        assertThat(called.code()).as(called.err()).isZero();
        JsonNode plan = called.plan();
        assertThat(Called.values(plan.get("steps"), "type")).containsExactly("full", "log", "log");
        assertThat(Called.values(plan.get("steps"), "sql").subList(1, 3)).allSatisfy(sql -> assertThat(sql).contains("STOPAT = N'" + stop.toString().substring(0, 19)));
        run(Called.values(plan.get("steps"), "sql"));
        run(List.of(plan.at("/recovery/sql").asText()));
        assertThat(plan().out()).contains("acme_halo is ONLINE");
    }

    @Test
    void saysWhatCannotBeLookedAt() throws Exception {
        land(world.backup("FULL"));
        String log = world.backup("LOG");
        land(log);
        Files.delete(world.landing.resolve(log));
        Path foreign = Files.writeString(world.landing.resolve("notes.bak"), "These are no backup.");
        manifest(foreign.getFileName().toString());
        Files.writeString(world.landing.resolve(UUID.randomUUID() + Manifest.SUFFIX), "{");
        Called called = plan();
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out())
                .contains("1 backup set to restore to acme_halo")
                .contains(log + " is named by the manifest but is not here.")
                .contains("E:\\landing\\acme\\notes.bak is left out: read-headers on acme.target failed with error 3241")
                .contains(".manifest.json cannot be read at line 1");
    }

    @Test
    void saysWhenTheServerCannotBeReached() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        world.edit(sheet -> sheet.replace(world.target.jdbcUrl(), "jdbc:sqlserver://127.0.0.1:" + closed + ";encrypt=false"));
        Called called = plan("--json");
        assertThat(called.code()).as(called.out() + called.err()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains("acme.target (127.0.0.1:" + closed).contains("does not answer").contains("Check that the service runs").doesNotContain(world.password());
    }

    @Test
    void saysWhatIsWrongWithTheMigration() throws Exception {
        Called unknown = plan("--migration", "acmee");
        assertThat(unknown.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(unknown.err()).contains("found 'acmee'. Did you mean acme?");
        world.edit(sheet -> sheet.replace("database: 'acme_halo'\n", "databse: 'acme_halo'\n"));
        Called wrong = plan();
        assertThat(wrong.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(wrong.err()).contains("acme.yaml:").contains("target.databse").contains("Did you mean database?");
        Called both = plan("--database", "Halo");
        assertThat(both.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(both.err()).contains("--database: expected with --headers only");
    }

    private Called plan(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dhalo.migrations=" + world.sheet(), "-cp",
                System.getProperty("java.class.path"), HaloMigrationApplication.class.getName(), "plan"));
        List<String> given = List.of(arguments);
        if (!given.contains("--migration")) {
            command.addAll(List.of("--migration", "acme"));
        }
        command.addAll(given);
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Called(process.waitFor(), out, Files.readString(err));
    }

    private void run(List<String> statements) throws SQLException {
        try (Connection connection = world.onTarget(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                boolean rows = statement.execute(sql);
                while (rows || statement.getUpdateCount() != -1) {
                    rows = statement.getMoreResults();
                }
            }
        }
    }

    private void land(String file) throws IOException {
        manifest(copy(file));
    }

    private String copy(String file) throws IOException {
        Files.copy(world.backups.resolve(file), world.landing.resolve(file));
        return file;
    }

    private void manifest(String file) throws IOException {
        Manifest manifest = new Manifest(
                Manifest.FORMAT, 1, UUID.randomUUID().toString(), "acme", 1, null, "unknown", null, null, null, false,
                List.of(new Manifest.LandedFile(file, null, Files.size(world.landing.resolve(file)), "0".repeat(64), 1)), null, OffsetDateTime.now());
        Files.writeString(world.landing.resolve(manifest.fileName()), Json.text(manifest));
    }
}
