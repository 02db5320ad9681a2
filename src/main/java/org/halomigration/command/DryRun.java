package org.halomigration.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.BackupType;
import org.halomigration.backup.HeaderException;
import org.halomigration.backup.Plan;
import org.halomigration.backup.PlanOptions;
import org.halomigration.backup.Planner;
import org.halomigration.backup.TargetState;
import org.halomigration.restore.MoveMap;
import org.halomigration.restore.StepValues;
import org.halomigration.tsql.StatementFiles;
import org.halomigration.tsql.Values;

/**
 * A plan with the statements that it would run.
 *
 * @param sql of each step, in order
 * @param recovery the statement that would bring the database online; null where nothing would be there to bring
 * @param duplicates files that hold what another file holds
 * @param unusable rows that describe no set
 */
record DryRun(TargetState target, Plan plan, List<String> sql, String recovery, List<BackupSets.Duplicate> duplicates, List<HeaderException> unusable) {
    /** Where the files of a full go. */
    interface Placement {
        /** No {@code MOVE}: what the full backup's files are is not known here. */
        Placement UNKNOWN = step -> List.of();

        List<MoveMap.Move> of(Plan.Step full) throws Exception;
    }

    /** @param database to restore to */
    static DryRun of(List<Map<String, Object>> rows, TargetState target, PlanOptions options, String database, StatementFiles statements, String dialect, Placement placement)
            throws Exception {
        BackupSets sets = BackupSets.fromHeaders(rows);
        Plan plan = Planner.plan(sets.sets(), target, options);
        List<String> sql = new ArrayList<>();
        for (Plan.Step step : plan.steps()) {
            List<MoveMap.Move> moves = step.type() == BackupType.FULL ? placement.of(step) : List.of();
            sql.add(statements.read(dialect, StepValues.statement(step)).render(Values.of(StepValues.of(database, step, moves))).sql().strip());
        }
        boolean recoverable = !plan.steps().isEmpty() || target.takesMore() && target.redoStartLsn() != null;
        String recovery = recoverable ? statements.read(dialect, "recover-database").render(Values.of(Map.of("database", database))).sql().strip() : null;
        return new DryRun(target, plan, sql, recovery, sets.duplicates(), sets.unusable());
    }

    /** Whether what the target is in keeps everything out. */
    private boolean isClosed() {
        return plan.steps().isEmpty() && plan.reachedLsn() == null;
    }

    /** A row that was cut off on the server is no mistake of the input. */
    private boolean isInputWrong() {
        return unusable.stream().anyMatch(row -> !row.isInterrupted());
    }

    int exitCode() {
        return isInputWrong() ? ExitCode.UNUSABLE_INPUT : plan.brokenChain() ? ExitCode.CHAIN_BROKEN : isClosed() ? ExitCode.FAILED : ExitCode.FINE;
    }
}
