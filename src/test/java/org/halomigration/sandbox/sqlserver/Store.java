package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The rows of one open database: an H2 database in memory. */
final class Store {
    private static final String ROWS = "\"dbo\".\"sandbox rows\"";
    private static final String OPTIONS = ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;IGNORECASE=TRUE;LOCK_TIMEOUT=10000"
        + ";NON_KEYWORDS=VALUE,KEY,USER,DAY,HOUR,MINUTE,MONTH,SECOND,YEAR";
    final Map<String, Table> tables = new ConcurrentSkipListMap<>();
    final Map<String, byte[]> users = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
    /** Roles and permissions by user: "DB_OWNER", "SELECT DBO.BACKUPSET". */
    final Map<String, Set<String>> granted = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
    final List<String> definitions = new ArrayList<>();
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + OPTIONS;
    private final Connection keeper;
    private int objects = 901_578_250;
    /** Rows that recovery brings back are not changes, so nothing captures them. */
    private boolean loading;

    Store() throws SQLException {
        keeper = DriverManager.getConnection(url);
        Functions.register(keeper);
        execute("CREATE SCHEMA \"dbo\"");
        keeper.setSchema("dbo");
        execute("CREATE SEQUENCE " + ROWS + " CACHE 1000");
    }

    /** A database that recovery opens. */
    static Store of(Image image) throws SQLException {
        Store store = new Store();
        store.loading = true;
        for (String definition : image.definitions) {
            store.define(Lexer.tokens(definition).stream().filter(t -> t.kind() != Token.Kind.END).toList());
        }
        store.execute("SET REFERENTIAL_INTEGRITY FALSE");
        long last = 0;
        for (Map.Entry<String, Image.Rows> rows : image.tables.entrySet()) {
            Table table = store.table(rows.getKey());
            store.load(table, rows.getValue());
            last = rows.getValue().byNumber.isEmpty() ? last : Math.max(last, rows.getValue().byNumber.lastKey());
        }
        store.execute("SET REFERENTIAL_INTEGRITY TRUE");
        store.execute("ALTER SEQUENCE " + ROWS + " RESTART WITH " + (last + 1));
        store.loading = false;
        for (Table table : store.tables.values()) {
            store.watch(table);
        }
        return store;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setSchema("dbo");
        return connection;
    }

    /** Runs a statement outside the log. */
    void execute(String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a definition (CREATE, ALTER, DROP) and remembers it. */
    synchronized void define(List<Token> statement) throws SQLException {
        new Definitions(this).run(statement);
        definitions.add(statement.stream().map(Token::text).collect(Collectors.joining(" ")));
    }

    /** What the user with that SID was given; null where there is none. */
    Set<String> rights(byte[] sid) {
        return users.entrySet().stream()
            .filter(user -> java.util.Arrays.equals(user.getValue(), sid))
            .findFirst()
            .map(user -> granted.getOrDefault(user.getKey(), Set.of()))
            .orElse(null);
    }

    int nextObjectId() {
        return objects += 16;
    }

    Table table(String key) {
        Table table = tables.get(key);
        if (table == null) {
            throw Refused.of(208, "Invalid object name '" + key + "'.");
        }
        return table;
    }

    /** Learns where H2 keeps the columns and captures the table's changes; again after every change of the table. */
    void watch(Table table) throws SQLException {
        if (loading) {
            return;
        }
        String trigger = quoted(table.schema) + "." + quoted("sandbox log " + table.name);
        execute("DROP TRIGGER IF EXISTS " + trigger);
        try (PreparedStatement statement = keeper.prepareStatement(
                "SELECT ORDINAL_POSITION FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?")) {
            table.positions = new int[table.columns.size() + 1];
            for (int i = 0; i < table.positions.length; i++) {
                statement.setString(1, table.schema);
                statement.setString(2, table.name);
                statement.setString(3, i < table.columns.size() ? table.columns.get(i).name() : Table.ROW_NUMBER);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    table.positions[i] = rows.getInt(1);
                }
            }
        }
        execute("CREATE TRIGGER " + trigger + " AFTER INSERT, UPDATE, DELETE ON " + table.quoted() + " FOR EACH ROW CALL '" + RowTrigger.class.getName() + "'");
    }

    static String rowNumberColumn() {
        return quoted(Table.ROW_NUMBER) + " BIGINT INVISIBLE DEFAULT NEXT VALUE FOR " + ROWS + " NOT NULL";
    }

    static Object[] row(Table table, ResultSet rows) throws SQLException {
        Object[] values = new Object[table.columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.read(rows, table.positions[i], table.columns.get(i).type());
        }
        return values;
    }

    /** Everything that is committed. */
    synchronized Image image() throws SQLException {
        Image image = new Image();
        image.definitions.addAll(definitions);
        try (Connection connection = connect()) {
            for (Table table : tables.values()) {
                Image.Rows rows = image.rows(table.key());
                readRows(connection, table, rows);
            }
        }
        return image;
    }

    void readRows(Connection connection, Table table, Image.Rows into) throws SQLException {
        String columns = table.columns.stream().map(c -> quoted(c.name())).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + columns + ", " + quoted(Table.ROW_NUMBER) + " FROM " + table.quoted())) {
            while (rows.next()) {
                Object[] values = new Object[table.columns.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Values.read(rows, i + 1, table.columns.get(i).type());
                }
                into.byNumber.put(rows.getLong(values.length + 1), values);
            }
        }
        if (table.identity() != null) {
            into.identity = lastIdentity(table);
        }
    }

    /** IDENT_CURRENT: the last value given out. */
    Long lastIdentity(Table table) throws SQLException {
        try (PreparedStatement statement = keeper.prepareStatement(
                "SELECT IDENTITY_BASE FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?")) {
            statement.setString(1, table.schema);
            statement.setString(2, table.name);
            statement.setString(3, table.identity().name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getObject(1) != null ? rows.getLong(1) - table.identity().identity()[1] : null;
            }
        }
    }

    void restartIdentity(Table table, long next) throws SQLException {
        execute("ALTER TABLE " + table.quoted() + " ALTER COLUMN " + quoted(table.identity().name()) + " RESTART WITH " + next);
    }

    private void load(Table table, Image.Rows rows) throws SQLException {
        List<Table.Column> columns = table.columns.stream().filter(c -> !c.computed()).toList();
        String names = columns.stream().map(c -> quoted(c.name())).collect(Collectors.joining(", "));
        String sql = "INSERT INTO " + table.quoted() + " (" + names + ", " + quoted(Table.ROW_NUMBER) + ") VALUES (" + "?, ".repeat(columns.size()) + "?)";
        int identity = table.identity() == null ? -1 : table.columns.indexOf(table.identity());
        Long last = rows.identity;
        keeper.setAutoCommit(false);
        try (PreparedStatement statement = keeper.prepareStatement(sql)) {
            for (Map.Entry<Long, Object[]> row : rows.byNumber.entrySet()) {
                int at = 1;
                for (Table.Column column : columns) {
                    statement.setObject(at++, row.getValue()[table.columns.indexOf(column)]);
                }
                statement.setLong(at, row.getKey());
                statement.executeUpdate();
                if (identity >= 0) {
                    long value = ((Number) row.getValue()[identity]).longValue();
                    last = last == null ? value : Math.max(last, value);
                }
            }
            keeper.commit();
        } finally {
            keeper.setAutoCommit(true);
        }
        if (identity >= 0 && last != null) {
            restartIdentity(table, last + table.identity().identity()[1]);
        }
    }

    void close() {
        try {
            execute("SHUTDOWN IMMEDIATELY");
        } catch (SQLException e) {
            // closed before
        }
    }
}
