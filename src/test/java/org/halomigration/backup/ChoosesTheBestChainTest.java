package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.backup.Given.OTHER_PATH;
import static org.halomigration.backup.Given.differential;
import static org.halomigration.backup.Given.full;
import static org.halomigration.backup.Given.gaps;
import static org.halomigration.backup.Given.guid;
import static org.halomigration.backup.Given.leftOut;
import static org.halomigration.backup.Given.log;
import static org.halomigration.backup.Given.plan;
import static org.halomigration.backup.Given.sentence;
import static org.halomigration.backup.Given.steps;

import java.util.List;
import java.util.UUID;
import org.halomigration.backup.Plan.Reason;
import org.junit.jupiter.api.Test;

class ChoosesTheBestChainTest {
    @Test
    void fullThenDifferentialThenLogs() {
        Plan plan = plan(log("L1", 90, 150), full("F", 100, 110), log("L3", 210, 260), differential("D", "F", 200, 205), log("L2", 150, 210));
        assertThat(steps(plan)).isEqualTo("F D L2 L3");
        assertThat(plan.reachedLsn()).isEqualTo(Lsn.of(260));
        assertThat(plan.brokenChain()).isFalse();
        assertThat(plan.why()).isNull();
        assertThat(plan.gaps()).isEmpty();
        assertThat(leftOut(plan, "L1").reason()).isEqualTo(Reason.COVERED);
        assertThat(sentence(plan, "L1")).contains("LSN 150").contains("D.bak").contains("205");
    }

    @Test
    void aStepSaysHowToRestoreIt() {
        Plan plan = plan(full("F", 100, 110).position(3).stripes(List.of(new Stripe("/b/F1.bak", 1), new Stripe("/b/F2.bak", 2))).familyCount(2));
        Plan.Step step = plan.steps().get(0);
        assertThat(step.type()).isEqualTo(BackupType.FULL);
        assertThat(step.files()).containsExactly("/b/F1.bak", "/b/F2.bak");
        assertThat(step.position()).isEqualTo(3);
        assertThat(step.checksum()).isTrue();
        assertThat(step.restart()).isFalse();
        assertThat(step.note()).contains("FILE = 3");
    }

    @Test
    void theLogThatBeganBeforeTheFullEndedIsTheFirstOne() {
        assertThat(steps(plan(full("F", 100, 120), log("L1", 80, 110), log("L2", 110, 140)))).isEqualTo("F L2");
    }

    @Test
    void theLogThatBeganBeforeTheFullBeganAndEndsAfterItIsTheFirstOne() {
        assertThat(steps(plan(full("F", 100, 120), log("L1", 80, 140), log("L2", 140, 150)))).isEqualTo("F L1 L2");
    }

    @Test
    void aLogThatEndsExactlyWithTheFullHoldsNothingMore() {
        Plan plan = plan(full("F", 100, 120), log("L1", 80, 120), log("L2", 120, 140));
        assertThat(steps(plan)).isEqualTo("F L2");
        assertThat(leftOut(plan, "L1").reason()).isEqualTo(Reason.COVERED);
    }

