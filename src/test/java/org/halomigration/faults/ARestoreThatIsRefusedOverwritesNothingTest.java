package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.halomigration.FailureMode;
import org.halomigration.journal.Findings.Open;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the target SQL Server refuses is said in its own words with the next step, overwrites nothing, and is restored when it can be. */
@ExtendWith(Running.Resolver.class)
class ARestoreThatIsRefusedOverwritesNothingTest {
    private final Running running;

    ARestoreThatIsRefusedOverwritesNothingTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void theOtherMigrationWentOn() throws Exception {
        running.restored(running.log());
        running.nothingSaidThatShouldNot();
    }

    @Test
    @FailureMode(number = 16, failure = "The target database exists and is somebody's", noticed = "its state, before anything is begun",
            says = "there_hosted is ONLINE; later backups cannot be applied to it. … once the database there is dropped or renamed. → Nothing of it is overwritten.")
    void aDatabaseThatIsThereAlreadyIsLeftAlone() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "there")) {
            neighbour.onTarget("CREATE DATABASE [there_hosted]");
            Files.writeString(neighbour.sheet, neighbour.right());
            String file = neighbour.full();
            Open finding = running.said("there", running.target());
            assertThat(running.target().sql().sql("SELECT COUNT(*) FROM restore WHERE migration = 'there'").query(Integer.class).single()).isZero();
            neighbour.onTarget("DROP DATABASE [there_hosted]");
            running.ended(running.target(), finding);
            running.restored("there", file);
        }
    }

    @Test
    void aDatabaseThatAppearsWhileItIsRestoredIsNotReplaced() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "appears")) {
            AtomicBoolean once = new AtomicBoolean();
            running.target().events().listen(event -> {
                if (event.kind().equals("restore.started") && "appears".equals(event.migration()) && once.compareAndSet(false, true)) {
                    create(neighbour);
                }
            });
            Files.writeString(neighbour.sheet, neighbour.right());
            String file = neighbour.full();
            Open finding = running.finding("appears", running.target(), "chain", "appears_hosted is ONLINE", "dropped or renamed");
            assertThat(running.target().events().ofKind("appears", "finding.failed"))
                    .anyMatch(event -> event.text()
                            .matches("stage failed: restore: restore-full on appears\\.target \\(set [0-9A-F-]+\\) failed with error 3154 .* a database other than the existing 'appears_hosted' database\\. → Stop\\. Check which customer's backup this is; nothing is overwritten\\. It is not tried again by itself .*"));
            neighbour.onTarget("USE [appears_hosted]; SELECT * FROM dbo.hers");
            neighbour.onTarget("DROP DATABASE [appears_hosted]");
            running.ended(running.target(), finding);
            running.restored("appears", file);
        }
    }

    private static void create(Neighbour neighbour) {
        try {
            neighbour.onTarget("CREATE DATABASE [appears_hosted]");
            neighbour.onTarget("USE [appears_hosted]; CREATE TABLE dbo.hers (id int)");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @FailureMode(number = 11, failure = "The target's volume has no room for the database", noticed = "the files' sizes by RESTORE FILELISTONLY against what is free, before anything is begun",
            says = "Needs … on L:, 1.0 kB free for small_hosted. → Free space there or choose another directory. Nothing was begun; it is looked at again and begins by itself.")
    void aVolumeThatIsTooSmallIsNamedBeforehand() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "small")) {
            running.world.target.free("L:\\", 1000);
            Files.writeString(neighbour.sheet, neighbour.right());
            String full = neighbour.full();
            Open finding = running.said("small", running.target());
            assertThat(neighbour.begun()).isZero();
            assertThat(neighbour.position()).isEmpty();
            running.world.target.free("L:\\", 1_000_000_000_000L);
            running.ended(running.target(), finding);
            running.restored("small", full);
        } finally {
            running.world.target.free("L:\\", 1_000_000_000_000L);
        }
    }

    @Test
    @FailureMode(number = 11, failure = "SQL Server finds too little room, although the figures said otherwise", noticed = "SQL Server's error 3257",
            says = "failed with error 3257 … 'F:\\' … → The message says how much is needed and how much there is. Free space or choose another volume. It is not tried again by itself")
    void aDiskWithoutRoomIsNamedWithItsVolume() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "large")) {
            running.world.target.failures().noRoomForRestore();
            heldUntilSomebodySaysSo(neighbour, "");
        }
    }

    @Test
    @FailureMode(number = 11, failure = "The disk fills up while a backup is restored", noticed = "SQL Server's error 5149 with the operating system's 112",
            says = "failed with error 5149 … 112(There is not enough space on the disk.) … → Free space on the volume that the message names. It is not tried again by itself")
    void aDiskThatFillsUpIsNamedWithItsFile() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "fills")) {
            running.world.target.failures().fullDiskAt("RESTORE DATABASE", 50);
            heldUntilSomebodySaysSo(neighbour, "RESTORING");
        }
    }

    /** Hours of work that would end the same way are not begun again at every look. */
    private void heldUntilSomebodySaysSo(Neighbour neighbour, String leaves) throws Exception {
        Files.writeString(neighbour.sheet, neighbour.right());
        String full = neighbour.full();
        Open finding = running.said(neighbour.name, running.target());
        assertThat(Running.said(finding.finding())).doesNotContain("3119", "3013");
        assertThat(neighbour.position()).startsWith(leaves);
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).until(() -> neighbour.begun() == 1);
        running.product.operations().retry(neighbour.name, "operator");
        running.restored(neighbour.name, full);
        running.ended(running.target(), finding);
        assertThat(neighbour.begun()).isEqualTo(2);
    }

    @Test
    void aChangedSheetIsReasonEnoughToTryAgain() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "edited")) {
            running.world.target.failures().noRoomForRestore();
            Files.writeString(neighbour.sheet, neighbour.right());
            String full = neighbour.full();
            Open finding = running.finding("edited", running.target(), "stage", "failed with error 3257");
            Files.writeString(neighbour.sheet, neighbour.right() + "# the disk is larger now\n");
            running.restored("edited", full);
            running.ended(running.target(), finding);
        }
    }

    @Test
    @FailureMode(number = 25, failure = "The target database has been put into an Availability Group", noticed = "SQL Server's error 3104; on the source, by the checks before the migration",
            says = "failed with error 3104 … → Take it out of the Availability Group or end the mirroring first; secondaries must be seeded anew afterwards.")
    void aDatabaseInAnAvailabilityGroupIsLeftThere() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "member").standsBy()) {
            running.world.target.mark("member_hosted", "replica_id", true);
            String position = neighbour.position();
            String log = neighbour.backup("LOG", "member_LOG.trn", "");
            Open finding = running.said("member", running.target());
            assertThat(neighbour.position()).isEqualTo(position);
            running.world.target.mark("member_hosted", "replica_id", false);
            running.product.operations().retry("member", "operator");
            running.restored("member", log);
            running.ended(running.target(), finding);
        }
    }
}
