package org.halomigration.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sandbox.sftp.HeldAnswer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One migration, whose process is killed by SIGKILL again and again, each time a stage further: it loses nothing that it had recorded,
 * does nothing twice that must be done once, and goes live as if nothing had been.
 */
class KilledAtAnyMomentTest {
    private static final String NOWHERE = "nowhere";

    @TempDir
    Path directory;

    private World world;
    private MinaSftpServer sftp;
    /** What the killed processes have said to be committed. */
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        world = new World(directory, "acme", 300);
        sftp = (MinaSftpServer) world.sftp;
        world.onPremises.start();
        world.backup("FULL");
        world.halo.work(20);
        world.backup("DIFF");
        world.halo.work(20);
        world.backup("LOG");
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    @Timeout(600)
    void reachesTheSameEndWithEachSetRestoredOnce() throws Exception {
        killAt("source collect.found");
        killWhile("the full backup is on its way", sftp.holdWrite(".bak.part"));
        killWhile("it has its final name, of which the product has not heard", sftp.holdRename(".bak"));
        killAt("source push.sent");
        killAt("target receive.verified");
        killWhileRestoring();
        killAt("target restore.done");
        killAtCutover();
        killAt("source cutover.frozen");
        killAt("target cutover.recovered");
        killAt("target cutover.started");
        killWhileVerifying();
        killAt("target cutover.healthy");
        try (ProductProcess product = ProductProcess.start(world, NOWHERE)) {
            // The target says so first; the killed process may have said so already.
            if (said.stream().noneMatch(row -> row.startsWith("source phase.live "))) {
                product.awaitHappened("source phase.live");
            }
            survived(product.kill());
        }
        theEndIsTheSame();
        assertThat(said).hasSizeGreaterThan(30).noneMatch(row -> row.contains("CamelContext is stopped") || row.contains("is not loaded"));
    }

    private void killAt(String event) throws Exception {
        try (ProductProcess product = ProductProcess.start(world, event)) {
            product.awaitHeld();
            survived(product.kill());
        }
    }

    private void killWhile(String what, HeldAnswer answer) throws Exception {
        try (answer;
                ProductProcess product = ProductProcess.start(world, NOWHERE)) {
            product.awaitThat(what, answer::reached);
            survived(product.kill());
        }
    }

    private void killWhileRestoring() throws Exception {
        world.target.pace(Duration.ofMillis(500));
        try (ProductProcess product = ProductProcess.start(world, NOWHERE)) {
            product.awaitHappened("target restore-full.progress");
            survived(product.kill());
        } finally {
            world.target.pace(Duration.ZERO);
        }
    }

    private void killAtCutover() throws Exception {
        try (ProductProcess product = ProductProcess.start(world, "source phase.cutting-over")) {
            product.awaitHappened("source phase.standing-by");
            world.halo.work(10);
            product.cutover();
            product.awaitHeld();
            survived(product.kill());
        }
    }

    private void killWhileVerifying() throws Exception {
        world.hosted.breaks(Fault.SLOW);
        int before = world.hosted.visits();
        try (ProductProcess product = ProductProcess.start(world, NOWHERE)) {
            product.awaitThat("a health check waits for its answer", () -> world.hosted.visits() > before);
            survived(product.kill());
        } finally {
            world.hosted.heals();
        }
    }

    private void survived(List<String> rows) throws IOException {
        said.addAll(rows);
        try (Journal source = journal("source");
                Journal target = journal("target")) {
            List<String> kept = new ArrayList<>(rows(source));
            kept.addAll(rows(target));
            assertThat(kept).containsAll(said);
            assertThat(target.sql()
                            .sql("SELECT set_id FROM restore WHERE outcome = 'succeeded' GROUP BY database_name, attempt, set_id HAVING COUNT(*) > 1")
                            .query(String.class)
                            .list())
                    .as("sets that were restored twice")
                    .isEmpty();
        }
        try (Stream<Path> landed = Files.list(world.landing)) {
            for (Path file : landed.filter(path -> path.toString().matches(".*\\.(bak|trn)")).toList()) {
                assertThat(Files.mismatch(file, world.backups.resolve(file.getFileName()))).as(file + " and its source differ at byte").isEqualTo(-1);
            }
        }
    }

    private void theEndIsTheSame() throws Exception {
        JsonNode proof = new ObjectMapper().readTree(directory.resolve("evidence/acme/1/proof.json").toFile());
        assertThat(proof.path("differences")).isEmpty();
        assertThat(proof.path("source").path("tables")).isNotEmpty();
        assertThat(proof.path("target").path("tables")).isEqualTo(proof.path("source").path("tables"));
        try (Journal source = journal("source");
                Journal target = journal("target")) {
            assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.LIVE);
            assertThat(target.phases().of("acme").phase()).isEqualTo(Phase.LIVE);
            List<String> sets = target.sql().sql("SELECT id FROM backup_set WHERE state = 'restored'").query(String.class).list();
            assertThat(sets).as("full, differential, log and tail").hasSize(4);
            assertThat(target.sql()
                            .sql("SELECT set_id FROM restore WHERE outcome = 'succeeded' AND attempt = 1 AND database_name = ?")
                            .params(World.TARGET_DATABASE)
                            .query(String.class)
                            .list())
                    .containsExactlyInAnyOrderElementsOf(sets);
            assertThat(source.sql().sql("SELECT id FROM backup_set WHERE state = 'restored'").query(String.class).list())
                    .containsExactlyInAnyOrderElementsOf(sets);
            assertThat(restoredByTheServer()).containsExactlyInAnyOrderElementsOf(sets);
        }
    }

    /** As msdb has it: a set that was restored twice is there twice. */
    private List<String> restoredByTheServer() throws Exception {
        List<String> sets = new ArrayList<>();
        String query = Files.readString(Path.of("routes/sql/sqlserver/restore-history.sql")).replace(":#database", "?");
        try (var connection = world.onTarget();
                var statement = connection.prepareStatement(query)) {
            statement.setString(1, World.TARGET_DATABASE);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    sets.add(rows.getString("BackupSetGUID"));
                }
            }
        }
        return sets;
    }

    private Journal journal(String role) {
        return new Journal(role, world.journal(), Clock.systemUTC());
    }

    private static List<String> rows(Journal journal) {
        return journal.sql()
                .sql("SELECT kind, COALESCE(set_id, '-') AS id, text FROM event")
                .query((row, n) -> HeldProduct.line(journal.role(), row.getString("kind"), row.getString("id"), row.getString("text")))
                .list();
    }
}
