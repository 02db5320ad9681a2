package org.halomigration.tsql;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.halomigration.sheet.SqlLogin;

/** One SQL Server instance, as a migration names it: {@code acme.source}, {@code acme.target}. Keeps no connection. */
public final class SqlServer {
    static final String APPLICATION = "halo-migration";
    private static final int LOGIN_SECONDS = 30;

    /** A single SELECT that hears nothing for so long has lost its server, in milliseconds. */
    private static final int QUERY_SILENCE = 600_000;

    private final String name;
    private final SqlLogin login;

    public SqlServer(String name, SqlLogin login) {
        this.name = name;
        this.login = login;
    }

    public String name() {
        return name;
    }

    /**
     * A connection of its own, without any limit on how long a statement may take or stay silent, and never revived by the driver: a
     * revived session has lost its locks.
     *
     * @param database to be in; {@code master} for everything that restores or alters databases
     * @throws InstanceUnreachable when there is none to be had, saying why
     */
    public Connection connect(String database) throws InstanceUnreachable {
        return open(database, 0);
    }

    /** Connections for {@code sql:} endpoints in the database that the login's URL names, else {@code master}; one a statement. */
    public DataSource dataSource() {
        return dataSource(null);
    }

    /** As {@link #dataSource()}, in this database. */
    public DataSource dataSource(String database) {
        return new PlainDataSource(() -> open(database, QUERY_SILENCE), this);
    }

    private Connection open(String database, int socketTimeout) throws InstanceUnreachable {
        Properties properties = new Properties();
        // Not overridable: each would break the promise that a statement runs once, to its end.
        properties.setProperty("socketTimeout", Integer.toString(socketTimeout));
        properties.setProperty("connectRetryCount", "0");
        properties.setProperty("applicationName", APPLICATION);
        if (database != null) {
            properties.setProperty("databaseName", database);
        } else if (!says("databasename") && !says("database")) {
            properties.setProperty("databaseName", "master");
        }
        if (!says("logintimeout")) {
            properties.setProperty("loginTimeout", Integer.toString(LOGIN_SECONDS));
        }
        if (login.username() != null) {
            properties.setProperty("user", login.username());
        }
        if (login.password() != null) {
            properties.setProperty("password", login.password().reveal());
        }
        try {
            Connection connection = new SQLServerDriver().connect(login.url(), properties);
            if (connection == null) {
                throw InstanceUnreachable.because(this, new SQLException("The URL does not start with jdbc:sqlserver://"));
            }
            return connection;
        } catch (InstanceUnreachable e) {
            throw e;
        } catch (SQLException e) {
            throw InstanceUnreachable.because(this, e);
        }
    }

    /** Whether the login's URL sets this property. */
    private boolean says(String property) {
        return login.url().toLowerCase(Locale.ROOT).replace(" ", "").contains(";" + property + "=");
    }

    /** Host, instance and port: the URL up to its properties, which may hold a password. */
    String address() {
        String url = login.url() == null ? "" : login.url();
        int end = url.indexOf(';');
        return (end < 0 ? url : url.substring(0, end)).replaceFirst("(?i)^jdbc:sqlserver://", "");
    }

    String user() {
        return login.username() == null ? "of the URL" : login.username();
    }

    @Override
    public String toString() {
        return name + " (" + address() + ")";
    }
}
