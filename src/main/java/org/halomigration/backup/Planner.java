package org.halomigration.backup;

import java.util.Collection;

/** Chooses what to restore and in which order. A pure function: LSNs, GUIDs and recovery forks decide, never names or clocks. */
public final class Planner {
    private Planner() {}

    /** The same sets in any order, and any number of times, give the same steps. */
    public static Plan plan(Collection<BackupSet> sets, TargetState target, PlanOptions options) {
        java.util.List<Plan.Step> steps = new java.util.ArrayList<>();
        Lsn at = null;
        java.util.Comparator<BackupSet> byEnd = java.util.Comparator.comparing(BackupSet::lastLsn);
        if (target.state() == TargetState.State.ABSENT) {
            java.util.Optional<BackupSet> full = sets.stream().filter(x -> x.type() == BackupType.FULL).max(byEnd);
            if (full.isPresent()) {
            steps.add(step(full.get())); at = full.get().lastLsn();
            java.util.Optional<BackupSet> diff = sets.stream().filter(x -> x.type() == BackupType.DIFFERENTIAL && full.get().guid().equals(x.differentialBaseGuid())).max(byEnd);
            if (diff.isPresent()) { steps.add(step(diff.get())); at = diff.get().lastLsn(); } }
        } else if (target.takesMore()) at = target.redoStartLsn();
        if (at != null)
        for (BackupSet l : sets.stream().filter(x -> x.type() == BackupType.LOG).sorted(byEnd).toList())
            if (!l.firstLsn().isAfter(at) && l.lastLsn().isAfter(at)) { steps.add(step(l)); at = l.lastLsn(); }
        return new Plan(steps, java.util.List.of(), java.util.List.of(), false, null, java.util.List.of(), at);
    }

    private static Plan.Step step(BackupSet b) { return new Plan.Step(b, b.type(), b.files(), b.fileNumber(), false, false, null, null); }
}
