package org.halomigration.sheet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The on-premises instance.
 *
 * @param expectedSize of the database, in bytes; null when not given
 * @param sql null where the customer gives no login: sets are then known by file and hash, and the target's headers name them
 * @param application never null; its lists may be empty
 * @param backupJobs never null; its lists may be empty
 * @param settle how long a file must stay unchanged before it counts as written, where the source's msdb does not say so
 * @param absence how long no backup may come of a database whose recovery model is not SIMPLE
 */
public record Source(
        @Key(value = "The database's name", need = Need.ALWAYS, format = Format.NAME, example = "Halo") String database,
        @Key(value = "How large the database is, for forecasts and space checks before the first backup", example = "60GB") Long expectedSize,
        @Key("The login to the source's SQL Server; optional: without it sets are known by file and hash, and the tail, the backout and some checks need hands")
                SqlLogin sql,
        @Key(value = "The directories where backups appear", need = Need.SOURCE) List<BackupDirectory> backups,
        @Key(value = "How the on-premises application, its mail service and integrator are stopped and started", byDefault = "{}")
                Application application,
        @Key(value = "How the customer's own backup jobs are paused and resumed", byDefault = "{}") BackupJobs backupJobs,
        @Key(value = "How long a file must stay unchanged before it counts as written, where the source's msdb does not know it",
                        byDefault = "10s", example = "10s")
                Duration settle,
        @Key(value = "How long no backup may come of a database that needs log backups before it is said", byDefault = "30m", example = "30m") Duration absence) {

    /** A directory as this process sees it, and as the SQL Server that writes there sees it; the latter null when both see the same. */
    public record BackupDirectory(
            @Key(value = "The directory as this process sees it", need = Need.ALWAYS, format = Format.DIRECTORY,
                            example = "'\\\\backup01\\halo'")
                    Path path,
            @Key(value = "The same directory as the SQL Server sees it; absent: the same path", format = Format.DIRECTORY,
                            example = "'D:\\Backup\\Halo'")
                    String asSqlServerSeesIt) {

        /** The directory as SQL Server sees it, whether or not that differs. */
        public String forSqlServer() {
            return asSqlServerSeesIt == null ? path.toString() : asSqlServerSeesIt;
        }
    }

    /** Commands that stop and start the application; {@code stoppedWhen} are commands whose {@code expect} proves that it stopped. */
    public record Application(
            @Key("Commands that stop it, in this order") List<Command> stop,
            @Key("Commands that start it again, in this order; for backout") List<Command> start,
            @Key("Commands that prove that it is stopped") List<Command> stoppedWhen) {}

    public record BackupJobs(
            @Key("Commands that pause the customer's backup jobs") List<Command> pause,
            @Key("Commands that resume them; for backout") List<Command> resume) {}
}
