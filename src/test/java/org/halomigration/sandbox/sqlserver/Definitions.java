package org.halomigration.sandbox.sqlserver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs what defines tables, indexes, views, schemas and users on a store. */
final class Definitions {
    private final Store store;

    Definitions(Store store) {
        this.store = store;
    }

    void run(List<Token> statement) throws SQLException {
        Cursor c = Cursor.of(statement);
        if (c.accept("CREATE", "TABLE")) {
            createTable(c);
        } else if (c.accept("ALTER", "TABLE")) {
            alterTable(c);
        } else if (c.accept("DROP", "TABLE")) {
            dropTable(c);
        } else if (c.accept("DROP", "INDEX")) {
            boolean ifExists = c.accept("IF", "EXISTS");
            String index = c.name();
            c.expect("ON");
            store.execute("DROP INDEX " + (ifExists ? "IF EXISTS " : "") + indexName(c.dottedName(), index));
            c.expectEnd();
        } else if (c.accept("CREATE", "SCHEMA")) {
            store.execute("CREATE SCHEMA " + Store.quoted(c.name()));
            c.expectEnd();
        } else if (c.accept("CREATE", "VIEW")) {
            store.execute("CREATE VIEW " + qualified(c.dottedName()) + " " + new Translator(NoScope.INSTANCE).emit(c.rest()));
        } else if (c.accept("DROP", "VIEW")) {
            store.execute("DROP VIEW " + (c.accept("IF", "EXISTS") ? "IF EXISTS " : "") + qualified(c.dottedName()));
            c.expectEnd();
        } else if (c.accept("CREATE", "USER") || c.accept("ALTER", "USER")) {
            String name = c.name();
            c.expect("SID");
            store.users.put(name, java.util.HexFormat.of().parseHex(c.next().value()));
        } else if (c.accept("ALTER", "ROLE")) {
            String role = c.name();
            c.expect("ADD", "MEMBER");
            grant(c.name(), role);
            c.expectEnd();
        } else if (c.accept("GRANT", "SELECT", "ON")) {
            List<String> object = c.dottedName();
            c.expect("TO");
            grant(c.name(), "SELECT " + schema(object) + "." + object.get(object.size() - 1));
            c.expectEnd();
        } else if (c.accept("DROP", "USER")) {
            store.users.remove(c.name());
        } else {
            createIndex(c);
        }
    }

    static String qualified(List<String> parts) {
        return Store.quoted(schema(parts)) + "." + Store.quoted(parts.get(parts.size() - 1));
    }

    private void grant(String user, String right) {
        if (!store.users.containsKey(user)) {
            throw Refused.of(15151, "Cannot find the user '" + user + "', because it does not exist or you do not have permission.");
        }
        store.granted.computeIfAbsent(user, name -> java.util.concurrent.ConcurrentHashMap.newKeySet()).add(right.toUpperCase(java.util.Locale.ROOT));
    }

    private static String schema(List<String> parts) {
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
        return schema.isEmpty() ? "dbo" : schema;
    }

