package org.halomigration.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;

/** What keeps a target from coming further, for people: made of a plan, on whichever side it was made. */
public final class PlanFindings {
    /** Of all of these findings. */
    public static final String CHECK = "chain";

    private static final String WAITS = "What is here is kept and waits.";

    private final Map<String, Finding> findings = new LinkedHashMap<>();

    private PlanFindings() {}

    /**
     * One for each hole, one for each reason for which sets are kept out, and else one where what is here does not form a chain.
     *
     * @param unusable rows that describe no set
     */
    public static List<Finding> of(Plan plan, TargetState target, List<HeaderException> unusable) {
        PlanFindings made = new PlanFindings();
        unusable.stream().filter(row -> !row.isInterrupted()).forEach(row -> made.add("header", Severity.FAILED, row.getMessage(), WAITS));
        plan.gaps().stream().filter(gap -> gap.bridgedBy() == null).forEach(gap -> made.add(gap.fromLsn() + " to " + gap.toLsn(), Severity.WARNING, gap.sentence(),
                "Send the log backups in between, or a new differential. What is there is kept and waits."));
        // However many sets a reason keeps out: the first one says it.
        plan.leftOut().stream().filter(out -> out.reason().keepsOut() && isBeyond(plan, out.set())).forEach(out -> made.add(out.reason().name(),
                out.reason() == Plan.Reason.OTHER_DATABASE ? Severity.WARNING : Severity.FAILED, out.sentence(), WAITS));
        if (made.findings.isEmpty() && plan.brokenChain() && !plan.leftOut().isEmpty()) {
            made.add(target.name(), Severity.WARNING, plan.why(), WAITS);
        }
        return List.copyOf(made.findings.values());
    }

    private void add(String subject, Severity severity, String detail, String advice) {
        findings.putIfAbsent(subject, new Finding(CHECK, subject, severity, detail, advice, "customer"));
    }

    /** What the target holds already, it does not need. */
    private static boolean isBeyond(Plan plan, BackupSet set) {
        return plan.reachedLsn() == null || set.lastLsn() == null || set.lastLsn().isAfter(plan.reachedLsn());
    }
}
