package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.h2.tools.TriggerAdapter;

/** Writes every changed row to the log buffer of the transaction that runs on this thread. Public because H2 asks for it. */
public final class RowTrigger extends TriggerAdapter {
    private static final ThreadLocal<Branch> CURRENT = new ThreadLocal<>();

    /** Rows that change on this thread belong to the branch; null again when the statement has ended. */
    static void capture(Branch branch) {
        if (branch == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(branch);
        }
    }

    @Override
    public void fire(Connection connection, ResultSet before, ResultSet after) throws SQLException {
        Branch branch = CURRENT.get();
        if (branch == null) {
            return;
        }
        Table table = branch.store().table((schemaName + "." + tableName).toLowerCase(java.util.Locale.ROOT));
        int number = table.positions[table.columns.size()];
        if (after == null) {
            branch.changed(LogRecord.remove(table.key(), before.getLong(number)));
        } else {
            branch.changed(LogRecord.put(table.key(), after.getLong(number), Store.row(table, after)));
            Table.Column identity = table.identity();
            if (before == null && identity != null) {
                branch.inserted(after.getLong(table.positions[table.columns.indexOf(identity)]));
            }
        }
    }
}
