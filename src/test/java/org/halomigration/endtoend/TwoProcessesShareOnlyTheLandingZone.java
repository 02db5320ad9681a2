package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The source's process and the target's, with OpenSSH's server between them: neither knows the other but by files. */
abstract class TwoProcessesShareOnlyTheLandingZone extends Scenario {
    private Product hosting;

    @Override
    void begin(Path directory) throws Exception {
        assumeTrue(OpenSshServer.available(), OpenSshServer::howToInstall);
        world = new World(directory, "acme", TICKETS, OpenSshServer::start);
        world.onPremises.start();
        product = Product.start(world, "--halo.role=source", "--halo.home=" + directory.resolve("journal-source"), "--camel.main.name=source");
        hosting = Product.start(world, "--halo.role=target", "--halo.home=" + directory.resolve("journal-target"), "--camel.main.name=target");
    }

    @Override
    void play() throws Exception {
        world.backup("FULL");
        world.halo.work(20);
        world.backup("LOG");
        await(Phase.STANDING_BY);
        cutover();
        await(Phase.LIVE);
    }

    private void await(Phase phase) {
        product.awaitThat("both are " + phase.text(), () -> product.phase(product.source()) == phase && product.phase(hosting.target()) == phase);
    }

    @Override
    @AfterAll
    void end() throws Exception {
        if (hosting != null) {
            Coverage.of(hosting);
            hosting.close();
        }
        if (world != null) {
            super.end();
        }
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertThat(proof(1).path("differences")).isEmpty();
        assertThat(proof(1).path("target").path("tables")).hasSize(7).isEqualTo(proof(1).path("source").path("tables"));
        assertThat(sourceState()).containsEntry("is_in_standby", true);
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("user_access_desc", "MULTI_USER").containsEntry("is_read_only", false);
        assertThat(world.onPremises.running()).isFalse();
        assertThat(world.hosted.running()).isTrue();
    }

    @Test
    void eachPlaysItsOwnRoleOnly() {
        assertThat(product.application().containsBean("targetJournal")).isFalse();
        assertThat(hosting.application().containsBean("sourceJournal")).isFalse();
        assertThat(product.camel().getRoute("push")).isNotNull();
        assertThat(product.camel().getRoute("restore")).isNull();
        assertThat(hosting.camel().getRoute("restore")).isNotNull();
        assertThat(hosting.camel().getRoute("push")).isNull();
    }
}
