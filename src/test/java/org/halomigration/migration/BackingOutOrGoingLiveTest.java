package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backout and verdict in the same moment: the target decides which was first, and both sides end in the same place. */
class BackingOutOrGoingLiveTest {
    private static final List<Finding> HEALTHY = List.of(new Finding("check-portal", "portal", Finding.Severity.OK, "answers", null, null));

    @TempDir
    Path directory;

    private TwoJournals sides;

    @BeforeEach
    void bothVerify() {
        sides = new TwoJournals(directory);
        sides.arriving.started(sides.migration);
        new Steps(sides.target).say("acme", "recovered", Map.of("database", "acme_halo"));
        sides.carry();
        sides.leaving.follow("acme");
        assertThat(sides.target.phases().of("acme").phase()).isEqualTo(Phase.VERIFYING);
        assertThat(sides.source.phases().of("acme").phase()).isEqualTo(Phase.VERIFYING);
    }

    @AfterEach
    void close() {
        sides.close();
    }

    /** What {@code backOut} writes; the stages that it makes due are not here. */
    private void ask() {
        Steps source = new Steps(sides.source);
        source.mark("acme", "backout-asked", "backout asked for");
        source.say("acme", "back-out", Map.of("askedBy", "ops"));
    }

    @Test
    void backoutThatArrivedFirstWins() {
        ask();
        sides.carry();
        sides.arriving.verdict(sides.migration, HEALTHY);
        assertThat(sides.target.phases().of("acme").phase()).as("healthy, and yet").isEqualTo(Phase.VERIFYING);
        assertThat(sides.arriving.givesUp("acme")).isTrue();
        assertThat(sides.arriving.refusesBackOut("acme")).isFalse();
        sides.arriving.fenced(sides.migration);
        sides.carry();
        sides.leaving.follow("acme");

        assertThat(sides.leaving.toBackOut("acme")).isTrue();
        assertThat(sides.target.phases().of("acme").phase()).isEqualTo(Phase.BACKED_OUT);
    }

    /** The checks had begun before it arrived, and it arrives before their verdict is written. */
    @Test
    void backoutThatArrivesUnderTheVerdictWins() {
        sides.target.events().listen(event -> {
            if (event.kind().startsWith("finding.") && sides.source.messages().newest("acme", 1, "back-out").isEmpty()) {
                ask();
                TwoJournals.carry(sides.source, sides.target);
            }
        });
        sides.arriving.verdict(sides.migration, HEALTHY);

        assertThat(sides.target.messages().newest("acme", 1, "back-out")).isPresent();
        assertThat(sides.target.phases().of("acme").phase()).isEqualTo(Phase.VERIFYING);
        assertThat(sides.arriving.givesUp("acme")).isTrue();
    }

    @Test
    void aVerdictThatWasFirstWinsAndTheSourceIsTold() {
        sides.arriving.verdict(sides.migration, HEALTHY);
        // On its way while the source, which has not heard of it, is told to back out.
        ask();
        TwoJournals.carry(sides.source, sides.target);
        assertThat(sides.arriving.givesUp("acme")).isFalse();
        assertThat(sides.arriving.refusesBackOut("acme")).isTrue();
        assertThat(sides.arriving.refusesBackOut("acme")).as("once").isFalse();
        TwoJournals.carry(sides.target, sides.source);
        sides.leaving.follow("acme");

        assertThat(sides.leaving.toBackOut("acme")).isFalse();
        assertThat(sides.target.phases().of("acme").phase()).isEqualTo(Phase.LIVE);
        assertThat(sides.source.phases().of("acme").phase()).isEqualTo(Phase.LIVE);
        assertThat(sides.source.findings().open("acme")).singleElement().satisfies(open -> assertThat(open.finding().detail()).contains("too late", "the target is live since"));
    }

    /** Live and its refusal may come in two looks: the source waits for the second, and is live then. */
    @Test
    void theSourceThatHearsOfLiveFirstWaitsForTheRefusal() {
        sides.arriving.verdict(sides.migration, HEALTHY);
        ask();
        TwoJournals.carry(sides.target, sides.source);
        sides.leaving.follow("acme");
        assertThat(sides.source.phases().of("acme").phase()).isEqualTo(Phase.VERIFYING);
        TwoJournals.carry(sides.source, sides.target);
        sides.arriving.refusesBackOut("acme");
        sides.carry();
        sides.leaving.follow("acme");
        assertThat(sides.source.phases().of("acme").phase()).isEqualTo(Phase.LIVE);
    }
}
