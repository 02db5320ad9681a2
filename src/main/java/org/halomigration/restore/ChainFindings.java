package org.halomigration.restore;

import java.util.ArrayList;
import java.util.List;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.HeaderException;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanFindings;
import org.halomigration.backup.TargetState;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;

/** What a plan means for people: each set that is left out gets its reason, and what keeps the target back becomes a finding. */
final class ChainFindings {
    private final Journal journal;

    ChainFindings(Journal journal) {
        this.journal = journal;
    }

    void tell(String migration, Plan plan, TargetState state, List<HeaderException> unusable, Phase phase) {
        for (Plan.LeftOut out : plan.leftOut()) {
            journal.sql()
                    .sql("UPDATE backup_set SET state = 'left-out', reason = ?, changed = ? WHERE migration = ? AND id = ? AND state <> 'restored' AND COALESCE(reason, '') <> ?")
                    .params(out.sentence(), journal.now(), migration, Chain.id(out.set()), out.sentence())
                    .update();
        }
        plan.steps().forEach(step -> journal.sql()
                .sql("UPDATE backup_set SET state = 'received', reason = NULL, changed = ? WHERE migration = ? AND id = ? AND state = 'left-out'")
                .params(journal.now(), migration, Chain.id(step.set()))
                .update());
        List<Finding> now = new ArrayList<>(PlanFindings.of(plan, state, unusable));
        // Sent although it does not continue the target: the source has nothing else that leads further.
        plan.leftOut().stream()
                .filter(out -> out.reason() == Plan.Reason.TARGET && out.set().type() == BackupType.FULL && plan.reachedLsn() != null && out.set().lastLsn().isAfter(plan.reachedLsn()))
                .reduce((first, last) -> last)
                .ifPresent(out -> now.add(new Finding(PlanFindings.CHECK, out.reason().name(), Severity.WARNING, out.sentence(), "It has arrived and waits.", "host")));
        boolean shut = state.state() != TargetState.State.ABSENT && (!state.takesMore() || state.redoStartLsn() == null);
        if (shut && phase != Phase.CUTTING_OVER) {
            now.removeIf(finding -> finding.subject().equals(state.name()));
            now.add(new Finding(PlanFindings.CHECK, state.name(), Severity.FAILED, plan.why(), "Nothing of it is overwritten. What has arrived waits, and is restored once that can be.", "host"));
        }
        journal.findings().answered(migration, PlanFindings.CHECK, now);
    }
}
