package org.halomigration.sandbox.sqlserver;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * A statement as H2 understands it.
 *
 * @param parameters values of ?1, ?2, …
 * @param views system views that it reads; it then runs on the catalog
 * @param database whose tables or views it names, when not the session's own
 * @param tables whether it names tables at all; without any it needs no database
 */
record Translation(String sql, List<Object> parameters, Set<String> views, String database, boolean tables) {
    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
