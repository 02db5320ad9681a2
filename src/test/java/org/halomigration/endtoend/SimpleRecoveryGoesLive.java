package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.halomigration.FailureMode;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Rows;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sftp.HeldAnswer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.Test;

/** A source without log backups: read-only is its freeze, a differential its tail. */
abstract class SimpleRecoveryGoesLive extends Scenario {

    private String damaged;

    @Override
    void play() throws Exception {
        try (Connection connection = world.onSource(); Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE [" + World.SOURCE_DATABASE + "] SET RECOVERY SIMPLE");
        }
        pauseTheFullOnItsWay();
        product.awaitPhase(Phase.STANDING_BY);
        world.halo.work(20);
        // Backed out once, as the way back from READ_ONLY is another.
        cutoverAndBackOut();
        damageOnceArrived();
        sendAnother("DIFF");
        product.awaitPhase(Phase.STANDING_BY);
        cutover();
        product.awaitPhase(Phase.LIVE);
    }

    private void pauseTheFullOnItsWay() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (HeldAnswer answer = ((MinaSftpServer) world.sftp).holdWrite(".bak.part")) {
            world.backup("FULL");
            product.awaitThat("the full is on its way", answer::reached);
            product.operations().pauseTransfers("acme", "operator");
            product.source().events().measure(measure -> looks.incrementAndGet());
            // The first look may have begun before the pause.
            product.awaitThat("it was looked after since", () -> looks.get() >= 2);
        }
        product.awaitThat("it waits", () -> !product.source().events().ofKind("acme", "push.held").isEmpty());
        assertThat(product.source().events().ofKind("acme", "push.sent")).isEmpty();
        product.operations().continueTransfers("acme", "operator");
    }

    /** The disk of the target turns one bit of the next file, once the file has been found to be whole. */
    private void damageOnceArrived() {
        AtomicBoolean once = new AtomicBoolean();
        product.target().events().listen(event -> {
            if (event.kind().equals("receive.verified") && once.compareAndSet(false, true)) {
                damaged = event.setId();
                Matcher file = Pattern.compile("arrived whole: ([^,]+),").matcher(event.text());
                assertThat(file.find()).isTrue();
                turnABit(world.landing.resolve(file.group(1)));
            }
        });
    }

    private static void turnABit(Path file) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long at = bytes.length() / 2;
            bytes.seek(at);
            int value = bytes.read();
            bytes.seek(at);
            bytes.write(value ^ 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasDamagedAfterItHadArrivedWasSentAgain() {
        assertThat(product.source().sql().sql("SELECT COUNT(*) FROM event WHERE set_id = ? AND kind = 'push.again'").params(damaged).query(Integer.class).single()).isEqualTo(1);
        assertThat(product.target().sql().sql("SELECT outcome FROM restore WHERE set_id = ? ORDER BY id").params(damaged).query(String.class).list()).containsExactly("failed", "succeeded");
        assertThat(product.target().sql().sql("SELECT text FROM event WHERE set_id = ? AND kind = 'restore.failed'").params(damaged).query(String.class).single())
                .contains("It was damaged after it had arrived", "the manifest says");
    }

    private void cutoverAndBackOut() throws Exception {
        product.source().events().listen(event -> {
            if (event.kind().equals("cutover.frozen") && event.attempt() == 1) {
                reopen();
            }
        });
        Rows before = Rows.onSource(world);
        cutover();
        product.awaitThat("the source is seen to be open again", () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains("is not frozen")));
        assertThat(happened(product.target(), "cutover.recovered", 1)).isFalse();
        product.operations().backOut("acme", "operator");
        awaitBackedOut(1);
        assertSourceServes(before);
    }

    /** Somebody who means well makes the source writable again. */
    private void reopen() {
        try (Connection connection = world.onSource(); Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE [" + World.SOURCE_DATABASE + "] SET READ_WRITE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @FailureMode(number = 5, failure = "The source is written to after the last backup", noticed = "the source's own state, asked when the target is about to be recovered",
            says = "The source Halo is not frozen: it is ONLINE and can be written to; expected RESTORING, STANDBY or READ_ONLY. The target will not be recovered. Back out, or find who reopened it.")
    void aSourceThatSomebodyReopenedKeepsTheTargetShut() {
        said(product.source(), "finding.failed");
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(2, "is_read_only");
        // What target.recovery-model says, not what the source had.
        assertThat(targetState(World.TARGET_DATABASE)).containsEntry("recovery_model_desc", "FULL");
    }

    @Test
    void theTailIsADifferential() {
        assertThat(product.source().sql().sql("SELECT type FROM backup_set WHERE tail AND state = 'restored' ORDER BY found DESC LIMIT 1").query(String.class).single()).isEqualTo("differential");
    }
}
