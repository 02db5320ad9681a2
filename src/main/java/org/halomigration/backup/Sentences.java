package org.halomigration.backup;

/** The planner's sentences for people. */
final class Sentences {
    private Sentences() {}

    static String gap(Plan.Gap gap) {
        return "Log backups from LSN %s to %s are missing".formatted(gap.fromLsn(), gap.toLsn());
    }
}
