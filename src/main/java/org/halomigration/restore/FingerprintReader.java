package org.halomigration.restore;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.halomigration.tsql.StatementFile;
import org.halomigration.tsql.Values;

/**
 * Takes the fingerprint of the database that a connection is in: one pass over each table, rows as they come, few of them in memory at
 * a time, large values not even whole. The order of rows does not matter.
 */
public final class FingerprintReader {
    /** Rows that the driver may fetch ahead. */
    private static final int FETCH = 1_000;

    private final String listTables;
    private final Predicate<String> checksummed;
    private final Consumer<Fingerprint.Table> listener;

    /**
     * @param listTables the statement that lists tables and columns, {@code list-tables.sql}
     * @param checksummed which tables ({@code schema.name}) get a checksum; of the others rows are counted
     * @param listener hears of each table when it is done
     */
    public FingerprintReader(StatementFile listTables, Predicate<String> checksummed, Consumer<Fingerprint.Table> listener) {
        this.listTables = listTables.render(Values.NONE).sql();
        this.checksummed = checksummed;
        this.listener = listener;
    }

    /**
     * @throws SQLException when a table cannot be read: a fingerprint is complete or none
     * @throws IOException when a large value breaks off
     */
    public Fingerprint read(Connection connection) throws SQLException, IOException {
        Instant taken = Instant.now();
        long start = System.nanoTime();
        List<Fingerprint.Table> tables = new ArrayList<>();
        for (Listed listed : list(connection)) {
            Fingerprint.Table table = read(connection, listed);
            tables.add(table);
            listener.accept(table);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        return new Fingerprint(Fingerprint.VERSION, connection.getCatalog(), taken, millis, tables);
    }

    private record Listed(String schema, String name, Map<String, String> columns) {
        String title() {
            return schema + "." + name;
        }
    }

    private List<Listed> list(Connection connection) throws SQLException {
        List<Listed> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(listTables)) {
            while (row.next()) {
                String schema = row.getString("table_schema");
                String name = row.getString("table_name");
                Listed last = tables.isEmpty() ? null : tables.get(tables.size() - 1);
                if (last == null || !last.schema().equals(schema) || !last.name().equals(name)) {
                    last = new Listed(schema, name, new LinkedHashMap<>());
                    tables.add(last);
                }
                last.columns().put(row.getString("column_name"), row.getString("type_name"));
            }
        }
        return tables;
    }

    private Fingerprint.Table read(Connection connection, Listed table) throws SQLException, IOException {
        String from = " FROM " + bracketed(table.schema()) + "." + bracketed(table.name());
        try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            if (!checksummed.test(table.title())) {
                try (ResultSet row = statement.executeQuery("SELECT COUNT_BIG(*)" + from)) {
                    row.next();
                    return new Fingerprint.Table(table.schema(), table.name(), table.columns(), row.getLong(1), null);
                }
            }
            List<ColumnBytes> columns = new ArrayList<>();
            table.columns().forEach((name, type) -> columns.addAll(ColumnBytes.of(bracketed(name), type)));
            try (ResultSet row = statement.executeQuery("SELECT " + ColumnBytes.selected(columns) + from); ContentSum sum = new ContentSum()) {
                for (int i = 0; i < columns.size(); i++) {
                    columns.get(i).prepare(row.getMetaData(), i + 1);
                }
                while (row.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        columns.get(i).write(row, i + 1, sum);
                    }
                    sum.endRow();
                }
                return new Fingerprint.Table(table.schema(), table.name(), table.columns(), sum.rows(), sum.hex());
            }
        } catch (SQLException e) {
            throw new SQLException(
                    "The content of table %s cannot be read: %s".formatted(table.title(), e.getMessage()), e.getSQLState(), e.getErrorCode(), e);
        }
    }

    private static String bracketed(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }
}
