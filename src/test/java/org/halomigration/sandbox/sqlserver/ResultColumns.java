package org.halomigration.sandbox.sqlserver;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The columns of a result as the server describes them: as declared where they come from a table, else as computed. */
final class ResultColumns {
    interface Declared {
        /** The declared type of a table's column, or null. */
        SqlType type(String schema, String table, String column);
    }

    private ResultColumns() {}

    static List<Answer.Column> of(ResultSetMetaData meta, Declared declared) throws SQLException {
        List<Answer.Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String table = meta.getTableName(i);
            SqlType type = table == null || table.isEmpty() ? null : declared.type(meta.getSchemaName(i), table, meta.getColumnName(i));
            // a column without a name of its own has none on the server either; H2 gives it its expression's text
            boolean named = meta.getColumnLabel(i).equals(meta.getColumnName(i)) && (table == null || table.isEmpty());
            String name = named && !meta.getColumnLabel(i).matches("[\\w$#@ ]+") ? "" : meta.getColumnLabel(i);
            columns.add(new Answer.Column(name, type == null ? Types.ofResult(meta, i) : type, meta.isNullable(i) != ResultSetMetaData.columnNoNulls));
        }
        return columns;
    }

    static Object[] row(ResultSet rows, List<Answer.Column> columns) throws SQLException {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.read(rows, i + 1, columns.get(i).type());
        }
        return values;
    }
}
