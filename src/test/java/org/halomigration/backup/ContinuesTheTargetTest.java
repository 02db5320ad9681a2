package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.backup.Given.FAMILY;
import static org.halomigration.backup.Given.OTHER_PATH;
import static org.halomigration.backup.Given.PATH;
import static org.halomigration.backup.Given.differential;
import static org.halomigration.backup.Given.full;
import static org.halomigration.backup.Given.gaps;
import static org.halomigration.backup.Given.guid;
import static org.halomigration.backup.Given.leftOut;
import static org.halomigration.backup.Given.log;
import static org.halomigration.backup.Given.plan;
import static org.halomigration.backup.Given.restoring;
import static org.halomigration.backup.Given.sentence;
import static org.halomigration.backup.Given.steps;

import org.halomigration.backup.Plan.Reason;
import org.halomigration.backup.TargetState.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContinuesTheTargetTest {
    @Test
    void fromWhereItStands() {
        Plan plan = plan(restoring("F", 150), full("F", 100, 110), log("L1", 100, 150), log("L2", 150, 200), log("L3", 200, 250));
        assertThat(steps(plan)).isEqualTo("L2 L3");
        assertThat(leftOut(plan, "F").reason()).isEqualTo(Reason.COVERED);
        assertThat(sentence(plan, "F")).contains("is what acme_halo was restored from");
        assertThat(sentence(plan, "L1")).contains("ends at LSN 150").contains("acme_halo is at LSN 150 already");
        assertThat(plan.brokenChain()).isFalse();
    }

    @Test
    void inStandbyAsInRestoring() {
        TargetState standby = new TargetState("acme_halo", State.STANDBY, Lsn.of(150), PATH, guid("F"), FAMILY);
        assertThat(steps(plan(standby, log("L2", 140, 200)))).isEqualTo("L2");
    }

    @Test
    void withADifferentialOverAMissingLog() {
        Plan plan = plan(restoring("F", 150), differential("D", "F", 240, 250), log("L3", 200, 300));
        assertThat(steps(plan)).isEqualTo("D L3");
        assertThat(plan.brokenChain()).isFalse();
    }

    @Test
    void notWithADifferentialOfAnotherFull() {
        Plan plan = plan(restoring("F", 150), full("F2", 200, 210), differential("D", "F2", 240, 250));
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "D").reason()).isEqualTo(Reason.OTHER_BASE);
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void notWithADifferentialThatItIsBeyondAlready() {
        Plan plan = plan(restoring("F", 300), differential("D", "F", 240, 250));
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "D").reason()).isEqualTo(Reason.COVERED);
    }

    @Test
    void byTheCheckpointOfItsFullWhereTheDifferentialNamesNoGuid() {
        BackupSetBuilder d = differential("D", "F", 240, 250).differentialBaseGuid(null).databaseBackupLsn(Lsn.of(100));
        assertThat(steps(plan(restoring("F", 150), full("F", 100, 110), d))).isEqualTo("D");
        assertThat(steps(plan(restoring("other", 150), full("F", 100, 110), d))).isEmpty();
    }

    @Test
    void andNeverPutsAFullOverIt() {
        Plan plan = plan(restoring("F", 150), full("F2", 300, 310), log("L9", 290, 400));
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "F2").reason()).isEqualTo(Reason.TARGET);
        assertThat(sentence(plan, "F2")).contains("would replace what acme_halo holds").contains("LSN 150").contains("drop the target database");
        assertThat(leftOut(plan, "L9").reason()).isEqualTo(Reason.GAP);
        assertThat(gaps(plan)).containsExactly("150-290");
        assertThat(plan.gaps().get(0).sentence()).contains("between what the target holds and L9.trn");
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void saysSoWhereNothingContinuesIt() {
        Plan plan = plan(restoring("F", 150), full("F", 100, 110), log("L1", 100, 150));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.brokenChain()).isFalse();
        assertThat(plan.why()).isEqualTo("acme_halo holds everything up to LSN 150 (RESTORING); nothing here continues it.");
        assertThat(plan.reachedLsn()).isEqualTo(Lsn.of(150));
    }

    @Test
    void onItsOwnRecoveryPathOnly() {
        BackupSetBuilder other = log("L2", 140, 200).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        Plan plan = plan(restoring("F", 150), other);
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "L2").reason()).isEqualTo(Reason.FORK);
    }

    @Test
    void notFromALogThatLeftItsPathBeforeItsPosition() {
        BackupSetBuilder crossing = log("X", 100, 300).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(149));
        assertThat(steps(plan(restoring("F", 149), crossing))).isEqualTo("X");
        Plan plan = plan(restoring("F", 150), crossing);
        assertThat(plan.steps()).isEmpty();
        assertThat(sentence(plan, "X")).contains("Source was restored at LSN 149; backups after that need a new full");
    }

    @Test
    void knowsItsDatabaseByTheFullThatItHolds() {
        TargetState silent = new TargetState("acme_halo", State.RESTORING, Lsn.of(110), null, guid("F"), null);
        BackupSetBuilder stranger = log("S", 100, 900).familyGuid(guid("another family")).firstRecoveryForkId(null).recoveryForkId(null);
        Plan plan = plan(silent, full("F", 100, 110), stranger, log("L", 100, 150));
        assertThat(steps(plan)).isEqualTo("L");
        assertThat(leftOut(plan, "S").reason()).isEqualTo(Reason.OTHER_DATABASE);
    }

    @Test
    void unlessNobodyKnowsWhereItStands() {
        Plan plan = plan(new TargetState("acme_halo", State.RESTORING, null, PATH, null, null), full("F", 100, 110));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.why()).contains("redo_start_lsn is unknown");
        assertThat(leftOut(plan, "F").reason()).isEqualTo(Reason.TARGET);
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"ABSENT", "RESTORING", "STANDBY"}, mode = EnumSource.Mode.EXCLUDE)
    void unlessItsStateForbidsIt(State state) {
        Plan plan = plan(new TargetState("acme_halo", state, null, null, null, null), full("F", 100, 110), log("L", 100, 150));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.why()).contains("acme_halo is " + state).contains("tart again from the full");
        assertThat(plan.leftOut()).hasSize(2).allSatisfy(out -> assertThat(out.reason()).isEqualTo(Reason.TARGET));
    }

    @Test
    void statesAreReadInAnyCase() {
        assertThat(State.parse("restoring")).isEqualTo(State.RESTORING);
        assertThat(State.parse("absent")).isEqualTo(State.ABSENT);
        assertThat(State.parse(null)).isEqualTo(State.ABSENT);
        assertThat(State.parse("Recovery Pending")).isEqualTo(State.RECOVERY_PENDING);
        assertThat(State.parse("upside down")).isEqualTo(State.OTHER);
    }
}
