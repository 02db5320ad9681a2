package org.halomigration.sheet;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The hosted instance.
 *
 * @param dialect the folder below {@code routes/sql/} whose statements are used: {@code sqlserver} or {@code rds}
 * @param dataDirectory where data files go, as SQL Server sees it; null only with dialect rds
 * @param logDirectory where log files go, as SQL Server sees it; null only with dialect rds
 * @param application never null; its lists may be empty
 */
public record Target(
        @Key(value = "The production database's name", need = Need.TARGET, format = Format.NAME, example = "acme_halo") String database,
        @Key(value = "The name of the copy for the customer's tests; absent: no UAT", format = Format.NAME, example = "acme_halo_uat")
                String uatDatabase,
        @Key(value = "Whose statements are used: `sqlserver`, or `rds` for Amazon RDS", oneOf = {"sqlserver", "rds"},
                        byDefault = "sqlserver", example = "sqlserver")
                String dialect,
        @Key(value = "The login to the target's SQL Server", need = Need.TARGET) SqlLogin sql,
        @Key(value = "Where the landing zone's files are", need = Need.TARGET) LandedFiles landedFiles,
        @Key(value = "Where data files go, as SQL Server sees it; required with dialect sqlserver", format = Format.DIRECTORY,
                        example = "'F:\\Data'")
                String dataDirectory,
        @Key(value = "Where log files go, as SQL Server sees it; required with dialect sqlserver", format = Format.DIRECTORY,
                        example = "'L:\\Log'")
                String logDirectory,
        @Key(value = "How the hosted application is prepared, started and stopped", byDefault = "{}") Application application)
        implements Ruled {

    @Override
    public List<Breach> breaches(Role role) {
        List<Breach> breaches = new ArrayList<>();
        if (database.equalsIgnoreCase(uatDatabase)) {
            breaches.add(new Breach("uat-database", "another name than the production database's", "the same"));
        }
        if (dialect.equals("sqlserver") && dataDirectory == null) {
            breaches.add(new Breach("data-directory", "a directory path, with dialect sqlserver", "nothing"));
        }
        if (dialect.equals("sqlserver") && logDirectory == null) {
            breaches.add(new Breach("log-directory", "a directory path, with dialect sqlserver", "nothing"));
        }
        return breaches;
    }

    /** The landing zone's directory as this process sees it, and as the target SQL Server sees it; the latter null when both see the same. */
    public record LandedFiles(
            @Key(value = "The landing zone's directory as this process sees it", need = Need.ALWAYS, format = Format.DIRECTORY,
                            example = "/landing/acme")
                    Path path,
            @Key(value = "The same directory as the SQL Server sees it; absent: the same path", format = Format.DIRECTORY,
                            example = "'E:\\landing\\acme'")
                    String asSqlServerSeesIt) {

        /** The directory as SQL Server sees it, whether or not that differs. */
        public String forSqlServer() {
            return asSqlServerSeesIt == null ? path.toString() : asSqlServerSeesIt;
        }

        /** A file of the directory as SQL Server sees it. */
        public String forSqlServer(String name) {
            String root = forSqlServer();
            String separator = root.contains("\\") ? "\\" : "/";
            return root.endsWith(separator) ? root + name : root + separator + name;
        }
    }

    /** Commands of the hosted application, in the order they run at cutover: prepare, start; {@code stop} is for backout. */
    public record Application(
            @Key("Commands that prepare it, before it starts on the recovered database") List<Command> prepare,
            @Key("Commands that start it") List<Command> start,
            @Key("Commands that stop it; for backout") List<Command> stop) {}
}
