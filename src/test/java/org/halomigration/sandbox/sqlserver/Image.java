package org.halomigration.sandbox.sqlserver;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The contents of a database outside H2: what a full backup holds and what restores work on until recovery. */
final class Image {
    /** The rows of a table by their sandbox number, and the last identity value given out. */
    static final class Rows {
        final TreeMap<Long, Object[]> byNumber = new TreeMap<>();
        Long identity;
    }

    final List<String> definitions = new ArrayList<>();
    final Map<String, Rows> tables = new LinkedHashMap<>();

    Rows rows(String table) {
        return tables.computeIfAbsent(table, name -> new Rows());
    }

    /** Rolls one record forward. */
    void apply(LogRecord entry) {
        if (entry.definition() != null) {
            definitions.add(entry.definition());
            String dropped = droppedTable(entry.definition());
            if (dropped != null) {
                tables.remove(dropped);
            }
        } else if (entry.values() == null) {
            rows(entry.table()).byNumber.remove(entry.row());
        } else {
            rows(entry.table()).byNumber.put(entry.row(), entry.values());
        }
    }

    private static String droppedTable(String definition) {
        Cursor cursor = Cursor.of(Lexer.tokens(definition));
        if (!cursor.accept("DROP", "TABLE")) {
            return null;
        }
        cursor.accept("IF", "EXISTS");
        return Table.key(cursor.dottedName());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(definitions.size());
        for (String definition : definitions) {
            Values.write(out, definition);
        }
        out.writeInt(tables.size());
        for (Map.Entry<String, Rows> table : tables.entrySet()) {
            Values.write(out, table.getKey().toLowerCase(Locale.ROOT));
            Values.write(out, table.getValue().identity);
            out.writeInt(table.getValue().byNumber.size());
            for (Map.Entry<Long, Object[]> row : table.getValue().byNumber.entrySet()) {
                out.writeLong(row.getKey());
                LogRecord.writeRow(out, row.getValue());
            }
        }
    }

    static Image read(DataInputStream in) throws IOException {
        Image image = new Image();
        for (int n = in.readInt(); n > 0; n--) {
            image.definitions.add((String) Values.read(in));
        }
        for (int n = in.readInt(); n > 0; n--) {
            Rows rows = image.rows((String) Values.read(in));
            rows.identity = (Long) Values.read(in);
            for (int count = in.readInt(); count > 0; count--) {
                rows.byNumber.put(in.readLong(), LogRecord.readRow(in));
            }
        }
        return image;
    }
}
