package org.halomigration.check;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.Advised;

/**
 * Makes findings of what a preflight statement answers: the bean {@code statementFindings}. A statement's rows are what is wrong, with the
 * columns severity, subject, detail, advice and actor.
 */
public final class StatementFindings {
    private static final int INVALID_COLUMN = 207;
    private static final int INVALID_OBJECT = 208;

    /** @param where {@code source}, {@code source-database} or {@code target} */
    public boolean hasLogin(Migration migration, String where) {
        return where.equals("target") ? migration.target() != null && migration.target().sql() != null : migration.source().sql() != null;
    }

    /** That nobody can ask, because the migration file gives no login. */
    public Finding withoutLogin(String check, String where) {
        String key = where.equals("target") ? "target.sql" : "source.sql";
        return new Finding(check, key, Severity.WARNING, "not asked: the migration file gives no login (" + key + ")",
                "Give " + key + ", or have a person with a login run routes/sql/sqlserver/" + check + ".sql.", where.equals("target") ? "host" : "customer");
    }

    /** What has to be compared with the source, which has not said anything yet. */
    public Finding sourceUnknown(String check) {
        return new Finding(check, "source", Severity.WARNING, "not compared: the source has not said yet what it is",
                "Wait for the source's first look; it needs source.sql and the landing zone.", "customer");
    }

    /**
     * @param well what is true when the statement gives no row
     * @throws IllegalArgumentException when a row is no finding
     */
    public List<Finding> of(String check, String well, List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            return List.of(new Finding(check, check, Severity.OK, well, null, null));
        }
        return rows.stream().map(row -> finding(check, row)).toList();
    }

    private static Finding finding(String check, Map<String, Object> row) {
        return new Finding(check, text(check, row, "subject"), Severity.valueOf(text(check, row, "severity").toUpperCase(Locale.ROOT)), text(check, row, "detail"), text(check, row, "advice"), text(check, row, "actor"));
    }

    private static String text(String check, Map<String, Object> row, String column) {
        Object value = row.get(column);
        if (value == null) {
            throw new IllegalArgumentException("A row of " + check + ".sql has no " + column + "; expected severity, subject, detail, advice and actor.");
        }
        return value.toString().strip();
    }

    /**
     * The server could not be asked, or does not know what it was asked for.
     *
     * @param since the version of SQL Server that brought it; null where every version has it
     */
    public Finding unasked(String check, String since, Throwable thrown) {
        SQLException refused = first(thrown, SQLException.class);
        int number = refused == null ? 0 : refused.getErrorCode();
        if (since != null && (number == INVALID_COLUMN || number == INVALID_OBJECT)) {
            return new Finding(check, check, Severity.OK, "SQL Server has this only since " + since + ", and the instance is older", null, null);
        }
        Throwable cause = refused == null ? thrown : refused;
        Advised advised = first(thrown, Advised.class);
        return new Finding(check, check, Severity.WARNING, "could not be asked: " + String.valueOf(cause.getMessage()).strip(),
                advised == null || advised.advice().isBlank() ? "Give the login the right that is missing, or look by hand." : advised.advice(), "customer");
    }

    private static <T> T first(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
