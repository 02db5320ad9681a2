package org.halomigration.sandbox.sqlserver;

/** A source and a target SQL Server that see one directory of backups, real ones or the sandbox's. */
interface ServerPair extends AutoCloseable {
    /** JDBC URL without a database and a login. */
    String sourceUrl();

    String targetUrl();

    /** A sysadmin on both. */
    String user();

    String password();

    /** ProductMajorVersion: 15 for 2019, 16 for 2022. */
    int sourceVersion();

    int targetVersion();

    /** A backup file's path as the source writes it. */
    String backup(String file);

    /** The same file as the target reads it. */
    String landed(String file);

    /** A data file's path on the target. */
    String data(String file);

    /** A copy of a backup file that is so many bytes long; negative: so many bytes shorter. */
    void cut(String from, String to, long bytes) throws Exception;

    /** A copy with one bit of that byte the other way round. */
    void flip(String from, String to, long at) throws Exception;

    /** In bytes. */
    long size(String file) throws Exception;

    /** How many bytes at the end of a file hold no data but say that the set is whole. */
    long ending(String file) throws Exception;

    /** Puts a file that belongs to no database where the target keeps data files. */
    void stray(String file) throws Exception;

    /** Makes backups and restores of that database last long enough to be seen and cut off. */
    void slow(JdbcSession on, String database);

    void quick();

    /** A login that is db_owner of that source database and nothing else. @return its name; its password is the sysadmin's */
    String owner(JdbcSession on, String database);

    @Override
    void close();
}
