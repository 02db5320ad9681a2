package org.halomigration.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.journal.Journal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A UAT copy whose making is killed by SIGKILL, each time a stage further: what was left is never served, and there is one copy in the end. */
class UatIsKilledAtAnyMomentTest {
    @TempDir
    Path directory;

    private World world;

    @BeforeEach
    void build() throws Exception {
        world = new World(directory, "acme", 100);
        world.onPremises.start();
        world.backup("FULL");
        world.halo.work(5);
        world.backup("LOG");
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    @Timeout(600)
    void goesOnOrBeginsAnew() throws Exception {
        try (ProductProcess product = ProductProcess.start(world, "target uat.restored")) {
            product.awaitHappened("target phase.standing-by");
            product.uat();
            product.awaitHeld();
            product.kill();
        }
        assertThat(databases()).containsExactly("acme_halo RESTORING", "acme_halo_uat_muting RESTORING");
        killAt("target uat.muted");
        assertThat(databases()).containsExactly("acme_halo RESTORING", "acme_halo_uat_muting ONLINE");
        assertThat(world.tested.running()).isFalse();
        killAt("target uat.renamed");
        assertThat(databases()).containsExactly("acme_halo RESTORING", "acme_halo_uat ONLINE");
        List<String> said;
        try (ProductProcess product = ProductProcess.start(world, "nowhere")) {
            product.awaitHappened("target uat.served");
            said = product.kill();
        }
        assertThat(said).as("it had its name already").noneMatch(row -> row.startsWith("target uat.restored"));
        assertThat(databases()).containsExactly("acme_halo RESTORING", "acme_halo_uat ONLINE");
        assertThat(world.tested.running()).isTrue();
        try (Journal target = new Journal("target", world.journal(), Clock.systemUTC())) {
            assertThat(target.sql().sql("SELECT state FROM uat").query(String.class).list()).containsExactly("served");
        }
    }

    private void killAt(String event) throws Exception {
        try (ProductProcess product = ProductProcess.start(world, event)) {
            product.awaitHeld();
            product.kill();
        }
    }

    private List<String> databases() throws SQLException {
        List<String> databases = new ArrayList<>();
        try (Connection connection = world.onTarget(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, state_desc FROM sys.databases WHERE database_id > 4 ORDER BY name")) {
            while (row.next()) {
                databases.add(row.getString(1) + " " + row.getString(2));
            }
        }
        return databases;
    }
}
