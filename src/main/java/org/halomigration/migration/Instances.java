package org.halomigration.migration;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.SqlServer;

/** The SQL Servers of each migration, and where statements and evidence are kept. */
interface Instances {
    SqlServer source(String migration);

    SqlServer target(String migration);

    /** What the database holds that the connection is in: rows, and their content where the migration's {@code proof} asks for it. */
    Fingerprint fingerprint(Migration migration, Connection connection) throws SQLException;

    /** The directory of evidence: {@code <evidence>/<migration>/<attempt>/}. */
    Path evidence();
}
