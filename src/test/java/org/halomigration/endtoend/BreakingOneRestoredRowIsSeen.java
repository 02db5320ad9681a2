package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Rows;
import org.halomigration.sandbox.World;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One row that is not as it was, past all logs and backups: the target stays shut, and the way back is open. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class BreakingOneRestoredRowIsSeen extends Scenario {
    private Rows before;

    @Override
    void play() throws Exception {
        seed();
        product.target().events().listen(event -> {
            if (event.kind().equals("cutover.recovered")) {
                world.target.directly(World.TARGET_DATABASE, "UPDATE FAULTS SET symptom = 'tampered' WHERE faultid = 7");
            }
        });
        before = Rows.onSource(world);
        cutover();
        product.awaitThat("the proof is refused", () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains("source and target differ")));
    }

    @Test
    @Order(1)
    void theFindingNamesTheTableAndTheWayOut() throws Exception {
        assertThat(product.operations().findings("acme"))
                .anyMatch(line -> line.startsWith("target: failed: source and target differ: Table dbo.FAULTS has the expected number of rows, but other content.")
                        && line.endsWith("Do not go live. Back out: the source is untouched."));
        assertThat(proof(1).path("differences")).hasSize(1);
        assertThat(proof(1).path("differences").get(0).asText()).contains("dbo.FAULTS");
        Path text = world.directory.resolve("evidence/acme/1/target.txt");
        product.awaitThat("the evidence says so to people", () -> Files.readString(text).contains("DIFFERS        dbo.FAULTS: "));
    }

    @Test
    @Order(2)
    void theTargetIsNotOpened() throws Exception {
        Map<String, Object> state = targetState(World.TARGET_DATABASE);
        assertThat(state).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "RESTRICTED_USER");
        assertThat(product.target().events().ofKind("acme", "cutover.proved")).isEmpty();
        assertThat(product.target().events().ofKind("acme", "cutover.opened")).isEmpty();
        assertThat(product.phase(product.target())).isEqualTo(Phase.CUTTING_OVER);
        assertThat(product.source().events().ofKind("acme", "phase.live")).isEmpty();
        assertThat(world.hosted.running()).isFalse();
    }

    @Test
    @Order(3)
    void backoutWorksFromThere() throws Exception {
        backOut(1);
        assertSourceServes(before);
        assertThat(targetState(World.TARGET_DATABASE)).isEmpty();
        assertThat(targetState(World.TARGET_DATABASE + "_backed_out_1")).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "SINGLE_USER");
    }
}
