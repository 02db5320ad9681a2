package org.halomigration.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Target;

/**
 * What Amazon RDS says of its tasks ({@code rds_task_status}): the bean {@code tasks}. RDS restores by tasks that are submitted and run by
 * themselves, so its list of tasks takes the place of msdb's restore history.
 */
public final class Tasks {
    /** As RDS documents it: two tasks of an instance run at a time. */
    private static final int AT_A_TIME = 2;

    private static final Set<String> UNFINISHED = Set.of("CREATED", "IN_PROGRESS", "CANCEL_REQUESTED");
    private static final String RESTORES = "RESTORE_DB";
    private static final String FINISHES = "FINISH_RESTORE";

    private final Journal journal;
    private final Headers headers;
    private final Set<Long> told = ConcurrentHashMap.newKeySet();

    public Tasks(Journal journal) {
        this.journal = journal;
        this.headers = new Headers(journal);
    }

    /**
     * The tasks of the target database as rows of a restore history: {@code restore_history_id} is the task's id, {@code BackupSetGUID}
     * the set whose file it restores, beside them {@code task_type}, {@code lifecycle}, {@code percent} and {@code task_info}.
     *
     * @param tasks rows of rds/restore-history.sql
     */
    public List<Map<String, Object>> history(Migration migration, List<Map<String, Object>> tasks) {
        Map<String, String> sets = new HashMap<>();
        headers.bySet(migration.name()).forEach((set, rows) -> {
            List<String> files = rows.stream().map(row -> String.valueOf(row.get("File"))).distinct().toList();
            sets.put(address(files), set);
        });
        return tasks.stream()
                .map(task -> {
                    Map<String, Object> row = new HashMap<>();
                    boolean restores = text(task, "task_type").startsWith(RESTORES);
                    row.put("restore_history_id", id(task, "task_id"));
                    row.put("BackupSetGUID", restores ? sets.get(text(task, "S3_object_arn")) : null);
                    row.put("task_type", text(task, "task_type"));
                    row.put("lifecycle", text(task, "lifecycle"));
                    row.put("percent", task.get("% complete"));
                    row.put("task_info", text(task, "task_info"));
                    return row;
                })
                .sorted(Comparator.comparingLong(row -> id(row, "restore_history_id")))
                .toList();
    }

    /**
     * Where the database stands. What the server does not show while it restores follows from the sets that its tasks have restored in
     * this attempt.
     *
     * @param position rows of restore-position.sql
     * @param history as {@link #history} gives it
     */
    public List<Map<String, Object>> position(Migration migration, List<Map<String, Object>> position, List<Map<String, Object>> history) {
        if (position.isEmpty() || !"RESTORING".equals(position.get(0).get("state_desc")) || position.get(0).get("redo_start_lsn") != null) {
            return position;
        }
        Map<String, Object> row = new HashMap<>(position.get(0));
        for (Map<String, Object> header : restored(migration, history)) {
            row.put("redo_start_lsn", header.get("LastLSN"));
            row.put("redo_start_fork_guid", header.get("RecoveryForkID"));
            row.put("family_guid", header.get("FamilyGUID"));
            if ("1".equals(String.valueOf(header.get("BackupType")))) {
                row.put("differential_base_guid", header.get("BackupSetGUID"));
            }
        }
        return List.of(row);
    }

    /** A header row of each set that was restored since this attempt began, by us or by somebody else's task, in that order. */
    private List<Map<String, Object>> restored(Migration migration, List<Map<String, Object>> history) {
        record Run(String setId, String outcome, long history) {}
        Map<String, List<Map<String, Object>>> rows = headers.bySet(migration.name());
        List<Run> runs = journal.sql()
                .sql("SELECT set_id, outcome, history FROM restore WHERE migration = ? AND attempt = ? AND database_name = ? ORDER BY id")
                .params(migration.name(), journal.phases().attempt(migration.name()), migration.target().database())
                .query(Run.class)
                .list();
        if (runs.isEmpty()) {
            return List.of();
        }
        // RDS forgets a task after 36 days, the journal does not. A run's task has the next number after the newest of its beginning.
        TreeMap<Long, String> sets = new TreeMap<>();
        runs.stream().filter(run -> "succeeded".equals(run.outcome())).forEach(run -> sets.put(run.history() + 1, run.setId()));
        history.stream()
                .filter(row -> succeeded(row) && row.get("BackupSetGUID") != null && id(row, "restore_history_id") > runs.get(0).history())
                .forEach(row -> sets.put(id(row, "restore_history_id"), row.get("BackupSetGUID").toString()));
        return sets.values().stream().map(set -> rows.get(set).get(0)).toList();
    }

