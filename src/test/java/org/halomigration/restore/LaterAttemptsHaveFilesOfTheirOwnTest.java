package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that was backed out keeps its files under another database name: the next attempt must not restore over them. */
class LaterAttemptsHaveFilesOfTheirOwnTest {
    @TempDir
    Path directory;

    @Test
    void noFileOfTwoAttemptsHasOneName() {
        Target to = new Target("acme_halo", null, "sqlserver", null, null, "F:\\Data", "L:\\Log", null, null, "full", null, null, null);
        Migration migration = new Migration("acme", Path.of("acme.yaml"), "0".repeat(64), "halo", null, null, "stable", null, null, null, to, null, null, null, null, List.of(), null, null, "checksums", "warn");
        try (Journal journal = new Journal("target", directory, Clock.systemUTC())) {
            journal.phases().register("acme");
            HeldRestores held = new HeldRestores();
            Chain chain = new Chain(journal, new Restores(journal, held), held);
            List<String> first = place(chain, migration);
            journal.phases().move("acme", Phase.PREPARING, Phase.BACKED_OUT, null);
            journal.phases().nextAttempt("acme");
            List<String> second = place(chain, migration);

            assertThat(first).containsExactly("F:\\Data\\acme_halo.mdf", "F:\\Data\\acme_halo_2.ndf", "L:\\Log\\acme_halo_log.ldf");
            assertThat(second).hasSize(3).doesNotContainAnyElementsOf(first).doesNotHaveDuplicates();
        }
    }

    private static List<String> place(Chain chain, Migration migration) {
        Step step = new Step("A", "full", BigDecimal.ONE, null, new HashMap<>());
        chain.place(migration, step, List.of(
                Map.of("LogicalName", "Halo", "Type", "D"), Map.of("LogicalName", "Halo2", "Type", "D"), Map.of("LogicalName", "Halo_log", "Type", "L")));
        return ((List<?>) step.values().get("moves")).stream().map(move -> ((MoveMap.Move) move).physicalName()).toList();
    }
}
