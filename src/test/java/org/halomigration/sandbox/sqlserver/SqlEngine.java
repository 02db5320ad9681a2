package org.halomigration.sandbox.sqlserver;

/** What the TDS server needs of the SQL Server behind it. */
public interface SqlEngine {
    /** Opens a session, as LOGIN7 asks. @throws SqlError 18456 or 4060 */
    SqlSession login(Login login) throws SqlError;

    /** The name that tokens carry as the server's. */
    String serverName();

    /** 15 for 2019, 16 for 2022. */
    int majorVersion();

    record Login(String user, String password, String database, String application, String host) {}
}
