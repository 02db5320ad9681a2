package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.h2.api.ErrorCode;

/** The server's number and text for what H2 refuses ("Database Engine events and errors"). */
final class H2Errors {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private H2Errors() {}

    static Refused refused(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return refused;
            }
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        Matcher matcher = QUOTED.matcher(message);
        String name = matcher.find() ? matcher.group(1) : "";
        String more = " (sandbox: " + message + ")";
        return switch (e.getErrorCode()) {
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1, ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2, ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
                ErrorCode.SCHEMA_NOT_FOUND_1 -> Refused.of(208, "Invalid object name '" + name + "'.");
            case ErrorCode.COLUMN_NOT_FOUND_1 -> Refused.of(207, "Invalid column name '" + name + "'.");
            case ErrorCode.FUNCTION_NOT_FOUND_1 -> Refused.of(195, 15, "'" + name + "' is not a recognized built-in function name." + more);
            case ErrorCode.DUPLICATE_KEY_1 -> Refused.of(2627, 14, "Violation of PRIMARY KEY or UNIQUE KEY constraint. Cannot insert duplicate key." + more);
            case ErrorCode.NULL_NOT_ALLOWED -> Refused.of(515, "Cannot insert the value NULL into column '" + name + "'; column does not allow nulls.");
            case ErrorCode.REFERENTIAL_INTEGRITY_VIOLATED_PARENT_MISSING_1, ErrorCode.REFERENTIAL_INTEGRITY_VIOLATED_CHILD_EXISTS_1,
                ErrorCode.CHECK_CONSTRAINT_VIOLATED_1 -> Refused.of(547, "The statement conflicted with a constraint." + more);
            case ErrorCode.VALUE_TOO_LONG_2 -> Refused.of(2628, "String or binary data would be truncated." + more);
            case ErrorCode.DATA_CONVERSION_ERROR_1 -> Refused.of(245, "Conversion failed when converting a value." + more);
            case ErrorCode.DIVISION_BY_ZERO_1 -> Refused.of(8134, "Divide by zero error encountered.");
            case ErrorCode.LOCK_TIMEOUT_1 -> Refused.of(1222, "Lock request time out period exceeded.");
            case ErrorCode.DEADLOCK_1 -> Refused.of(1205, 13, "Transaction was deadlocked on lock resources with another process and has been chosen as the deadlock victim.");
            default -> Refused.of(102, 15, "Incorrect syntax, or not understood by the sandbox: " + message);
        };
    }
}
