package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void aDatabaseThatIsThereAlreadyIsLeftAlone() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "there")) {
            neighbour.onTarget("CREATE DATABASE [there_hosted]");
            Files.writeString(neighbour.sheet, neighbour.right());
            String file = neighbour.full();
            Open finding = running.finding("there", running.target(), "chain", "there_hosted is ONLINE", "dropped or renamed", "Nothing of it is overwritten");
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
                            .matches("stage failed: restore: restore-full on appears\\.target \\(set [0-9A-F-]+\\) failed with error 3154 .* a database other than the existing 'appears_hosted' database\\. → Stop\\. Check which customer's backup this is; nothing is overwritten\\."));
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
    void aDiskWithoutRoomIsNamedWithItsVolume() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "large")) {
            running.world.target.failures().noRoomForRestore();
            Files.writeString(neighbour.sheet, neighbour.right());
            running.restored("large", neighbour.full());
            assertThat(running.target().events().ofKind("large", "finding.failed"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.text())
                            .contains("restore-full on large.target (set ", "failed with error 3257", "F:\\", "Free space or choose another volume.")
                            .doesNotContain("3119", "3013"));
            running.until("no finding", () -> running.findings("large", running.target()).isEmpty() ? neighbour : null);
        }
    }
}
