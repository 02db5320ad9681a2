package org.halomigration.migration;

import java.util.List;
import java.util.Map;
import org.halomigration.sheet.Migration;

/**
 * What the source instance says of the source database: a row of database-state.sql.
 *
 * @param state as sys.databases names it, ONLINE or RESTORING
 * @param userAccess MULTI_USER, RESTRICTED_USER or SINGLE_USER
 */
record SourceState(String database, String state, String userAccess, String recoveryModel, boolean readOnly, boolean standby) {
    /** @throws IllegalStateException when there is no such database */
    static SourceState of(Migration migration, List<Map<String, Object>> rows) {
        if (rows == null || rows.isEmpty()) {
            throw new IllegalStateException("The source instance knows no database called '" + migration.source().database() + "'. Check source.database in " + migration.file() + ".");
        }
        return of(migration.source().database(), rows.get(0));
    }

    private static SourceState of(String database, Map<String, Object> row) {
        return new SourceState(database, String.valueOf(row.get("state_desc")), String.valueOf(row.get("user_access_desc")), String.valueOf(row.get("recovery_model_desc")),
                flag(row.get("is_read_only")), flag(row.get("is_in_standby")));
    }

    /** Whether it is frozen by a log backup: then recovery brings it back, else READ_WRITE does. */
    static boolean byLog(List<Map<String, Object>> rows) {
        return !rows.isEmpty() && of("", rows.get(0)).byLog();
    }

    private boolean byLog() {
        return state.equals("RESTORING") || standby;
    }

    /** What keeps it from being written to. @throws IllegalStateException when nothing does */
    String frozen() {
        if (byLog()) {
            return standby ? "STANDBY" : state;
        }
        if (readOnly) {
            return "READ_ONLY";
        }
        throw new IllegalStateException("The source " + database + " is not frozen: it is " + state
                + " and can be written to; expected RESTORING, STANDBY or READ_ONLY. The target will not be recovered. Back out, or find who reopened it.");
    }

    /** @throws IllegalStateException unless everybody may write to it */
    void serves() {
        if (!state.equals("ONLINE") || readOnly || !userAccess.equals("MULTI_USER")) {
            throw new IllegalStateException("The source " + database + " is " + state + ", " + userAccess + ", read only " + readOnly
                    + "; expected ONLINE, MULTI_USER, writable. Not counted as backed out.");
        }
    }

    static boolean flag(Object value) {
        return value instanceof Boolean b ? b : value instanceof Number n && n.intValue() != 0;
    }
}
