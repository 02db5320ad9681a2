package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.halomigration.FailureModes;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.Rows;
import org.halomigration.sandbox.World;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A migration played through once, in {@link #play()}; the tests look at what it left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scenario {
    static final int TICKETS = 300;

    World world;
    Product product;

    @BeforeAll
    void playOnce(@TempDir Path directory) throws Exception {
        begin(directory);
        play();
        Coverage.played(getClass());
    }

    /** Builds the world and starts the product on it. */
    void begin(Path directory) throws Exception {
        world = new World(directory, "acme", TICKETS);
        world.onPremises.start();
        product = Product.start(world, settings());
    }

    /** What the product is started with beside what every scenario has. */
    String[] settings() {
        return new String[0];
    }

    /** Somebody's words in that kind of event are those of the running test's row in the table of failure modes. */
    final void said(Journal journal, String kind) {
        List<String> texts = journal.events().ofKind(world.migration, kind).stream().map(Event::text).toList();
        assertThat(texts).anyMatch(FailureModes::says);
    }

    abstract void play() throws Exception;

    @AfterAll
    void end() throws Exception {
        try {
            if (product != null) {
                Coverage.of(product);
                product.close();
            }
        } finally {
            world.close();
        }
    }

    /** Full, differential and a log, with work in between, until both sides stand by. */
    final void seed() throws Exception {
        world.backup("FULL");
        world.halo.work(20);
        world.backup("DIFF");
        world.halo.work(20);
        world.backup("LOG");
        product.awaitPhase(Phase.STANDING_BY);
    }

    /** One more backup, until the target has restored it. */
    final void sendAnother(String kind) throws Exception {
        sendAnother(() -> world.backup(kind));
    }

    /** As {@link #sendAnother(String)}, from a file of that name. */
    final void sendAnother(String kind, String file) throws Exception {
        sendAnother(() -> world.backup(kind, file));
    }

    private void sendAnother(Callable<String> backup) throws Exception {
        int before = product.restored();
        world.halo.work(5);
        backup.call();
        product.awaitThat("the next backup is restored", () -> product.restored() > before);
    }

    final void cutover() {
        product.operations().cutover(world.migration, "operator");
    }

    /** Asks for backout and waits until both sides have said that this attempt is backed out. */
    final void backOut(int attempt) {
        product.operations().backOut(world.migration, "operator");
        awaitBackedOut(attempt);
    }

    final void awaitBackedOut(int attempt) {
        product.awaitThat("both sides are backed out of attempt " + attempt,
                () -> happened(product.source(), "phase.backed-out", attempt) && happened(product.target(), "phase.backed-out", attempt));
    }

    final boolean happened(Journal journal, String kind, int attempt) {
        return journal.events().ofKind(world.migration, kind).stream().map(Event::attempt).anyMatch(number -> number == attempt);
    }

    final Map<String, Object> sourceState() throws Exception {
        try (Connection connection = world.onSource()) {
            return state(connection, world.names.source());
        }
    }

    final Map<String, Object> targetState(String database) throws Exception {
        try (Connection connection = world.onTarget()) {
            return state(connection, database);
        }
    }

    /** The row of sys.databases; empty when there is no such database. */
    private static Map<String, Object> state(Connection connection, String database) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT state_desc, user_access_desc, is_read_only, is_in_standby, page_verify_option_desc, recovery_model_desc "
                        + "FROM sys.databases WHERE name = N'" + World.quoted(database) + "'")) {
            Map<String, Object> state = new HashMap<>();
            if (row.next()) {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    state.put(row.getMetaData().getColumnLabel(i), row.getObject(i));
                }
            }
            return state;
        }
    }

    final JsonNode proof(int attempt) throws Exception {
        return new ObjectMapper().readTree(world.directory.resolve("evidence/acme/" + attempt + "/proof.json").toFile());
    }

    /** Whether the migration's proof reads the rows, or only counts them. */
    boolean readsContent() {
        return true;
    }

    /** Live on both sides, on databases that held the same rows, with the source frozen and only the hosted Halo at work. */
    final void assertLive(int attempt, String frozen) throws Exception {
        assertThat(product.phase(product.source())).isEqualTo(Phase.LIVE);
        assertThat(product.phase(product.target())).isEqualTo(Phase.LIVE);
        JsonNode proof = proof(attempt);
        assertThat(proof.path("differences")).isEmpty();
        assertThat(proof.path("source").path("tables")).hasSize(7).allSatisfy(table -> assertThat(table.hasNonNull("checksum")).isEqualTo(readsContent()));
        assertThat(proof.path("target").path("tables")).isEqualTo(proof.path("source").path("tables"));
        assertThat(sourceState()).containsEntry(frozen, true).doesNotContainEntry("user_access_desc", "MULTI_USER");
        assertThat(targetState(world.names.target()))
                .containsEntry("state_desc", "ONLINE")
                .containsEntry("user_access_desc", "MULTI_USER")
                .containsEntry("is_read_only", false)
                .containsEntry("page_verify_option_desc", "CHECKSUM");
        assertThat(world.onPremises.running()).isFalse();
        assertThat(world.hosted.running()).isTrue();
    }

    /** The customer works as before: online, open, writable, with the application at work and every row there. */
    final void assertSourceServes(Rows before) throws Exception {
        assertThat(sourceState())
                .containsEntry("state_desc", "ONLINE")
                .containsEntry("user_access_desc", "MULTI_USER")
                .containsEntry("is_read_only", false)
                .containsEntry("is_in_standby", false);
        assertThat(Rows.onSource(world)).isEqualTo(before);
        assertThat(world.onPremises.running()).isTrue();
        assertThat(world.hosted.running()).isFalse();
        assertThat(world.halo.work(5)).as("rows that could be written").isPositive();
    }
}
