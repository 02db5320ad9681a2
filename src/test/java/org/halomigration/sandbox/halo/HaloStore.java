package org.halomigration.sandbox.halo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The application's one connection to its database: open while it runs, and at no other time. */
final class HaloStore implements AutoCloseable {
    private static final int NEW = 1;

    private final HaloOptions options;
    private Connection connection;
    private boolean open;

    HaloStore(HaloOptions options) {
        this.options = options;
    }

    record Ticket(int id, String summary, String details) {}

    synchronized void open() throws SQLException {
        connection = connect();
        open = true;
    }

    private Connection connect() throws SQLException {
        HaloOptions.Database database = options.database();
        return DriverManager.getConnection(database.url(), database.username(), database.password());
    }

    /** The connection; a new one where the server has ended the former. */
    private Connection connection() throws SQLException {
        if (!open) {
            throw new SQLException("The application is stopped.");
        }
        if (connection == null || connection.isClosed()) {
            connection = connect();
        }
        return connection;
    }

    void prepare() throws SQLException {
        try (Connection own = connect();
                Statement statement = own.createStatement()) {
            for (String sql : options.prepare()) {
                statement.execute(sql);
            }
        }
    }

    synchronized int tickets() throws SQLException {
        return guarded(now -> {
            try (Statement statement = now.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM dbo.FAULTS")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    synchronized Optional<Ticket> ticket(int id) throws SQLException {
        return guarded(now -> {
            try (PreparedStatement statement = now.prepareStatement("SELECT faultid, symptom, symptom2 FROM dbo.FAULTS WHERE faultid = ?")) {
                statement.setInt(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(new Ticket(row.getInt(1), row.getString(2), row.getString(3))) : Optional.empty();
                }
            }
        });
    }

    /** Makes a ticket, of those columns that this version's table has, and returns its number. */
    synchronized int add(String subject, String body, String name, String address, LocalDateTime time) throws SQLException {
        return guarded(now -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("symptom", shortened(subject, 255));
            row.put("symptom2", body);
            row.put("username", shortened(name, 255));
            row.put("emailaddress", shortened(address, 255));
            row.put("dateoccured", Timestamp.valueOf(time));
            row.put("status", NEW);
            row.put("guid", UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
            row.keySet().retainAll(columns(now));
            String places = "?, ".repeat(row.size()).replaceFirst(", $", "");
            try (PreparedStatement insert =
                    now.prepareStatement("INSERT INTO dbo.FAULTS (" + String.join(", ", row.keySet()) + ") VALUES (" + places + ")")) {
                int place = 1;
                for (Object value : row.values()) {
                    insert.setObject(place++, value);
                }
                insert.executeUpdate();
            }
            try (PreparedStatement select = now.prepareStatement("SELECT MAX(faultid) FROM dbo.FAULTS WHERE symptom = ?")) {
                select.setString(1, shortened(subject, 255));
                try (ResultSet found = select.executeQuery()) {
                    found.next();
                    return found.getInt(1);
                }
            }
        });
    }

    private static List<String> columns(Connection now) throws SQLException {
        try (Statement statement = now.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM dbo.FAULTS WHERE 1 = 0")) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                names.add(none.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
            }
            return names;
        }
    }

    /** Whether any of its mailboxes is to be read. */
    synchronized boolean readsMail() throws SQLException {
        return any("SELECT COUNT(*) FROM dbo.MAILBOX WHERE enabled = 1");
    }

    synchronized boolean sendsMail() throws SQLException {
        return any("SELECT COUNT(*) FROM dbo.CONTROL WHERE outgoingmail = 1");
    }

    synchronized boolean integrates() throws SQLException {
        return any("SELECT COUNT(*) FROM dbo.CONTROL WHERE integratorenabled = 1");
    }

    private boolean any(String count) throws SQLException {
        return guarded(now -> {
            try (Statement statement = now.createStatement();
                    ResultSet row = statement.executeQuery(count)) {
                row.next();
                return row.getInt(1) > 0;
            }
        });
    }

    synchronized void beat(LocalDateTime time) throws SQLException {
        HaloOptions.Heartbeat heartbeat = options.heartbeat();
        guarded(now -> {
            try (PreparedStatement update = now.prepareStatement("UPDATE " + heartbeat.table() + " SET " + heartbeat.column() + " = ?")) {
                update.setTimestamp(1, Timestamp.valueOf(time));
                return update.executeUpdate();
            }
        });
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** A connection on which something failed may be dead; the next call gets another. */
    private <T> T guarded(Work<T> work) throws SQLException {
        Connection now = connection();
        try {
            return work.on(now);
        } catch (SQLException e) {
            now.close();
            throw e;
        }
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    @Override
    public synchronized void close() {
        open = false;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("The connection to " + options.database() + " cannot be closed: " + e.getMessage(), e);
            } finally {
                connection = null;
            }
        }
    }
}
