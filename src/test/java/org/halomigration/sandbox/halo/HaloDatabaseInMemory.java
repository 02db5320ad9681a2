package org.halomigration.sandbox.halo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The few tables that a {@link HaloApplication} needs, in an H2 of their own, with one ticket: for tests that want no SQL Server. */
public final class HaloDatabaseInMemory implements AutoCloseable {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    private final Connection keeper;

    public HaloDatabaseInMemory() {
        try {
            keeper = DriverManager.getConnection(url, "sa", "");
            execute("CREATE SCHEMA dbo");
            execute("""
                    CREATE TABLE dbo.FAULTS (Faultid int IDENTITY(1,1) PRIMARY KEY, Symptom nvarchar(255), Symptom2 nvarchar(max),
                    username nvarchar(255), emailaddress nvarchar(255), dateoccured datetime2, status int)""");
            execute("CREATE TABLE dbo.CONTROL (id int PRIMARY KEY, integratorlastrun datetime2, outgoingmail bit DEFAULT 1, integratorenabled bit DEFAULT 1)");
            execute("CREATE TABLE dbo.MAILBOX (address nvarchar(254), enabled bit DEFAULT 1)");
            execute("INSERT INTO dbo.MAILBOX (address) VALUES ('help@acme.example')");
            execute("INSERT INTO dbo.CONTROL (id) VALUES (1)");
            execute("INSERT INTO dbo.FAULTS (Symptom, status) VALUES ('Printer is on fire', 1)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public HaloOptions.Database database() {
        return new HaloOptions.Database(url, "sa", "");
    }

    public void execute(String sql) {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first value of the first row, as text; null where there is none. */
    public String value(String sql) {
        try (Statement statement = keeper.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections apart from its own. */
    public int connections() {
        return Integer.parseInt(value("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS")) - 1;
    }

    @Override
    public void close() {
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