    private void createTable(Cursor c) throws SQLException {
        List<String> name = c.dottedName();
        Table table = new Table(schema(name), name.get(name.size() - 1), store.nextObjectId());
        if (store.tables.containsKey(table.key())) {
            throw Refused.of(2714, "There is already an object named '" + table.name + "' in the database.");
        }
        if (table.name.startsWith("#")) {
            throw Refused.notUnderstood(table.name);
        }
        c.expect("(");
        List<String> lines = new ArrayList<>();
        for (List<Token> item : Cursor.atCommas(c.insideParentheses())) {
            Cursor inside = Cursor.of(item);
            if (inside.peek().isOneOf("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
                lines.add(new ColumnDefinition(inside).constraint());
            } else {
                ColumnDefinition column = new ColumnDefinition(inside);
                lines.add(column.read());
                table.columns.add(column.column());
            }
        }
        storage(c);
        lines.add(Store.rowNumberColumn());
        store.execute("CREATE TABLE " + table.quoted() + " (" + String.join(", ", lines) + ")");
        store.tables.put(table.key(), table);
        store.watch(table);
    }

    /** Where and how a table or index is stored means nothing here. */
    private static void storage(Cursor c) {
        while (c.peek().isOneOf("ON", "TEXTIMAGE_ON", "WITH")) {
            if (c.next().is("WITH")) {
                c.expect("(");
                c.insideParentheses();
            } else {
                c.name();
            }
        }
        c.expectEnd();
    }

    private void alterTable(Cursor c) throws SQLException {
        List<String> name = c.dottedName();
        Table table = store.table(Table.key(name));
        String alter = "ALTER TABLE " + table.quoted() + " ";
        if (c.accept("WITH")) {
            c.next();
        }
        if (c.accept("ADD")) {
            for (List<Token> item : Cursor.atCommas(c.rest())) {
                Cursor inside = Cursor.of(item);
                if (inside.peek().isOneOf("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
                    store.execute(alter + "ADD " + new ColumnDefinition(inside).constraint());
                } else {
                    ColumnDefinition column = new ColumnDefinition(inside);
                    store.execute(alter + "ADD COLUMN " + column.read());
                    table.columns.add(column.column());
                }
            }
        } else if (c.accept("DROP", "COLUMN")) {
            boolean ifExists = c.accept("IF", "EXISTS");
            String column = c.name();
            c.expectEnd();
            store.execute(alter + "DROP COLUMN " + (ifExists ? "IF EXISTS " : "") + Store.quoted(column));
            table.columns.removeIf(old -> old.name().equalsIgnoreCase(column));
        } else if (c.accept("DROP")) {
            c.accept("CONSTRAINT");
            store.execute(alter + "DROP CONSTRAINT " + Store.quoted(c.name()));
            c.expectEnd();
        } else if (c.accept("ALTER", "COLUMN")) {
            alterColumn(table, alter, c);
        } else {
            throw Refused.notUnderstood(c.peek().text());
        }
        store.watch(table);
    }

    private void alterColumn(Table table, String alter, Cursor c) throws SQLException {
        int index = table.indexOf(c.name());
        if (index < 0) {
            throw Refused.of(4924, "ALTER TABLE ALTER COLUMN failed because a column does not exist in table '" + table.name + "'.");
        }
        Types.Declared declared = Types.read(c, 1);
        boolean notNull = c.accept("NOT", "NULL");
        c.accept("NULL");
        c.expectEnd();
        Table.Column old = table.columns.get(index);
        store.execute(alter + "ALTER COLUMN " + Store.quoted(old.name()) + " SET DATA TYPE " + Types.h2(declared.type()));
        store.execute(alter + "ALTER COLUMN " + Store.quoted(old.name()) + (notNull ? " SET NOT NULL" : " DROP NOT NULL"));
        table.columns.set(index, new Table.Column(old.name(), declared, !notNull, old.identity(), old.computed()));
    }

    private void dropTable(Cursor c) throws SQLException {
        boolean ifExists = c.accept("IF", "EXISTS");
        List<String> name = c.dottedName();
        c.expectEnd();
        Table table = store.tables.remove(Table.key(name));
        if (table == null && !ifExists) {
            throw Refused.of(3701, 11, "Cannot drop the table '" + String.join(".", name) + "', because it does not exist or you do not have permission.");
        }
        if (table != null) {
            store.execute("DROP TABLE " + table.quoted());
        }
    }

    private void createIndex(Cursor c) throws SQLException {
        c.expect("CREATE");
        boolean unique = c.accept("UNIQUE");
        if (!c.accept("CLUSTERED")) {
            c.accept("NONCLUSTERED");
        }
        if (!c.accept("INDEX")) {
            throw Refused.notUnderstood("CREATE " + c.peek().text());
        }
        String index = c.name();
        c.expect("ON");
        List<String> table = c.dottedName();
        c.expect("(");
        String columns = ColumnDefinition.columns(c.insideParentheses());
        if (c.accept("INCLUDE")) {
            c.expect("(");
            c.insideParentheses();
        }
        if (c.peek().is("WHERE") && unique) {
            throw Refused.notUnderstood("unique filtered index");
        }
        if (!c.peek().is("WHERE")) {
            storage(c);
        }
        store.execute("CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + indexName(table, index) + " ON " + qualified(table) + " (" + columns + ")");
    }

    /** Names of indexes are the table's own on the server, the schema's in H2. */
    private static String indexName(List<String> table, String index) {
        return Store.quoted(schema(table)) + "." + Store.quoted(table.get(table.size() - 1) + "." + index);
    }

    static String names(List<Token> tokens) {
        return Cursor.atCommas(tokens).stream().map(t -> Store.quoted(t.get(0).value())).collect(Collectors.joining(", "));
    }
}
