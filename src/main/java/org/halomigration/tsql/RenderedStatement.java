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
}
