package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target recovers when the source has just said that it is still frozen; who reopened it meanwhile is not overrun. */
class TheGateOpensOnAFreshAnswerOnlyTest {
    @TempDir
    Path directory;

    private TwoJournals sides;

    @BeforeEach
    void theTailIsRestored() {
        sides = new TwoJournals(directory);
    }

    @AfterEach
    void close() {
        sides.close();
    }

    @Test
    void askedWithTheReceiptAndAnsweredItOpens() {
        assertThat(sides.sourceAnswers(TwoJournals.frozen())).as("nobody has asked yet").isFalse();
        sides.arriving.askWhetherFrozen(sides.migration);
        assertThat(sides.gateOpens()).isFalse();
        sides.carry();
        assertThat(sides.sourceAnswers(TwoJournals.frozen())).isTrue();
        assertThat(sides.sourceAnswers(TwoJournals.frozen())).as("once").isFalse();
        assertThat(sides.gateOpens()).as("the answer is still under way").isFalse();
        sides.carry();
        assertThat(sides.gateOpens()).isTrue();
        assertThat(sides.target.messages().all("acme", 1, "confirm-frozen")).as("one question was enough").hasSize(1);
    }

    @Test
    void anAnswerFromBeforeTheTargetWasAwayOpensNothingAndItAsksAgain() {
        sides.arriving.askWhetherFrozen(sides.migration);
        sides.carry();
        sides.sourceAnswers(TwoJournals.frozen());
        sides.carry();
        sides.targetClock.pass(Duration.ofHours(5));

        assertThat(sides.gateOpens()).isFalse();
        sides.carry();
        // Somebody reopened it in these five hours.
        assertThatThrownBy(() -> sides.sourceAnswers(TwoJournals.reopened())).isInstanceOf(IllegalStateException.class).hasMessageContaining("Halo is not frozen");
        sides.carry();
        assertThat(sides.gateOpens()).isFalse();
        // And froze it again.
        assertThat(sides.sourceAnswers(TwoJournals.frozen())).isTrue();
        sides.carry();
        assertThat(sides.gateOpens()).isTrue();
    }

    @Test
    void theClocksOfTheTwoSidesMayDiffer() {
        sides.sourceClock.pass(Duration.ofHours(-7));
        sides.arriving.askWhetherFrozen(sides.migration);
        sides.carry();
        sides.sourceAnswers(TwoJournals.frozen());
        sides.carry();
        assertThat(sides.gateOpens()).isTrue();
    }

    @Test
    void aClockThatWasSetBackMakesNoOldAnswerNew() {
        sides.arriving.askWhetherFrozen(sides.migration);
        sides.carry();
        sides.sourceAnswers(TwoJournals.frozen());
        sides.carry();
        sides.targetClock.pass(Duration.ofHours(-1));
        assertThat(sides.gateOpens()).isFalse();
        sides.carry();
        assertThat(sides.sourceAnswers(TwoJournals.frozen())).as("it is asked again").isTrue();
        sides.carry();
        assertThat(sides.gateOpens()).isTrue();
    }

    @Test
    void aTargetThatSomebodyElseRecoveredIsNotTakenForRecovered() {
        List<Map<String, Object>> online = List.of(Map.of("state_desc", "ONLINE"));
        assertThatThrownBy(() -> sides.arriving.mayRecover(sides.migration, online))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("acme_halo is ONLINE, but this attempt has not recovered it");
        assertThat(sides.target.events().ofKind("acme", "cutover.recovered")).isEmpty();
    }

    @Test
    void aRecoveryWhoseEndWasNotRecordedIsFoundAgain() {
        new Steps(sides.target).mark("acme", "gate", "gate open");
        assertThat(sides.arriving.mayRecover(sides.migration, List.of(Map.of("state_desc", "ONLINE")))).isFalse();
        assertThat(sides.target.events().ofKind("acme", "cutover.recovered")).hasSize(1);
        assertThat(sides.target.messages().newest("acme", 1, "recovered")).isPresent();
    }

    /** The tail of an attempt that was backed out proves nothing. */
    @Test
    void theTailOfAnEarlierAttemptOpensNothing() {
        for (Journal journal : List.of(sides.source, sides.target)) {
            journal.phases().move("acme", Phase.CUTTING_OVER, Phase.BACKED_OUT, null);
        }
        sides.sourceClock.pass(Duration.ofMinutes(1));
        sides.targetClock.pass(Duration.ofMinutes(1));
        for (Journal journal : List.of(sides.source, sides.target)) {
            journal.phases().nextAttempt("acme");
            journal.phases().move("acme", Phase.SEEDING, Phase.CUTTING_OVER, null);
        }
        new Steps(sides.source).say("acme", "cutover", Map.of("startedBy", "ops"));
        sides.carry();
        sides.arriving.askWhetherFrozen(sides.migration);
        assertThat(sides.gateOpens()).isFalse();
        assertThat(sides.target.messages().all("acme", 2, "confirm-frozen")).isEmpty();
    }
}
