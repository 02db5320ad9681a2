package org.halomigration.tsql;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A data source without a pool: each connection is new, so none carries another user's state or a dead socket. */
final class PlainDataSource extends AbstractDataSource {
    interface Opening {
        Connection open() throws SQLException;
    }

    private final Opening opening;
    private final SqlServer server;

    PlainDataSource(Opening opening, SqlServer server) {
        this.opening = opening;
        this.server = server;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opening.open();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("The login of " + server + " stands in its migration file; another one cannot be given here");
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
