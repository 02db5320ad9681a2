package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Rows;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.tsql.Running;
import org.halomigration.tsql.ServerMessage;
import org.halomigration.tsql.ServerMessages;
import org.halomigration.tsql.TsqlComponent;
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
        cutoverAgainstAClientThatComesBack();
        product.awaitThat("the verdict is red", () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains("not healthy: check-portal")));
        assertThat(product.phase(product.target())).isEqualTo(Phase.VERIFYING);
        assertThat(world.hosted.running()).isTrue();
        backOutAgainstAClientThatComesBack();
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

    /** It is in the database again before the tail, once for sure and then as chance has it, and is thrown out again. */
    private void cutoverAgainstAClientThatComesBack() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        try (Intruder client = new Intruder(() -> inside(world.onSource(), World.SOURCE_DATABASE))) {
            client.awaitInside();
            after("acme.source", "use-master", () -> {
                if (once.compareAndSet(false, true)) {
                    client.awaitInside();
                }
            });
            cutover();
            product.awaitThat("the source is frozen", () -> happened(product.source(), "cutover.frozen", 2));
        }
        assertThat(once).isTrue();
        assertThat(product.source().sql().sql("SELECT COUNT(*) FROM finding WHERE check_id = 'stage' AND subject = 'quiesce'").query(Integer.class).single()).isZero();
    }

    /** It looks for the one place of single-user mode until the database has another name. */
    private void backOutAgainstAClientThatComesBack() throws Exception {
        try (Intruder client = new Intruder(() -> inside(world.onTarget(), World.TARGET_DATABASE))) {
            client.awaitInside();
            after("acme.target", "set-single-user", client::awaitTry);
            backOut(2);
        }
    }

    private static Connection inside(Connection connection, String database) throws SQLException {
        try {
            connection.setCatalog(database);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Does something each time that statement has run on that instance, before the next one is sent. */
    private void after(String instance, String statement, Runnable what) {
        product.camel().getComponent("tsql", TsqlComponent.class).setServerMessages(new ServerMessages() {
            @Override
            public void message(Running running, ServerMessage message) {
                // Not what is waited for.
            }

            @Override
            public void ended(Running running, Duration duration, Exception failure) {
                if (running.instance().equals(instance) && running.statement().equals(statement)) {
                    what.run();
                }
            }
        });
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
