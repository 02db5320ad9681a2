package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.halo.Fault;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two attempts that are given up at different places, and a third that goes live. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class BackingOutBringsTheSourceBack extends Scenario {

    @Override
    void play() throws Exception {
        seed();
    }

    @Test
    @Order(1)
    void rightAfterTheTail() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        product.source().events().listen(event -> {
            if (event.kind().equals("cutover.frozen") && once.compareAndSet(false, true)) {
                product.operations().backOut("acme", "operator");
            }
        });
        Rows before = Rows.onSource(world);
        cutover();
        awaitBackedOut(1);
        assertSourceServes(before);
        assertThat(happened(product.target(), "cutover.recovered", 1)).isFalse();
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("state_desc", "RESTORING");
    }

    @Test
    @Order(2)
    void withTheHostedHaloAtWorkButNotHealthy() throws Exception {
        nextAttempt(2, "LOG");
        world.hosted.breaks(Fault.PORTAL_FAILS);
        Rows before = Rows.onSource(world);
        cutover();
        product.awaitThat("the verdict is red", () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains("not healthy: check-portal")));
        assertThat(product.phase(product.target())).isEqualTo(Phase.VERIFYING);
        assertThat(world.hosted.running()).isTrue();
        backOut(2);
        assertSourceServes(before);
        assertThat(targetState(World.TARGET_DATABASE)).isEmpty();
        assertThat(targetState(World.TARGET_DATABASE + "_backed_out_2")).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "SINGLE_USER");
        assertThat(product.source().events().ofKind("acme", "phase.live")).isEmpty();
    }

    @Test
    @Order(3)
    void andANewFullBackupBeginsTheAttemptThatGoesLive() throws Exception {
        world.hosted.heals();
        nextAttempt(3, "FULL");
        cutover();
        product.awaitPhase(Phase.LIVE);
        assertLive(3, "is_in_standby");
        assertThat(product.source().sql().sql("SELECT outcome FROM attempt ORDER BY number").query(String.class).list()).containsExactly("backed-out", "backed-out", null);
        assertThat(product.target().sql().sql("SELECT outcome FROM attempt ORDER BY number").query(String.class).list()).containsExactly("backed-out", "backed-out", null);
    }

    /** The customer's jobs go on; with the first new backup the next attempt begins. */
    private void nextAttempt(int attempt, String backup) throws Exception {
        world.halo.work(10);
        world.backup(backup);
        product.awaitThat("attempt " + attempt + " stands by",
                () -> happened(product.source(), "phase.standing-by", attempt) && happened(product.target(), "phase.standing-by", attempt));
        product.awaitPhase(Phase.STANDING_BY);
    }
}
