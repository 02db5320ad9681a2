package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The system views that the sandbox knows, with the columns and types of "System catalog views" and "System dynamic management views". */
final class CatalogViews {
    interface Rows {
        List<Object[]> of(CatalogContext context);
    }

    record View(String name, List<Answer.Column> columns, Rows rows) {
        String quoted() {
            return CatalogViews.quoted(name);
        }
    }

    private static final Map<String, View> VIEWS = new LinkedHashMap<>();

    static {
        ServerViews.define();
        TableViews.define();
        MsdbViews.define();
        FactViews.define();
    }

    private CatalogViews() {}

    /** @param columns as in CREATE TABLE, with commas between */
    static void define(String name, String columns, Rows rows) {
        List<Answer.Column> all = new ArrayList<>();
        for (List<Token> column : Cursor.atCommas(Lexer.tokens(columns).stream().filter(t -> t.kind() != Token.Kind.END).toList())) {
            Cursor cursor = Cursor.of(column);
            String label = cursor.name();
            all.add(new Answer.Column(label, Types.read(cursor, 1).type(), true));
        }
        VIEWS.put(name, new View(name, all, rows));
    }

    static boolean exists(String name) {
        return VIEWS.containsKey(name.toLowerCase(Locale.ROOT));
    }

    static View view(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return VIEWS.get(key.startsWith("is.") ? "information_schema." + key.substring(3) : key);
    }

    static Collection<View> all() {
        return VIEWS.values();
    }

    /** H2 has an INFORMATION_SCHEMA of its own, so ours is called otherwise there. */
    static String quoted(String name) {
        int dot = name.indexOf('.');
        String schema = name.substring(0, dot).equals("information_schema") ? "is" : name.substring(0, dot);
        return Store.quoted(schema) + "." + Store.quoted(name.substring(dot + 1));
    }
}
