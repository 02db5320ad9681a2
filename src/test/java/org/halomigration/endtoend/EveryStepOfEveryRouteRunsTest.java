package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/**
 * The scenarios, each a whole migration on a world of its own, and at their end the count: no step of any route is there that none of
 * them has run. One alone: {@code -Dtest='EveryStepOfEveryRouteRunsTest$Live'}.
 */
class EveryStepOfEveryRouteRunsTest {

    @Nested
    class Live extends AMigrationGoesLive {}

    @Nested
    class BrokenRow extends BreakingOneRestoredRowIsSeen {}

    @Nested
    class BackedOut extends BackingOutBringsTheSourceBack {}

    @Nested
    class Simple extends SimpleRecoveryGoesLive {}

    @Nested
    class Apart extends TwoProcessesShareOnlyTheLandingZone {}

    @Nested
    class Names extends NamesThatMeanSomethingElseGoLive {}

    @Nested
    class Uat extends UatRunsBesideTheMigration {}

    @Nested
    class Else extends EveryKindOfCommandAndCheckRuns {}

    @Nested
    class OnRds extends AMigrationGoesLiveOnRds {}

    @Nested
    class HeldUp extends RestoresThatAreHeldUpGoOn {}

    @AfterAll
    static void everyStepHasRun() {
        List<Class<?>> scenarios = Arrays.asList(EveryStepOfEveryRouteRunsTest.class.getDeclaredClasses());
        assumeTrue(Coverage.allPlayed(scenarios), "not every scenario was played");
        // ChecksTheSqlServersBeforehandTest and ChecksTheSurroundingsBeforehandTest have these run: without a login, and on a target that knows what the source is.
        assertThat(Coverage.neverRun()).as("steps that no scenario has run")
                .filteredOn(step -> !step.matches("(ask-server|preflight-backup-chain|preflight-application-version):[0-9]+ bean |preflight-target-[a-z]+:[0-9]+ to ask-target-[a-z]+"))
                // CommandsOverHttpTest asks each of these over HTTP.
                .filteredOn(step -> !step.matches("((api|get|post)-.*|route[0-9]+:null to )"))
                // Whether the task has ended by the first look, or is found ended at the next one, differs.
                .filteredOn(step -> !step.matches("recover-on-rds:[0-9]+ bean "))
                // The sandbox has no Availability Groups.
                .filteredOn(step -> !step.contains("join-availability-group") && !step.endsWith(" join-group"))
                .isEmpty();
    }
}
