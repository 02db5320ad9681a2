package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Answers queries on system views: fills the views a query names with what is true now, and lets H2 run it. */
final class Catalog implements AutoCloseable {
    record Result(List<Answer.Column> columns, List<Object[]> rows) {}

    private final Connection connection;

    Catalog() throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:mem:" + UUID.randomUUID()
            + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;IGNORECASE=TRUE;NON_KEYWORDS=VALUE,KEY,USER,DAY,HOUR,MINUTE,MONTH,SECOND,YEAR");
        Functions.register(connection);
        try (Statement statement = connection.createStatement()) {
            for (String schema : List.of("sys", "msdb", "is")) {
                statement.execute("CREATE SCHEMA \"" + schema + "\"");
            }
            for (CatalogViews.View view : CatalogViews.all()) {
                statement.execute("CREATE TABLE " + view.quoted() + " (" + view.columns().stream()
                    .map(c -> Store.quoted(c.name()) + " " + Types.h2(c.type())).collect(Collectors.joining(", ")) + ")");
            }
        }
        connection.setAutoCommit(false);
    }

    synchronized Result query(Translation query, CatalogContext context) throws SQLException {
        try {
            fill(query.views(), context);
            try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
                query.bind(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    List<Answer.Column> columns = ResultColumns.of(rows.getMetaData(), Catalog::declared);
                    List<Object[]> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(ResultColumns.row(rows, columns));
                    }
                    return new Result(columns, all);
                }
            }
        } finally {
            connection.rollback();
        }
    }

    private static SqlType declared(String schema, String table, String column) {
        CatalogViews.View view = CatalogViews.view(schema + "." + table);
        return view == null ? null
            : view.columns().stream().filter(c -> c.name().equalsIgnoreCase(column)).map(Answer.Column::type).findFirst().orElse(null);
    }

    private void fill(Set<String> names, CatalogContext context) throws SQLException {
        for (String name : names) {
            CatalogViews.View view = CatalogViews.view(name);
            String marks = view.columns().stream().map(c -> "?").collect(Collectors.joining(", "));
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + view.quoted() + " VALUES (" + marks + ")")) {
                for (Object[] row : view.rows().of(context)) {
                    for (int i = 0; i < row.length; i++) {
                        insert.setObject(i + 1, row[i]);
                    }
                    insert.executeUpdate();
                }
            }
        }
    }

    @Override
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
