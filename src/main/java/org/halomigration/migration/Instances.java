package org.halomigration.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.halomigration.restore.Fingerprint;
import org.halomigration.tsql.SqlServer;

/** The SQL Servers of each migration, and where statements and evidence are kept. */
interface Instances {
    SqlServer source(String migration);

    SqlServer target(String migration);

    Fingerprint fingerprint(Connection connection) throws SQLException;

    /** The directory of evidence: {@code <evidence>/<migration>/<attempt>/}. */
    Path evidence();
}
