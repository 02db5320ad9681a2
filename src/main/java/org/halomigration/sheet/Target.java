package org.halomigration.sheet;

import java.nio.file.Path;
import java.util.List;

/**
 * The hosted instance.
 *
 * @param dialect the folder below {@code routes/sql/} whose statements are used: {@code sqlserver} or {@code rds}
 * @param dataDirectory where data files go, as SQL Server sees it
 * @param logDirectory where log files go, as SQL Server sees it
 */
public record Target(
        String database,
        String uatDatabase,
        String dialect,
        SqlLogin sql,
        LandedFiles landedFiles,
        String dataDirectory,
        String logDirectory,
        Application application) {

    /** The landing zone's directory as this process sees it, and as the target SQL Server sees it. */
    public record LandedFiles(Path path, String asSqlServerSeesIt) {}

    /** Commands of the hosted application, in the order they run at cutover: prepare, start; {@code stop} is for backout. */
    public record Application(List<Command> prepare, List<Command> start, List<Command> stop) {}
}
