package org.halomigration.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A benchmark's figures, row by row: printed as a table, and kept as JSON below {@code target/bench}. */
public final class Figures {
    private final String bench;
    private final List<Map<String, Object>> rows = new ArrayList<>();

    /** @param bench the name that {@code -Dbench} gives */
    public Figures(String bench) {
        this.bench = bench;
    }

    /** Adds a row. @param cells column names, which say the unit, and values in turn; the same columns in every row */
    public Figures row(Object... cells) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put((String) cells[i], cells[i + 1]);
        }
        rows.add(row);
        return this;
    }

    /** Prints the table and writes {@code target/bench/<bench>.json}. */
    public void publish() throws IOException {
        System.out.print(table());
        Path file = Path.of("target", "bench", bench + ".json");
        Files.createDirectories(file.getParent());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", bench);
        all.put("java", Runtime.version().toString());
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.put("rows", rows);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        System.out.println("Written to " + file);
    }

    /** Adds rows, as {@link #row} makes them. */
    public Figures rows(List<Map<String, Object>> more) {
        rows.addAll(more);
        return this;
    }

    /** Prints the table and writes the rows alone, as a list, to {@code target/bench/<bench>.json}. @param columns that are written; none: all */
    public void publishRows(String... columns) throws IOException {
        System.out.print(table());
        Path file = Path.of("target", "bench", bench + ".json");
        Files.createDirectories(file.getParent());
        List<Map<String, Object>> written = rows.stream()
                .map(row -> {
                    Map<String, Object> some = new LinkedHashMap<>(row);
                    some.keySet().removeIf(column -> columns.length > 0 && !List.of(columns).contains(column));
                    return some;
                })
                .toList();
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), written);
        System.out.println("Written to " + file);
    }

    private String table() {
        StringBuilder table = new StringBuilder("\n");
        List<String> columns = List.copyOf(rows.get(0).keySet());
        columns.forEach(column -> table.append(("%" + width(column) + "s  ").formatted(column)));
        table.append('\n');
        for (Map<String, Object> row : rows) {
            columns.forEach(column -> table.append(("%" + width(column) + "s  ").formatted(text(row.get(column)))));
            table.append('\n');
        }
        return table.toString();
    }

    private int width(String column) {
        return rows.stream().mapToInt(row -> text(row.get(column)).length()).reduce(column.length(), Math::max);
    }

    private static String text(Object value) {
        return value instanceof Double number ? "%.2f".formatted(number) : String.valueOf(value);
    }
}
