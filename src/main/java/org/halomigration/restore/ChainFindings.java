package org.halomigration.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanFindings;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.TargetState;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;

/** What a plan means for people: each set that is left out gets its reason, and what keeps the target back becomes a finding. */
final class ChainFindings {
    private final Journal journal;

    ChainFindings(Journal journal) {
        this.journal = journal;
    }

    void tell(Migration sheet, Plan plan, TargetState state, BackupSets read, Phase phase) {
        String migration = sheet.name();
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
        List<Finding> now = new ArrayList<>(PlanFindings.of(plan, state, read.unusable()));
        // Sent although it does not continue the target: the source has nothing else that leads further.
        plan.leftOut().stream()
                .filter(out -> out.reason() == Plan.Reason.TARGET && out.set().type() == BackupType.FULL && plan.reachedLsn() != null && out.set().lastLsn().isAfter(plan.reachedLsn()))
                .reduce((first, last) -> last)
                .ifPresent(out -> now.add(new Finding(PlanFindings.CHECK, out.reason().name(), Severity.WARNING, out.sentence(), "It has arrived and waits.", "host")));
        if (PlanOptions.of(sheet).checksums() == PlanOptions.ChecksumPolicy.WARN) {
            unchecked(sheet, plan, read).ifPresent(now::add);
        }
        boolean shut = state.state() != TargetState.State.ABSENT && (!state.takesMore() || state.redoStartLsn() == null);
        if (shut && phase != Phase.CUTTING_OVER) {
            now.removeIf(finding -> finding.subject().equals(state.name()));
            now.add(new Finding(PlanFindings.CHECK, state.name(), Severity.FAILED, plan.why(), "Nothing of it is overwritten. What has arrived waits, and is restored once that can be.", "host"));
        }
        journal.findings().answered(migration, PlanFindings.CHECK, now);
    }

    /** Said once for a chain, of its first such set: what is in the target already counts, as nothing has checked it yet. */
    private Optional<Finding> unchecked(Migration migration, Plan plan, BackupSets read) {
        String name = migration.name();
        String database = migration.target().database();
        int attempt = journal.phases().attempt(name);
        Set<String> used = new HashSet<>(journal.sql()
                .sql("SELECT set_id FROM restore WHERE migration = ? AND attempt = ? AND database_name = ? AND outcome = 'succeeded' AND id >= "
                        + "(SELECT MAX(id) FROM restore WHERE migration = ? AND attempt = ? AND database_name = ? AND outcome = 'succeeded' AND type = 'full')")
                .params(name, attempt, database, name, attempt, database)
                .query(String.class)
                .list());
        if (!plan.steps().isEmpty() && plan.steps().get(0).type() == BackupType.FULL) {
            used.clear();
        }
        plan.steps().forEach(step -> used.add(Chain.id(step.set())));
        return read.sets().stream()
                .filter(set -> Boolean.FALSE.equals(set.hasChecksums()) && used.contains(Chain.id(set)))
                .min(Comparator.comparing(BackupSet::lastLsn).thenComparing(BackupSet::guid))
                .map(set -> new Finding(PlanFindings.CHECK, Plan.Reason.NO_CHECKSUM.name(), Severity.WARNING,
                        "%s carries no checksum: corruption would only show in CHECKDB. It is restored all the same.".formatted(set.label()),
                        "Take backups WITH CHECKSUM, and have a UAT copy made, in which CHECKDB is run.", "customer"));
    }
}
