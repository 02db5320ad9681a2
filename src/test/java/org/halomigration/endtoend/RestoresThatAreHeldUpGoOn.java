package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.halomigration.FailureMode;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sandbox.sqlserver.Held;
import org.junit.jupiter.api.Test;

/** Whatever holds up a restore is said in words, changes nothing that should not change, and goes on by itself once it is gone. */
abstract class RestoresThatAreHeldUpGoOn extends Scenario {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();

    @Override
    void begin(Path directory) throws Exception {
        super.begin(directory);
        product.target().events().listen(event -> {
            told.add(event.text());
            if (event.kind().endsWith(".progress")) {
                progress.add(event.text());
            }
        });
    }

    @Override
    String[] settings() {
        return new String[] {"--halo.checks.page-patience=2s"};
    }

    @Override
    void play() throws Exception {
        world.target.free("L:\\", 1_000_000);
        world.backup("FULL");
        awaitTold("on L:, 1.0 MB free for acme_halo.");
        assertThat(product.target().sql().sql("SELECT COUNT(*) FROM restore").query(Integer.class).single()).as("restores that were begun").isZero();
        assertThat(targetState(World.TARGET_DATABASE)).isEmpty();
        theFiguresAreRefusedAndTheServerIsSlow();
        theConnectionBreaks();
        somebodyElseRestores();
        world.target.failures().recoveryLeavesRestoring();
        world.hosted.breaks(Fault.PORTAL_FAILS);
        cutover();
        awaitTold("not healthy: check-portal");
        assertThat(product.phase(product.target())).isEqualTo(Phase.VERIFYING);
        world.hosted.heals();
        product.awaitPhase(Phase.LIVE);
    }

    private void theFiguresAreRefusedAndTheServerIsSlow() {
        try (Held zeroing = world.target.failures().holdAt("RESTORE DATABASE", 0, "PREEMPTIVE_OS_WRITEFILEGATHER");
                Held half = world.target.failures().holdAt("RESTORE DATABASE", 50, "BACKUPIO");
                Held redo = world.target.failures().holdAt("RESTORE DATABASE", 100, "BACKUPTHREAD")) {
            world.target.hidesFreeSpace(true);
            awaitTold("restore-full 0 %: the server fills the database's files with zeros");
            zeroing.close();
            awaitTold("restore-full 40 %, ");
            half.close();
            awaitTold("restore-full 100 %: all is copied, the server redoes the log or upgrades the database");
            redo.close();
            product.awaitPhase(Phase.STANDING_BY);
        }
    }

    private void theConnectionBreaks() throws Exception {
        world.target.failures().dropConnectionAt("RESTORE LOG", 50);
        sendAnother("LOG");
    }

    private void somebodyElseRestores() throws Exception {
        int before = product.restored();
        try (Connection other = world.onTarget(); Statement statement = other.createStatement()) {
            statement.execute("EXEC sys.sp_getapplock @Resource = N'halo-migration/acme_halo', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0");
            world.halo.work(5);
            world.backup("LOG");
            awaitTold("The server still works on acme_halo for an earlier connection or another worker");
            assertThat(product.restored()).isEqualTo(before);
        }
        product.awaitThat("the log is restored once nobody else is at it", () -> product.restored() > before);
    }

    private void awaitTold(String text) {
        product.awaitThat("told: " + text, () -> told.stream().anyMatch(line -> line.contains(text)));
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(1, "is_in_standby");
    }

    @Test
    @FailureMode(number = 12, failure = "The hosted application is not well although its database is online", noticed = "the health checks, all of them at once; any that is red, and it is not live",
            says = "verdict failed: not healthy: check-portal → The checks are asked again. Repair what they name, or back out.")
    void aSickApplicationIsNotLiveUntilItIsWell() {
        said(product.target(), "finding.failed");
    }

    @Test
    void progressIsOneClearLine() {
        assertThat(progress).anyMatch(line -> line.matches("restore-full \\d+ %, [0-9.]+ k?M?B/s, .+ left"));
    }

    @Test
    void spaceThatIsNotShownIsAWarningAndHoldsNothingUp() {
        assertThat(product.target().events().ofKind("acme", "finding.warning"))
                .extracting(Event::text)
                .anyMatch(text -> text.startsWith("space warning: Free space in F:\\Data and L:\\Log could not be checked: acme_halo needs ") && text.endsWith("The restore goes on."));
    }

    @Test
    void aRestoreWhoseConnectionBreaksIsAskedForAndRepeated() {
        assertThat(told).anyMatch(text -> text.contains("the connection was lost") && text.contains("outcome is not known"));
        assertThat(product.target().sql().sql("SELECT type || ' ' || outcome FROM restore ORDER BY id").query(String.class).list())
                .containsExactly("full succeeded", "log failed", "log succeeded", "log succeeded", "log succeeded");
    }

    @Test
    void aRecoveryThatOnlyInformsOfItsFailureHasFailed() {
        assertThat(product.target().events().ofKind("acme", "finding.failed")).extracting(Event::text).anyMatch(text -> text.contains("could not be brought online"));
        assertThat(product.target().events().ofKind("acme", "cutover.recovered")).hasSize(1);
    }
}
