package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Views of the tables of one database. */
final class TableViews {
    private TableViews() {}

    static void define() {
        CatalogViews.define("sys.schemas", "name sysname, schema_id int, principal_id int", c -> {
            List<Object[]> rows = new ArrayList<>();
            for (String schema : schemas(c)) {
                rows.add(new Object[] {schema, schemaId(c, schema), 1});
            }
            return rows;
        });
        CatalogViews.define("sys.types", "name sysname, system_type_id tinyint, user_type_id int, schema_id int", c -> {
            List<Object[]> rows = new ArrayList<>();
            Types.ids().forEach((name, id) -> rows.add(new Object[] {name, (short) (id > 255 ? 231 : id), id, 4}));
            return rows;
        });
        String objects = "name sysname, object_id int, schema_id int, type char(2), type_desc nvarchar(60), is_ms_shipped bit";
        CatalogViews.define("sys.tables", objects, TableViews::objects);
        CatalogViews.define("sys.objects", objects, TableViews::objects);
        CatalogViews.define("sys.columns", "object_id int, name sysname, column_id int, system_type_id tinyint, user_type_id int, max_length smallint,"
            + " precision tinyint, scale tinyint, is_nullable bit, is_identity bit, is_computed bit", TableViews::columns);
        CatalogViews.define("sys.partitions", "partition_id bigint, object_id int, index_id int, rows bigint", TableViews::partitions);
        CatalogViews.define("sys.database_principals", "name sysname, principal_id int, type char(1), type_desc nvarchar(60), sid varbinary(85),"
            + " authentication_type_desc nvarchar(60), default_schema_name sysname", TableViews::users);
        CatalogViews.define("information_schema.tables", "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname, TABLE_TYPE varchar(10)", c -> {
            List<Object[]> rows = new ArrayList<>();
            for (Table t : tables(c)) {
                rows.add(new Object[] {c.database().name, t.schema, t.name, "BASE TABLE"});
            }
            return rows;
        });
        CatalogViews.define("information_schema.columns", "TABLE_CATALOG nvarchar(128), TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname, COLUMN_NAME sysname,"
            + " ORDINAL_POSITION int, IS_NULLABLE varchar(3), DATA_TYPE nvarchar(128), CHARACTER_MAXIMUM_LENGTH int", c -> {
                List<Object[]> rows = new ArrayList<>();
                for (Table t : tables(c)) {
                    for (int i = 0; i < t.columns.size(); i++) {
                        Table.Column column = t.columns.get(i);
                        rows.add(new Object[] {c.database().name, t.schema, t.name, column.name(), i + 1, column.nullable() ? "YES" : "NO",
                            column.declared().name(), column.type().length() == 0 ? null : column.type().length()});
                    }
                }
                return rows;
            });
    }

    private static Store store(CatalogContext c) {
        try {
            return c.database().store();
        } catch (SQLException e) {
            throw H2Errors.refused(e);
        }
    }

    /** "Metadata visibility": only what the login has some permission on. */
    static Collection<Table> tables(CatalogContext c) {
        return c.session().principal().mayRead(c.database()) ? store(c).tables.values() : List.of();
    }

    private static List<String> schemas(CatalogContext c) {
        List<String> names = new ArrayList<>(List.of("dbo", "guest", "INFORMATION_SCHEMA", "sys"));
        tables(c).stream().map(t -> t.schema).filter(s -> names.stream().noneMatch(s::equalsIgnoreCase)).distinct().forEach(names::add);
        return names;
    }

    private static int schemaId(CatalogContext c, String schema) {
        return schemas(c).stream().map(s -> s.toLowerCase(Locale.ROOT)).toList().indexOf(schema.toLowerCase(Locale.ROOT)) + 1;
    }

    private static List<Object[]> objects(CatalogContext c) {
        List<Object[]> rows = new ArrayList<>();
        for (Table t : tables(c)) {
            rows.add(new Object[] {t.name, t.objectId, schemaId(c, t.schema), "U ", "USER_TABLE", false});
        }
        return rows;
    }

    private static List<Object[]> columns(CatalogContext c) {
        List<Object[]> rows = new ArrayList<>();
        for (Table t : tables(c)) {
            for (int i = 0; i < t.columns.size(); i++) {
                Table.Column column = t.columns.get(i);
                int type = Types.ids().getOrDefault(column.declared().name(), 0);
                int length = column.type().length() < 0 ? -1 : column.type().length() * (column.declared().name().startsWith("n") ? 2 : 1);
                rows.add(new Object[] {t.objectId, column.name(), i + 1, (short) (type > 255 ? 231 : type), type, (short) length,
                    (short) column.type().precision(), (short) column.type().scale(), column.nullable(), column.identity() != null, column.computed()});
            }
        }
        return rows;
    }

    private static List<Object[]> partitions(CatalogContext c) {
        List<Object[]> rows = new ArrayList<>();
        try (Connection connection = store(c).connect(); Statement statement = connection.createStatement()) {
            for (Table t : tables(c)) {
                try (ResultSet count = statement.executeQuery("SELECT COUNT(*) FROM " + t.quoted())) {
                    count.next();
                    rows.add(new Object[] {(long) t.objectId, t.objectId, 1, count.getLong(1)});
                }
            }
        } catch (SQLException e) {
            throw H2Errors.refused(e);
        }
        return rows;
    }

    private static List<Object[]> users(CatalogContext c) {
        List<Object[]> rows = new ArrayList<>();
        Principal owner = c.server().login(c.database().owner);
        rows.add(new Object[] {"dbo", 1, "S", "SQL_USER", owner == null ? null : owner.sid(), "INSTANCE", "dbo"});
        rows.add(new Object[] {"guest", 2, "S", "SQL_USER", new byte[1], "NONE", "guest"});
        int id = 4;
        for (Map.Entry<String, byte[]> user : store(c).users.entrySet()) {
            rows.add(new Object[] {user.getKey(), ++id, "S", "SQL_USER", user.getValue(), "INSTANCE", "dbo"});
        }
        return rows;
    }
}
