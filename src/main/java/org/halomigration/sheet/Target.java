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
 * @param owner null: the login that restored it stays the owner
 * @param compatibilityLevel null: as the backup brings it, but at least {@link #LEAST_LEVEL}
 * @param recoveryModel {@code full}, {@code bulk-logged} or {@code simple}
 * @param firstBackupDirectory as SQL Server sees it; null: the first full backup is the host's to take
 * @param availabilityGroup null: the database joins none
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
        @Key(value = "The login that is to own the database once it is recovered; absent: the one that restored it",
                        example = "sa")
                String owner,
        @Key(value = "Its compatibility level once it is recovered; absent: as it comes, but at least 130", format = Format.LEVEL,
                        example = "150")
                Integer compatibilityLevel,
        @Key(value = "Its recovery model once it is recovered", oneOf = {"full", "bulk-logged", "simple"}, byDefault = "full",
                        example = "full")
                String recoveryModel,
        @Key(value = "Where the first full backup goes right after the verdict, as SQL Server sees it; absent: it is the host's to take",
                        format = Format.DIRECTORY, example = "'G:\\Backup'")
                String firstBackupDirectory,
        @Key(value = "The Availability Group that it joins after its first full backup; absent: none", example = "HostedAG")
                String availabilityGroup,
        @Key(value = "How the hosted application is prepared, started and stopped", byDefault = "{}") Application application)
        implements Ruled {
    /** The lowest compatibility level that Halo runs on. */
    public static final int LEAST_LEVEL = 130;

    /** The name that a UAT copy has until it is muted and checked; null without {@code uat-database}. */
    public String mutingDatabase() {
        return uatDatabase == null ? null : uatDatabase + "_muting";
    }

    @Override
    public List<Breach> breaches(Role role) {
        List<Breach> breaches = new ArrayList<>();
        boolean rds = dialect.equals("rds");
        if (database.equalsIgnoreCase(uatDatabase)) {
            breaches.add(new Breach("uat-database", "another name than the production database's", "the same"));
        }
        if (uatDatabase != null && mutingDatabase().length() > 128) {
            breaches.add(new Breach("uat-database", "a name of at most 121 characters, as _muting is added to it", uatDatabase.length() + " characters"));
        }
        if (database.equalsIgnoreCase(mutingDatabase())) {
            breaches.add(new Breach("uat-database", "a name that is not the production database's even with _muting added", uatDatabase));
        }
        if (dialect.equals("sqlserver") && dataDirectory == null) {
            breaches.add(new Breach("data-directory", "a directory path, with dialect sqlserver", "nothing"));
        }
        if (dialect.equals("sqlserver") && logDirectory == null) {
            breaches.add(new Breach("log-directory", "a directory path, with dialect sqlserver", "nothing"));
        }
        if (rds) {
            forRds(breaches);
        } else if (landedFiles.s3Arn() != null) {
            breaches.add(new Breach("landed-files.s3-arn", "no S3 address with dialect sqlserver", landedFiles.s3Arn()));
        }
        if (availabilityGroup != null && firstBackupDirectory == null) {
            breaches.add(new Breach("first-backup-directory", "a directory path, with availability-group: only a database with a full backup can join", "nothing"));
        }
        if (availabilityGroup != null && !"full".equals(recoveryModel)) {
            breaches.add(new Breach("recovery-model", "full, with availability-group", recoveryModel));
        }
        return breaches;
    }

    /** Amazon RDS reads from S3 only, places files by itself and keeps no second database of one family. */
    private void forRds(List<Breach> breaches) {
        if (landedFiles.s3Arn() == null) {
            breaches.add(new Breach("landed-files.s3-arn", Format.S3_ARN.expected() + ", with dialect rds", "nothing"));
        }
        if (landedFiles.asSqlServerSeesIt() != null) {
            breaches.add(new Breach("landed-files.as-sql-server-sees-it", "s3-arn instead, with dialect rds", landedFiles.asSqlServerSeesIt()));
        }
        if (dataDirectory != null) {
            breaches.add(new Breach("data-directory", "no directory with dialect rds, which places files by itself", dataDirectory));
        }
        if (logDirectory != null) {
            breaches.add(new Breach("log-directory", "no directory with dialect rds, which places files by itself", logDirectory));
        }
        if (owner != null) {
            breaches.add(new Breach("owner", "no owner with dialect rds, which gives a database to none but the login that restored it", owner));
        }
        if (firstBackupDirectory != null) {
            breaches.add(new Breach("first-backup-directory", "no directory with dialect rds, which takes its own backups", firstBackupDirectory));
        }
        if (availabilityGroup != null) {
            breaches.add(new Breach("availability-group", "none with dialect rds, whose replicas are its own", availabilityGroup));
        }
        if (uatDatabase != null) {
            breaches.add(new Breach("uat-database", "none with dialect rds: an instance holds one copy of a database, so UAT needs an instance and a migration of its own", uatDatabase));
        }
    }

    /**
     * The landing zone's directory as this process sees it, and as the target SQL Server sees it; the latter null when both see the same.
     *
     * @param s3Arn the directory as Amazon RDS sees it; set exactly with dialect rds
     */
    public record LandedFiles(
            @Key(value = "The landing zone's directory as this process sees it", need = Need.ALWAYS, format = Format.DIRECTORY,
                            example = "/landing/acme")
                    Path path,
            @Key(value = "The same directory as the SQL Server sees it; absent: the same path", format = Format.DIRECTORY,
                            example = "'E:\\landing\\acme'")
                    String asSqlServerSeesIt,
            @Key(value = "The same directory as Amazon RDS sees it, in S3; required with dialect rds", format = Format.S3_ARN,
                            example = "arn:aws:s3:::acme-landing/acme")
                    String s3Arn) {

        /** The directory as SQL Server sees it, whether or not that differs. */
        public String forSqlServer() {
            if (s3Arn != null) {
                return s3Arn;
            }
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
