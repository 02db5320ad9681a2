package org.halomigration.sheet;

import java.nio.file.Path;
import java.util.List;

/**
 * The on-premises instance.
 *
 * @param expectedSize of the database, in bytes; null when not given
 * @param sql null where the customer gives no login: sets are then known by file and hash, and the target's headers name them
 */
public record Source(
        String database,
        Long expectedSize,
        SqlLogin sql,
        List<BackupDirectory> backups,
        Application application,
        BackupJobs backupJobs) {

    /** A directory as this process sees it, and as the SQL Server that writes there sees it. */
    public record BackupDirectory(Path path, String asSqlServerSeesIt) {}

    /** Commands that stop and start the application; {@code stoppedWhen} are commands whose {@code expect} proves that it stopped. */
    public record Application(List<Command> stop, List<Command> start, List<Command> stoppedWhen) {}

    public record BackupJobs(List<Command> pause, List<Command> resume) {}
}
