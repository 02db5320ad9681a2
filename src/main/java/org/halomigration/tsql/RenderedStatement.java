package org.halomigration.tsql;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A statement ready to run.
 *
 * @param sql the text that is sent, one batch; {@code ?} where a parameter binds
 * @param parameters values of the {@code ?}, in order; they may be null
 */
public record RenderedStatement(String sql, List<Object> parameters) {
    private static final Pattern RESTORE = Pattern.compile("\\bRESTORE\\s+(DATABASE|LOG)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern BACKUP_LOG = Pattern.compile("\\bBACKUP\\s+LOG\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern STAYS_RESTORING = Pattern.compile("\\b(NORECOVERY|STANDBY)\\b", Pattern.CASE_INSENSITIVE);

    /** Whether it brings a database online: RESTORE does so unless it says NORECOVERY or STANDBY. */
    public boolean recovers() {
        String words = Verbatim.without(sql);
        return RESTORE.matcher(words).find() && !STAYS_RESTORING.matcher(words).find();
    }

    /** Whether it is the tail of a source: a log backup that leaves the database frozen. */
    public boolean takesTail() {
        String words = Verbatim.without(sql);
        return BACKUP_LOG.matcher(words).find() && STAYS_RESTORING.matcher(words).find();
    }

    /**
     * The statement for a person to run: each parameter as a literal in its place.
     *
     * @throws IllegalArgumentException when a parameter has no literal, such as a list of bytes
     */
    public String shown() {
        StringBuilder shown = new StringBuilder();
        int parameter = 0;
        for (int at = 0; at < sql.length(); ) {
            int end = Verbatim.end(sql, at);
            if (end < 0) {
                end = sql.length();
            }
            if (end > at) {
                shown.append(sql, at, end);
                at = end;
            } else if (sql.charAt(at++) == '?') {
                Object value = parameters.get(parameter++);
                shown.append(value == null ? "NULL" : value instanceof Number ? value.toString() : Quoted.literal(value));
            } else {
                shown.append(sql.charAt(at - 1));
            }
        }
        return shown.toString().strip();
    }
}
