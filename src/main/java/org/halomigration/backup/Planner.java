package org.halomigration.backup;

import java.util.Collection;

/** Chooses what to restore and in which order. A pure function: LSNs, GUIDs and recovery forks decide, never names or clocks. */
public final class Planner {
    private Planner() {}

    /** The same sets in any order, and any number of times, give the same steps. */
    public static Plan plan(Collection<BackupSet> sets, TargetState target, PlanOptions options) {
        throw new UnsupportedOperationException("not yet");
    }
}
