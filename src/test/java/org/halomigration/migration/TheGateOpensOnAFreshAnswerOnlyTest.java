package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
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
}
