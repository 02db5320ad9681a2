package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.backup.Given.SUNDAY;
import static org.halomigration.backup.Given.differential;
import static org.halomigration.backup.Given.full;
import static org.halomigration.backup.Given.leftOut;
import static org.halomigration.backup.Given.log;
import static org.halomigration.backup.Given.sentence;
import static org.halomigration.backup.Given.sets;
import static org.halomigration.backup.Given.steps;

import java.time.LocalDateTime;
import org.halomigration.backup.Plan.Reason;
import org.junit.jupiter.api.Test;

class StopsAtAPointInTimeTest {
    private static final BackupSetBuilder FULL = at(0, full("F", 100, 110));
    private static final BackupSetBuilder FIRST = at(15, log("L1", 100, 150));
    private static final BackupSetBuilder SECOND = at(30, log("L2", 150, 200));
    private static final BackupSetBuilder THIRD = at(45, log("L3", 200, 250));

    @Test
    void inTheFirstLogThatReachesIt() {
        Plan plan = planTo(20, FULL, FIRST, SECOND, THIRD);
        assertThat(steps(plan)).isEqualTo("F L1 L2");
        assertThat(leftOut(plan, "L3").reason()).isEqualTo(Reason.AFTER_STOP);
        assertThat(sentence(plan, "L3")).contains("2025-06-01 22:20").contains("L2.trn");
        assertThat(plan.brokenChain()).isFalse();
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void withTheTimeOnEveryLogAndOnNothingElse() {
        Plan plan = planTo(20, FULL, FIRST, SECOND);
        LocalDateTime stop = SUNDAY.plusMinutes(20);
        assertThat(plan.steps()).extracting(Plan.Step::stopAt).containsExactly(null, stop, stop);
    }

    @Test
    void fromAFullThatWasDoneByThen() {
        Plan plan = planTo(20, FULL, FIRST, SECOND, at(25, full("F2", 180, 190)), at(18, differential("D", "F", 160, 170)), at(22, differential("D2", "F", 175, 178)));
        assertThat(steps(plan)).isEqualTo("F D L2");
        assertThat(sentence(plan, "F2")).contains("finished at 2025-06-01 22:25").contains("22:20");
        assertThat(leftOut(plan, "D2").reason()).isEqualTo(Reason.AFTER_STOP);
    }

    @Test
    void saysSoWhereNoLogReachesIt() {
        Plan plan = planTo(59, FULL, FIRST);
        assertThat(steps(plan)).isEqualTo("F L1");
        assertThat(plan.warnings()).anySatisfy(w -> assertThat(w).contains("No usable log backup reaches the point in time 2025-06-01 22:59"));
    }

    @Test
    void notInsideBulkLoggedChanges() {
        Plan plan = planTo(20, FULL, FIRST, SECOND.build().toBuilder().bulkLogged(true), THIRD);
        assertThat(steps(plan)).isEqualTo("F L1");
        assertThat(sentence(plan, "L2")).contains("bulk-logged");
        Plan through = planTo(40, FULL, FIRST, SECOND.build().toBuilder().bulkLogged(true), THIRD);
        assertThat(steps(through)).isEqualTo("F L1 L2 L3");
        assertThat(through.steps().get(2).stopAt()).isNull();
        assertThat(through.steps().get(3).stopAt()).isNotNull();
    }

    @Test
    void notByASetWithoutATime() {
        Plan plan = planTo(20, FULL, FIRST, log("L2", 150, 200));
        assertThat(steps(plan)).isEqualTo("F L1");
        assertThat(sentence(plan, "L2")).contains("BackupFinishDate");
    }

    private static Plan planTo(int minute, BackupSetBuilder... sets) {
        return Planner.plan(sets(sets), TargetState.absent("acme_halo"), PlanOptions.defaults().withStopAt(SUNDAY.plusMinutes(minute)));
    }

    private static BackupSetBuilder at(int minute, BackupSetBuilder set) {
        return set.startDate(SUNDAY.plusMinutes(minute)).finishDate(SUNDAY.plusMinutes(minute));
    }
}
