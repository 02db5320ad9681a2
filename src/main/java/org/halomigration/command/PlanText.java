package org.halomigration.command;

import java.util.ArrayList;
import java.util.List;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.Plan;

/** A dry run for people to read. */
final class PlanText {
    private final DryRun run;
    private final StringBuilder text = new StringBuilder();

    private PlanText(DryRun run) {
        this.run = run;
    }

    /** @param notes what else to know, a sentence each */
    static String of(DryRun run, String database, List<String> notes) {
        return new PlanText(run).write(database, notes);
    }

    private String write(String database, List<String> notes) {
        Plan plan = run.plan();
        int count = plan.steps().size();
        text.append(count == 0
                ? "Nothing to restore to %s.%n".formatted(database)
                : "%d %s to restore to %s, up to LSN %s.%n".formatted(count, count == 1 ? "backup set" : "backup sets", database, plan.reachedLsn()));
        if (plan.why() != null) {
            text.append(plan.why()).append(System.lineSeparator());
        }
        steps(plan);
        list("Left out", leftOut());
        list("Gaps", plan.gaps().stream().map(Plan.Gap::sentence).toList());
        List<String> more = new ArrayList<>(plan.warnings());
        more.addAll(notes);
        list("Note", more);
        return text.toString();
    }

    private void steps(Plan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            Plan.Step step = plan.steps().get(i);
            BackupSet set = step.set();
            text.append("%n%d. %s backup %s%s, LSN %s to %s%n".formatted(i + 1, step.type().word(), set.label(), taken(set), set.firstLsn(), set.lastLsn()));
            text.append("   %s%n".formatted(run.sql().get(i)));
            if (step.note() != null) {
                text.append("   %s%n".formatted(step.note()));
            }
        }
        if (run.recovery() != null) {
            text.append("%n%d. recovery, gated: only at cutover, when the tail is restored and the source is known to be frozen; nothing can be restored after it%n"
                    .formatted(plan.steps().size() + 1));
            text.append("   %s%n".formatted(run.recovery()));
        }
    }

    private static String taken(BackupSet set) {
        return set.startDate() == null ? "" : " of " + set.startDate().toString().replace('T', ' ');
    }

    private List<String> leftOut() {
        List<String> sentences = new ArrayList<>();
        run.plan().leftOut().forEach(out -> sentences.add(out.sentence()));
        run.duplicates().forEach(duplicate -> sentences.add(duplicate.sentence()));
        run.unusable().forEach(row -> sentences.add(row.getMessage()));
        return sentences;
    }

    private void list(String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            text.append("%n%s:%n".formatted(title));
            sentences.forEach(sentence -> text.append("- %s%n".formatted(sentence)));
        }
    }
}