    /**
     * Whether the step may be submitted now, and under which address its files are found in S3; nothing is submitted here.
     *
     * @param tasks rows of rds/running-tasks.sql: all of the instance
     * @throws RestoreHeld saying what stands in the way
     */
    public void prepare(Migration migration, Step step, List<Map<String, Object>> position, List<Map<String, Object>> tasks) {
        Target target = migration.target();
        List<Map<String, Object>> running = tasks.stream().filter(Tasks::unfinished).toList();
        Optional<Map<String, Object>> same = running.stream().filter(task -> target.database().equalsIgnoreCase(text(task, "database_name"))).findFirst();
        if (same.isPresent() || running.size() >= AT_A_TIME) {
            String which = same.map(List::of).orElse(running).stream().map(Tasks::named).collect(Collectors.joining(", "));
            throw new RestoreHeld(
                    "Another task runs on the Amazon RDS instance: %s. The %s %s is not submitted yet.".formatted(which, step.type(), step.setId()),
                    "It is submitted by itself when that task has ended. To end it: EXEC msdb.dbo.rds_cancel_task @task_id = ….");
        }
        if (step.type().equals("full") && !position.isEmpty()) {
            throw new RestoreHeld(
                    "Amazon RDS restores no full backup over a database that exists, and %s is %s.".formatted(target.database(), position.get(0).get("state_desc")),
                    "If it holds nothing that is needed, drop it: EXEC msdb.dbo.rds_drop_database @db_name = '…'. The restore then begins by itself.");
        }
        step.values().put("arn", selecting(target.landedFiles(), files(step)));
    }

    /** The address of the files, and of no other file: RDS takes several by what their names begin with. */
    private static String selecting(Target.LandedFiles landed, List<String> files) {
        String address = address(files);
        if (files.size() == 1) {
            return address;
        }
        String directory = landed.forSqlServer().replaceFirst("/$", "") + "/";
        String beginning = address.substring(Math.min(directory.length(), address.length() - 1), address.length() - 1);
        Set<String> mine = files.stream().map(file -> file.substring(directory.length())).collect(Collectors.toSet());
        try (Stream<Path> all = Files.list(landed.path())) {
            List<String> others = all.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(beginning) && !mine.contains(name)).sorted().toList();
            if (beginning.isEmpty() || !others.isEmpty()) {
                throw new RestoreHeld(
                        "Amazon RDS takes the files of a striped backup by what their names begin with, and "
                                + (beginning.isEmpty() ? "these share nothing." : "'%s' is not theirs alone: %s begins so, too.".formatted(beginning, others.get(0))),
                        "Name the stripes so that they share a beginning which no other file has, or back up into one file.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("target.landed-files.path " + landed.path() + " cannot be read: " + e.getMessage(), e);
        }
        return address;
    }

    /** The one file, or what all of them begin with and a star. */
    private static String address(List<String> files) {
        String common = files.get(0);
        for (String file : files) {
            while (!file.startsWith(common)) {
                common = common.substring(0, common.length() - 1);
            }
        }
        return files.size() == 1 ? common : common + "*";
    }

    @SuppressWarnings("unchecked")
    private static List<String> files(Step step) {
        return (List<String>) step.values().get("files");
    }

    /**
     * Whether the database's recovery is to be submitted: it was not yet, or the last try has failed.
     *
     * @param history as {@link #history} gives it
     * @throws TaskFailed once for each task that has failed
     * @throws IllegalStateException when a task has succeeded and the database is not online at a later look
     */
    public boolean mayFinish(List<Map<String, Object>> history) {
        if (history.isEmpty()) {
            return true;
        }
        Map<String, Object> newest = history.get(history.size() - 1);
        if (unfinished(newest)) {
            return false;
        }
        if (!text(newest, "task_type").startsWith(FINISHES)) {
            return true;
        }
        boolean first = told.add(id(newest, "restore_history_id"));
        if (succeeded(newest)) {
            if (first) {
                // The database is online in a moment.
                return false;
            }
            throw new IllegalStateException("Task " + newest.get("restore_history_id") + " (FINISH_RESTORE) of Amazon RDS ended with SUCCESS, but the database is not ONLINE. Not counted as recovered.");
        }
        if (first) {
            throw failure(newest);
        }
        return true;
    }

    static boolean unfinished(Map<String, Object> row) {
        return UNFINISHED.contains(text(row, "lifecycle"));
    }

    /** A row of msdb's history stands for a success; of a task its lifecycle says it. */
    static boolean succeeded(Map<String, Object> row) {
        return !row.containsKey("lifecycle") || "SUCCESS".equals(row.get("lifecycle"));
    }

    static TaskFailed failure(Map<String, Object> row) {
        return new TaskFailed(id(row, "restore_history_id"), text(row, "task_type"), text(row, "lifecycle"), text(row, "task_info"));
    }

    private static String named(Map<String, Object> task) {
        return "task %d (%s of %s, %s)".formatted(id(task, "task_id"), text(task, "task_type"), text(task, "database_name"), text(task, "lifecycle"));
    }

    private static long id(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        return value == null ? "" : value.toString();
    }
}
