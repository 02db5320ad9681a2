package org.halomigration.tsql;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import microsoft.sql.DateTimeOffset;
import org.springframework.util.LinkedCaseInsensitiveMap;

/** Collects the rows of a statement's result sets. */
final class Rows {
    private List<Map<String, Object>> last;

    /** Rows of the last result set that has any; an empty list when all were empty, null when there was none. */
    List<Map<String, Object>> last() {
        return last;
    }

    void read(ResultSet result) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        ResultSetMetaData columns = result.getMetaData();
        while (result.next()) {
            Map<String, Object> row = new LinkedCaseInsensitiveMap<>(columns.getColumnCount());
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnLabel(i), value(result.getObject(i)));
            }
            rows.add(row);
        }
        if (last == null || !rows.isEmpty()) {
            last = rows;
        }
    }

    /** Times without a zone stay so: the server's clock is not ours. */
    private static Object value(Object value) {
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        return value instanceof DateTimeOffset time ? time.getOffsetDateTime() : value;
    }
}
