package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the sandbox knows of a table beyond H2: declared types, identity, and where H2 keeps its columns. */
final class Table {
    /** The column that numbers a row for the log; clients never see it. */
    static final String ROW_NUMBER = "sandbox row";

    /** A column; identity is null or {seed, increment}. */
    record Column(String name, Types.Declared declared, boolean nullable, long[] identity, boolean computed) {
        SqlType type() {
            return declared.type();
        }
    }

    final String schema;
    final String name;
    final int objectId;
    final List<Column> columns = new ArrayList<>();
    /** Position of each column in H2's rows, in the order of columns; the row number's comes last. */
    int[] positions = {};

    Table(String schema, String name, int objectId) {
        this.schema = schema;
        this.name = name;
        this.objectId = objectId;
    }

    String key() {
        return (schema + "." + name).toLowerCase(Locale.ROOT);
    }

    /** The key of a table named with or without its schema; a database part in front is left out. */
    static String key(List<String> parts) {
        String schema = parts.size() > 1 && !parts.get(parts.size() - 2).isEmpty() ? parts.get(parts.size() - 2) : "dbo";
        return (schema + "." + parts.get(parts.size() - 1)).toLowerCase(Locale.ROOT);
    }

    String quoted() {
        return Store.quoted(schema) + "." + Store.quoted(name);
    }

    int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    Column identity() {
        return columns.stream().filter(c -> c.identity() != null).findFirst().orElse(null);
    }
}
