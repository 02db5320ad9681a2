package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.World;
import org.junit.jupiter.api.Test;

/** A source without log backups: read-only is its freeze, a differential its tail. */
abstract class SimpleRecoveryGoesLive extends Scenario {

    @Override
    void play() throws Exception {
        try (Connection connection = world.onSource(); Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE [" + World.SOURCE_DATABASE + "] SET RECOVERY SIMPLE");
        }
        world.backup("FULL");
        product.awaitPhase(Phase.STANDING_BY);
        world.halo.work(20);
        // Backed out once, as the way back from READ_ONLY is another.
        cutoverAndBackOut();
        sendAnother("DIFF");
        product.awaitPhase(Phase.STANDING_BY);
        cutover();
        product.awaitPhase(Phase.LIVE);
    }

    private void cutoverAndBackOut() throws Exception {
        product.source().events().listen(event -> {
            if (event.kind().equals("cutover.frozen") && event.attempt() == 1) {
                product.operations().backOut("acme", "operator");
            }
        });
        Rows before = Rows.onSource(world);
        cutover();
        awaitBackedOut(1);
        assertSourceServes(before);
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(2, "is_read_only");
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("recovery_model_desc", "SIMPLE");
    }

    @Test
    void theTailIsADifferential() {
        assertThat(product.source().sql().sql("SELECT type FROM backup_set WHERE tail AND state = 'restored' ORDER BY found DESC LIMIT 1").query(String.class).single()).isEqualTo("differential");
    }
}
