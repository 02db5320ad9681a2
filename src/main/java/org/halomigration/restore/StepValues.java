package org.halomigration.restore;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.backup.Plan;

/** What the statement of a planned step is filled with: the same for one that runs and for one that is only shown. */
public final class StepValues {
    /** Whatever the server's language, it reads this form as year, month, day. */
    private static final DateTimeFormatter STOP_AT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");

    private StepValues() {}

    /**
     * The placeholders of {@code restore-full.sql}, {@code restore-differential.sql} and {@code restore-log.sql}.
     *
     * @param database to restore to
     * @param moves where each file goes; empty for all but a full
     */
    public static Map<String, Object> of(String database, Plan.Step step, List<MoveMap.Move> moves) {
        Map<String, Object> values = new HashMap<>();
        values.put("database", database);
        values.put("files", step.files());
        values.put("position", step.position());
        values.put("checksum", step.checksum());
        values.put("restart", step.restart());
        values.put("moves", moves);
        values.put("stops", step.stopAt() != null);
        values.put("stopAt", text(step.stopAt()));
        return values;
    }

    private static String text(LocalDateTime time) {
        return time == null ? null : STOP_AT.format(time);
    }

    /** The name of a step's statement. */
    public static String statement(Plan.Step step) {
        return "restore-" + step.type().word();
    }
}
