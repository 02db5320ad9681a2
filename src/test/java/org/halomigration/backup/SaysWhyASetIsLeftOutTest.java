package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.backup.Given.FAMILY;
import static org.halomigration.backup.Given.OTHER_PATH;
import static org.halomigration.backup.Given.PATH;
import static org.halomigration.backup.Given.SUNDAY;
import static org.halomigration.backup.Given.differential;
import static org.halomigration.backup.Given.full;
import static org.halomigration.backup.Given.guid;
import static org.halomigration.backup.Given.leftOut;
import static org.halomigration.backup.Given.log;
import static org.halomigration.backup.Given.plan;
import static org.halomigration.backup.Given.restoring;
import static org.halomigration.backup.Given.sentence;
import static org.halomigration.backup.Given.set;
import static org.halomigration.backup.Given.sets;
import static org.halomigration.backup.Given.steps;

import java.util.List;
import java.util.Set;
import org.halomigration.backup.Plan.Reason;
import org.halomigration.backup.PlanOptions.ChecksumPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each sentence names the thing, what is wrong and what to do. */
class SaysWhyASetIsLeftOutTest {
    private static final TargetState ABSENT = TargetState.absent("acme_halo");

    @Test
    void theDifferentialBaseHasMoved() {
        TargetState target = restoring("F1", 110);
        Plan plan = plan(target, full("F1", 100, 110).startDate(SUNDAY), full("F2", 200, 210).startDate(SUNDAY.plusDays(2)), differential("D", "F2", 300, 310));
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "D").reason()).isEqualTo(Reason.OTHER_BASE);
        assertThat(sentence(plan, "D"))
                .isEqualTo("The differential backup D.bak is based on the full backup F2.bak of 2025-06-03 22:00, but acme_halo holds the full backup F1.bak of "
                        + "2025-06-01 22:00. Send that full, or take a new differential after a new full. Nothing was changed.");
    }

    @Test
    void theDifferentialBaseHasMovedAndItsFullNeverCame() {
        Plan plan = plan(full("F1", 100, 110), differential("D", "F2", 300, 310));
        assertThat(steps(plan)).isEqualTo("F1");
        assertThat(sentence(plan, "D")).contains(guid("F2").toString()).contains("not here").contains("the plan begins with the full backup F1.bak").contains("Send that full");
        assertThat(plan.brokenChain()).isTrue();
        assertThat(leftOut(plan, "D").reason().mayComeRight()).isTrue();
    }

    @Test
    void aLogIsMissing() {
        Plan plan = plan(
                full("F", 100, 110),
                log("L1", 100, 150).finishDate(SUNDAY.withMinute(15)),
                log("L3", 200, 250).startDate(SUNDAY.withMinute(30)));
        assertThat(plan.gaps()).hasSize(1);
        assertThat(plan.gaps().get(0).sentence())
                .isEqualTo("Log backups from LSN 150 to 200 are missing (about 22:15–22:30, between L1.trn and L3.trn). Waiting.");
        assertThat(sentence(plan, "L3")).contains(plan.gaps().get(0).sentence());
    }

    @Test
    void noLogCanEverFillTheHoleWhereTheChainBeganAnew() {
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), log("L3", 200, 250).beginsLogChain(true));
        assertThat(sentence(plan, "L3")).contains("started anew").contains("full or differential backup").doesNotContain("Waiting");
    }

    @Test
    void ofAnotherDatabaseByName() {
        Plan plan = plan(full("F", 100, 110), full("P", 500, 510).databaseName("Payroll"));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(leftOut(plan, "P").reason()).isEqualTo(Reason.OTHER_DATABASE);
        assertThat(sentence(plan, "P")).contains("another database: Payroll on SQL01, where Halo is expected");
    }

    @Test
    void databaseNamesHaveNoCase() {
        assertThat(steps(plan(full("F", 100, 110).databaseName("HALO")))).isEqualTo("F");
    }

    @Test
    void ofAnotherDatabaseOfTheSameName() {
        Plan plan = plan(restoring("F", 110), log("L", 100, 150).familyGuid(guid("stranger")));
        assertThat(plan.steps()).isEmpty();
        assertThat(sentence(plan, "L")).contains("belongs to another database (family " + guid("stranger") + ")").contains(FAMILY.toString());
    }

    @Test
    void neverMixesTwoFamilies() {
        Plan plan = Planner.plan(
                sets(full("F", 100, 110), log("X", 100, 900).familyGuid(guid("stranger")), log("L", 100, 150)), ABSENT, PlanOptions.defaults());
        assertThat(steps(plan)).isEqualTo("F L");
        assertThat(leftOut(plan, "X").reason()).isEqualTo(Reason.OTHER_DATABASE);
        assertThat(plan.warnings()).anySatisfy(w -> assertThat(w).contains("2 databases"));
    }

    @Test
    void ofANewerServer() {
        PlanOptions to2019 = PlanOptions.forDatabase("Halo").withTargetMajorVersion(15);
        Plan plan = Planner.plan(sets(full("F", 100, 110).softwareVersionMajor(16)), ABSENT, to2019);
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "F").reason()).isEqualTo(Reason.NEWER_VERSION);
        assertThat(sentence(plan, "F")).contains("source is 2022 (16), target 2019 (15): a restore can never work");
        assertThat(plan.why()).contains("No full backup of Halo can be used").contains("2022 (16)");
        assertThat(steps(Planner.plan(sets(full("F", 100, 110).softwareVersionMajor(15)), ABSENT, to2019))).isEqualTo("F");
    }

    @Test
    void encrypted() {
        BackupSetBuilder encrypted = full("F", 100, 110).keyAlgorithm("aes_256").encryptorThumbprint("0xab12");
        Plan refused = plan(encrypted);
        assertThat(leftOut(refused, "F").reason()).isEqualTo(Reason.ENCRYPTED);
        assertThat(sentence(refused, "F")).contains("encrypted with certificate 0xAB12").contains("Turn backup encryption off").contains("infrastructure team");

        PlanOptions allowed = PlanOptions.forDatabase("Halo").withEncrypted(true, Set.of("CD34"));
        assertThat(sentence(Planner.plan(sets(encrypted), ABSENT, allowed), "F")).contains("0xAB12, which the target does not have");
        assertThat(steps(Planner.plan(sets(encrypted), ABSENT, allowed.withEncrypted(true, Set.of("ab12"))))).isEqualTo("F");
        assertThat(steps(Planner.plan(sets(encrypted), ABSENT, allowed.withEncrypted(true, null)))).isEqualTo("F");
    }

    @Test
    void aStripeIsMissing() {
        BackupSetBuilder striped = full("F", 100, 110).familyCount(4).stripes(List.of(new Stripe("F_1.bak", 1), new Stripe("F_2.bak", 2), new Stripe("F_4.bak", 4)));
        Plan plan = plan(striped, log("L", 100, 150));
        assertThat(plan.steps()).isEmpty();
        assertThat(leftOut(plan, "F_1").reason()).isEqualTo(Reason.INCOMPLETE);
        assertThat(sentence(plan, "F_1")).contains("stripe 3 of 4 has not arrived");
        assertThat(leftOut(plan, "L").reason()).isEqualTo(Reason.NO_FULL);
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void copyOnlyFullsCarryNoDifferential() {
        Plan plan = plan(full("F", 100, 110).copyOnly(true), differential("D", "F", 200, 210));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(sentence(plan, "D")).contains("The full is copy-only and cannot carry a differential");
    }

    @Test
    void withoutChecksumsByPolicy() {
        List<BackupSet> unchecked = sets(full("F", 100, 110).hasChecksums(false));
        PlanOptions options = PlanOptions.forDatabase("Halo");
        Plan warned = Planner.plan(unchecked, ABSENT, options.withChecksums(ChecksumPolicy.WARN));
        assertThat(warned.steps()).singleElement().satisfies(step -> {
            assertThat(step.checksum()).isFalse();
            assertThat(step.note()).contains("No checksum: corruption would only show in CHECKDB");
        });
        assertThat(warned.warnings()).anySatisfy(w -> assertThat(w).contains("1 of 1 backup sets carry no checksum"));
        Plan allowed = Planner.plan(unchecked, ABSENT, options.withChecksums(ChecksumPolicy.ALLOW));
        assertThat(allowed.warnings()).isEmpty();
        assertThat(allowed.steps()).singleElement().satisfies(step -> {
            assertThat(step.checksum()).isFalse();
            assertThat(step.note()).isNull();
        });
        Plan refused = Planner.plan(unchecked, ABSENT, options.withChecksums(ChecksumPolicy.REFUSE));
        assertThat(refused.steps()).isEmpty();
        assertThat(leftOut(refused, "F").reason()).isEqualTo(Reason.NO_CHECKSUM);
        assertThat(sentence(refused, "F")).contains("WITH CHECKSUM", "without-checksums: warn");
        Plan onward = Planner.plan(sets(full("F", 100, 110), log("L1", 110, 150).hasChecksums(false), log("L2", 150, 200), differential("D", "F", 180, 190)), ABSENT,
                options.withChecksums(ChecksumPolicy.REFUSE));
        assertThat(steps(onward)).as("a differential leads around it").isEqualTo("F D L2");
    }

    @Test
    void damaged() {
        Plan plan = plan(full("F1", 100, 110), full("F2", 200, 210).damaged(true));
        assertThat(steps(plan)).isEqualTo("F1");
        assertThat(leftOut(plan, "F2").reason()).isEqualTo(Reason.DAMAGED);
        assertThat(sentence(plan, "F2")).contains("CHECKDB on the source");
    }

    @Test
    void aVolumeSnapshot() {
        assertThat(sentence(plan(full("F", 100, 110).snapshot(true)), "F")).contains("volume snapshot").contains("BACKUP DATABASE");
    }

    @Test
    void theSourceWasRestoredInBetween() {
        BackupSetBuilder crossing = log("X", 140, 170).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(140)).damaged(true);
        BackupSetBuilder after = log("Y", 150, 300).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH).forkPointLsn(null);
        Plan plan = plan(full("F", 100, 110), log("L1", 100, 150), crossing, after);
        assertThat(steps(plan)).isEqualTo("F L1");
        assertThat(leftOut(plan, "Y").reason()).isEqualTo(Reason.FORK);
        assertThat(sentence(plan, "Y")).contains("backups after that need a new full").contains(OTHER_PATH.toString()).contains(PATH.toString());
        assertThat(plan.brokenChain()).isTrue();
    }

    @Test
    void whatTheSourceLeftBehindIsNoBrokenChain() {
        // The full was taken after the source had been restored to LSN 140, where the old path had come to LSN 900.
        BackupSetBuilder onNewPath = full("F", 200, 210).firstRecoveryForkId(OTHER_PATH).recoveryForkId(OTHER_PATH);
        BackupSetBuilder crossing = log("X", 130, 205).recoveryForkId(OTHER_PATH).forkPointLsn(Lsn.of(140));
        Plan plan = plan(onNewPath, crossing, log("old", 140, 900));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(leftOut(plan, "old").reason()).isEqualTo(Reason.FORK);
        assertThat(plan.brokenChain()).isFalse();
    }

    @Test
    void severalSetsInOneFileAreTakenByTheirPosition() {
        Plan plan = plan(full("F", 100, 110).position(1), differential("D", "F", 200, 210).position(2).stripes(List.of(new Stripe("D:\\Backup\\F.bak", 1))));
        assertThat(plan.steps()).extracting(Plan.Step::position).containsExactly(1, 2);
        assertThat(plan.steps().get(1).note()).contains("F.bak").contains("FILE = 2");
    }

    @ParameterizedTest
    @EnumSource(value = BackupType.class, names = {"FILE", "FILE_DIFFERENTIAL", "PARTIAL", "PARTIAL_DIFFERENTIAL"})
    void fileAndPartialBackups(BackupType type) {
        Plan plan = plan(full("F", 100, 110), set("P", type, 200, 300));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(leftOut(plan, "P").reason()).isEqualTo(Reason.NOT_SUPPORTED);
        assertThat(sentence(plan, "P")).contains("BackupType " + type.number()).contains("Take a full database backup");
    }

    @Test
    void theSameSetTwice() {
        BackupSet f = full("F", 100, 110).build();
        BackupSet copy = f.toBuilder().file("Z:\\copy of F.bak").build();
        Plan plan = Planner.plan(List.of(copy, f, f), ABSENT, PlanOptions.defaults());
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(plan.leftOut()).hasSize(2).allSatisfy(out -> assertThat(out.reason()).isEqualTo(Reason.DUPLICATE));
        assertThat(sentence(plan, "copy of F")).contains("more than once").contains(f.guid().toString());
    }

    @Test
    void headersThatDoNotSayEnough() {
        Plan plan = plan(
                full("F", 100, 110),
                log("no end", 100, 200).lastLsn(null),
                log("no begin", 100, 200).firstLsn(null),
                log("backwards", 300, 200),
                set("no type", null, 100, 200),
                log("no file", 100, 200).stripes(List.of()),
                set("no base", BackupType.DIFFERENTIAL, 100, 200));
        assertThat(steps(plan)).isEqualTo("F");
        assertThat(plan.leftOut()).hasSize(6).allSatisfy(out -> assertThat(out.reason()).isEqualTo(Reason.UNREADABLE));
        assertThat(sentence(plan, "no end")).contains("LastLSN");
        assertThat(sentence(plan, "no begin")).contains("FirstLSN");
        assertThat(sentence(plan, "backwards")).contains("300").contains("200");
        assertThat(sentence(plan, "no type")).contains("BackupType is missing");
        assertThat(sentence(plan, "no base")).contains("DifferentialBaseGUID");
    }

    @Test
    void nothingToBeginWith() {
        Plan plan = plan(log("L1", 100, 150), log("L3", 200, 250), differential("D", "F", 300, 310));
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.brokenChain()).isTrue();
        assertThat(plan.why()).isEqualTo("No full backup of Halo is here, and nothing can be restored without one. Send one.");
        assertThat(plan.leftOut()).hasSize(3).allSatisfy(out -> assertThat(out.reason()).isEqualTo(Reason.NO_FULL));
        assertThat(Given.gaps(plan)).containsExactly("150-200");
        assertThat(plan().brokenChain()).isTrue();
    }
}