    @Test
    void oneRecordBetweenFullAndLogIsAGap() {
        Plan plan = plan(full("F", 100, 120), log("L2", 121, 140));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(gaps(plan)).containsExactly("120-121");
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void theCustomersNightlyFullDoesNotEndTheLogChain() {
        assertThat(steps(plan(full("F1", 100, 110), log("L1", 100, 150), full("F2", 160, 170).copyOnly(false), log("L2", 150, 200)))).isEqualTo("F2 L2");
        assertThat(steps(plan(full("F1", 100, 110), log("L1", 100, 150), full("F2", 160, 170).damaged(true), log("L2", 150, 200)))).isEqualTo("F1 L1 L2");
    }

    @Test
    void anOlderFullThatLeadsFurtherIsTaken() {
        Plan plan = plan(full("F1", 100, 110), differential("D1", "F1", 300, 310), full("F2", 200, 210), log("L1", 200, 250));
        assertThat(steps(plan)).isEqualTo("F1 D1");
        assertThat(sentence(plan, "F2")).contains("250").contains("310");
    }

    @Test
    void theNewestDifferentialOfTheFullSavesTheOlderOnes() {
        Plan plan = plan(full("F", 100, 110), differential("D1", "F", 200, 210), differential("D2", "F", 300, 310));
        assertThat(steps(plan)).isEqualTo("F D2");
        assertThat(leftOut(plan, "D1").reason()).isEqualTo(Reason.COVERED);
    }

    @Test
    void aDifferentialOfAnotherFullIsNotUsed() {
        Plan plan = plan(full("F1", 100, 110), full("F2", 200, 210), differential("D1", "F1", 150, 160), differential("D2", "F2", 250, 260));
        assertThat(steps(plan)).isEqualTo("F2 D2");
        assertThat(leftOut(plan, "D1").reason()).isEqualTo(Reason.COVERED);
    }

    @Test
    void withoutABaseGuidTheCheckpointDecides() {
        BackupSetBuilder d = differential("D", "F", 300, 310).differentialBaseGuid(null).databaseBackupLsn(Lsn.of(100));
        assertThat(steps(plan(full("F", 100, 110), full("F2", 200, 210), d))).isEqualTo("F D");
    }

    @Test
    void theBaseGuidWinsOverTheCheckpoint() {
        BackupSetBuilder d = differential("D", "F2", 300, 310).databaseBackupLsn(Lsn.of(100));
        assertThat(steps(plan(full("F", 100, 110), full("F2", 200, 210), d))).isEqualTo("F2 D");
    }

    @Test
    void aDifferentialBridgesAMissingLog() {
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), differential("D", "F", 240, 250), log("L3", 200, 300));
        assertThat(steps(plan)).isEqualTo("F D L3");
        assertThat(plan.brokenChain()).isFalse();
        assertThat(gaps(plan)).containsExactly("150-200");
        assertThat(plan.gaps().get(0).bridgedBy().guid()).isEqualTo(guid("D"));
    }

    @Test
    void aDifferentialThatEndsInsideAHoleLeavesTheRestOfIt() {
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), differential("D", "F", 160, 170), log("L3", 200, 300));
        assertThat(steps(plan)).isEqualTo("F D");
        assertThat(gaps(plan)).containsExactly("170-200");
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void copyOnlyLogsAreUsedWhereTheyHelp() {
        assertThat(steps(plan(full("F", 100, 110), log("C", 100, 150).copyOnly(true), log("L", 100, 200)))).isEqualTo("F L");
        assertThat(steps(plan(full("F", 100, 110), log("C", 100, 150).copyOnly(true), log("L", 150, 200)))).isEqualTo("F C L");
    }

    @Test
    void aCopyOnlyFullCarriesLogs() {
        Plan plan = plan(full("F", 100, 110).copyOnly(true), log("L", 100, 200));
        assertThat(steps(plan)).isEqualTo("F L");
        assertThat(plan.warnings()).anySatisfy(w -> assertThat(w).contains("copy-only"));
    }

    @Test
    void overlappingLogsAreWalkedInTheFewestSteps() {
        Plan plan = plan(full("F", 100, 110), log("A", 100, 150), log("B", 120, 200), log("C", 140, 180), log("D", 190, 230));
        assertThat(steps(plan)).isEqualTo("F A B D");
        assertThat(plan.reachedLsn()).isEqualTo(Lsn.of(230));
    }

    @Test
    void emptyLogsAreSkippedAndBreakNothing() {
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), log("E", 150, 150), log("L2", 150, 200));
        assertThat(steps(plan)).isEqualTo("F L1 L2");
        assertThat(leftOut(plan, "E").reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void everyHoleIsListedAndWhatLiesBehindItWaits() {
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), log("L3", 200, 250), log("L4", 250, 300), log("L6", 350, 400));
        assertThat(steps(plan)).isEqualTo("F L1");
        assertThat(gaps(plan)).containsExactly("150-200", "300-350");
        assertThat(sentence(plan, "L3")).contains("150 to 200").contains("between L1.trn and L3.trn");
        assertThat(sentence(plan, "L4")).contains("150 to 200").contains("cannot be joined");
        assertThat(sentence(plan, "L6")).contains("300 to 350");
        assertThat(plan.why()).isEqualTo(sentence(plan, "L3"));
    }

    @Test
    void holesBeforeTheChainBeginsMatterToNobody() {
        assertThat(plan(log("L0", 10, 20), log("L1", 50, 90), full("F", 100, 110), log("L2", 90, 150)).gaps()).isEmpty();
    }

    @Test
    void aLogCrossesToANewRecoveryPathUpToItsForkPoint() {
        BackupSetBuilder crossing = log("X", 150, 300).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(160));
        BackupSetBuilder after = log("L3", 300, 400).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), crossing, after);
        assertThat(steps(plan)).isEqualTo("F L1 X L3");
        assertThat(plan.steps().get(2).note()).contains("LSN 160");
    }

    @Test
    void aFullTakenAfterTheForkIsFollowedByTheLogThatBeginsBeforeIt() {
        BackupSetBuilder full = full("F2", 200, 210).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        BackupSetBuilder crossing = log("X", 150, 300).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(160));
        assertThat(plan(full, crossing).reachedLsn()).isEqualTo(Lsn.of(300));
    }

    @Test
    void theWayThatStaysBeforeTheForkPointIsFound() {
        BackupSetBuilder crossing = log("X", 150, 300).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(160));
        // The longer log runs past the fork point, where the new path can no longer be joined.
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), log("L2", 100, 200), crossing);
        assertThat(steps(plan)).isEqualTo("F L1 X");
        assertThat(leftOut(plan, "L2").reason()).isEqualTo(Reason.FORK);
        assertThat(leftOut(plan, "L2").sentence()).contains("restored at LSN 160").contains("was left behind");
    }

    @Test
    void aDifferentialThatRunsPastTheForkPointClosesThatWay() {
        BackupSetBuilder crossing = log("X", 100, 200).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(120));
        BackupSetBuilder after = log("Y", 200, 300).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        Plan plan = plan(full("F", 100, 110), differential("D", "F", 125, 130), crossing, after, log("L1", 125, 180), log("L2", 180, 300));
        assertThat(steps(plan)).isEqualTo("F D L1 L2");
    }

    @Test
    void aPathThatTheSourceLeftIsSaidWhereItLeadsFurther() {
        BackupSetBuilder crossing = log("X", 150, 180).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(150));
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), log("L2", 150, 400), crossing);
        assertThat(steps(plan)).isEqualTo("F L1 L2");
        assertThat(plan.warnings()).anySatisfy(w -> assertThat(w).contains("restored at LSN 150").contains("new full"));
    }

    @Test
    void whatAHeaderDoesNotSayStopsNothing() {
        BackupSetBuilder[] bare = {bare("F", BackupType.FULL, 100, 110), bare("L1", BackupType.LOG, 100, 150), bare("L2", BackupType.LOG, 150, 200)};
        assertThat(steps(plan(bare))).isEqualTo("F L1 L2");
    }

    @Test
    void namesAndClocksDecideNothing() {
        Plan plan = plan(
                full("newest", 100, 110).startDate(Given.SUNDAY.plusDays(30)),
                full("oldest", 500, 510).startDate(Given.SUNDAY),
                log("2030-01-01", 90, 520).startDate(Given.SUNDAY.minusYears(9)));
        assertThat(steps(plan)).isEqualTo("oldest 2030-01-01");
    }

    @Test
    void exactToTheTwentyFifthDigit() {
        Lsn end = Lsn.parse("4294967295000000001600001");
        Lsn next = Lsn.parse("4294967295000000001600002");
        Plan plan = plan(full("F", 1, 2).lastLsn(end), log("L", 1, 3).firstLsn(next).lastLsn(Lsn.parse("4294967295000000001600003")));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(gaps(plan)).containsExactly("4294967295000000001600001-4294967295000000001600002");
    }

    @Test
    void simpleRecoveryIsAPlanOfFullAndDifferential() {
        Plan plan = plan(full("F", 100, 110).recoveryModel("SIMPLE"), differential("D", "F", 200, 210).recoveryModel("SIMPLE"));
        assertThat(steps(plan)).isEqualTo("F D");
        assertThat(plan.warnings()).anySatisfy(w -> assertThat(w).contains("Source is SIMPLE: using full + differential plan"));
    }

    @Test
    void aDifferentialOnTheNewPathNeedsTheLogThatLeadsThere() {
        BackupSetBuilder crossing = log("X", 105, 130).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(120));
        BackupSetBuilder d = differential("D", "F", 200, 210).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        assertThat(steps(plan(full("F", 100, 110), crossing, d))).isEqualTo("F X D");
        assertThat(steps(plan(full("F", 100, 110), crossing, d, full("newer", 150, 160)))).isEqualTo("F X D");
        Plan without = plan(full("F", 100, 110), d);
        assertThat(steps(without)).isEqualTo("F");
        assertThat(leftOut(without, "D").reason()).isEqualTo(Reason.FORK);
    }

    @Test
    void aDifferentialThatCrossesOpensTheWayForAnother() {
        BackupSetBuilder crossing = differential("D1", "F", 150, 160).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(120));
        BackupSetBuilder after = differential("D2", "F", 200, 210).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        assertThat(steps(plan(full("F", 100, 110), crossing, after, full("newer", 170, 180)))).isEqualTo("F D1 D2");
    }

    private static BackupSetBuilder bare(String name, BackupType type, long first, long last) {
        UUID guid = guid(name);
        return BackupSet.builder(guid).type(type).firstLsn(Lsn.of(first)).lastLsn(Lsn.of(last)).stripes(List.of(new Stripe(name, null)));
    }
}
