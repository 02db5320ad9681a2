package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** BACKUP DATABASE and BACKUP LOG ("BACKUP (Transact-SQL)"). */
final class BackupStatement {
    private static final Set<String> OPTIONS = Set.of("DIFFERENTIAL", "COPY_ONLY", "CHECKSUM", "NO_CHECKSUM", "COMPRESSION", "NO_COMPRESSION", "INIT", "NOINIT",
        "FORMAT", "NOFORMAT", "NAME", "DESCRIPTION", "STATS", "SKIP", "NOSKIP", "NOUNLOAD", "NOREWIND", "NORECOVERY", "STANDBY", "NO_TRUNCATE", "MEDIANAME",
        "BUFFERCOUNT", "MAXTRANSFERSIZE", "BLOCKSIZE", "STOP_ON_ERROR", "CONTINUE_AFTER_ERROR");
    private final Session session;
    private final Instance server;
    private final Answer answer;
    private final Cursor cursor;
    private final DeviceOptions options = new DeviceOptions();
    private String command = "BACKUP DATABASE";

    BackupStatement(Batch batch, Cursor cursor) {
        this.session = batch.session();
        this.server = session.server();
        this.answer = batch.answer();
        this.cursor = cursor;
    }

    void run() throws SQLException, InterruptedException {
        cursor.expect("BACKUP");
        boolean log = cursor.accept("LOG");
        if (!log) {
            cursor.expect("DATABASE");
        }
        command = log ? "BACKUP LOG" : "BACKUP DATABASE";
        String name = cursor.name();
        cursor.expect("TO");
        options.devices(cursor);
        options.with(cursor, OPTIONS);
        if (!log && (options.has("NORECOVERY") || options.has("STANDBY")) || log && options.has("DIFFERENTIAL")) {
            throw Refused.of(155, 15, "An option of this BACKUP statement is not recognized.");
        }
        try {
            backup(name, log);
        } catch (IOException e) {
            throw wrapped(Refused.of(3202, "Write on \"" + options.devices.get(0) + "\" failed: " + e.getMessage()));
        } catch (Refused e) {
            throw wrapped(e);
        }
        answer.done();
    }

    private Refused wrapped(Refused cause) {
        return cause.and(3013, command + " is terminating abnormally.");
    }

    private void backup(String name, boolean log) throws SQLException, IOException, InterruptedException {
        if (session.openTransactions() > 0) {
            throw Refused.of(3021, "Cannot perform a backup or restore operation within a transaction.");
        }
        Database database = server.find(name);
        if (database == null) {
            throw Refused.of(911, "Database '" + name + "' does not exist. Make sure that the name is entered correctly.");
        }
        if (!session.principal().mayBackUp(database) || server.restoresByTasksOnly(session)) {
            throw Refused.of(262, 14, command + " permission denied in database '" + database.name + "'.");
        }
        boolean tail = options.has("NORECOVERY") || options.has("STANDBY");
        // a log backup may run beside a data backup ("Backup overview")
        boolean alone = tail || !log;
        lock(database, tail, alone);
        try {
            check(database, log);
            List<Path> paths = options.devices.stream().map(server.mounts()::toWrite).toList();
            Path undo = options.has("STANDBY") ? server.mounts().toWrite(options.text("STANDBY")) : null;
            BackupHeader header = new BackupContents(server, database, options).write(paths, log, session,
                new Progress(session, answer, command, options.has("STATS") ? options.number("STATS", 10) : 0));
            if (tail) {
                close(database, undo);
            }
            report(database, header);
        } finally {
            database.busy &= !alone;
        }
    }

    /** A tail closes the database behind it, so nobody may be inside; a backup at all must be able to open it. */
    private void lock(Database database, boolean tail, boolean alone) throws InterruptedException {
        synchronized (server) {
            if (!database.isOpen()) {
                throw Refused.of(927, 14, "Database '" + database.name + "' cannot be opened. It is in the middle of a restore.");
            }
            if (tail) {
                server.needExclusive(session, database, command);
            } else if (database.options.userAccess.equals("SINGLE_USER") && !server.others(database, session).isEmpty()) {
                throw Refused.of(924, 14, "Database '" + database.name + "' is already open and can only have one user at a time.");
            }
            if (database.busy && alone) {
                throw Refused.of(3023, "Backup, file manipulation operations (such as ALTER DATABASE ADD FILE) and encryption changes on a database must be"
                    + " serialized. Reissue the statement after the current backup or file manipulation operation is completed.");
            }
            database.busy |= alone;
        }
    }

    private void check(Database database, boolean log) {
        if (database.standby) {
            // "Log shipping": a standby copy can be read, not backed up
            throw Refused.of(3036, "The database \"" + database.name
                + "\" is in warm-standby state (set by executing RESTORE WITH STANDBY) and cannot be backed up until the entire restore sequence is completed.");
        }
        if (log && !database.isFullModel()) {
            throw Refused.of(4208, "The statement BACKUP LOG is not allowed while the recovery model is SIMPLE."
                + " Use BACKUP DATABASE or change the recovery model using ALTER DATABASE.");
        }
        if (log && database.lastLogBackup == null) {
            throw Refused.of(4214, "BACKUP LOG cannot be performed because there is no current database backup.");
        }
        if (options.has("DIFFERENTIAL") && (database.differentialBase == null || database.id == 1)) {
            throw Refused.of(3035, "Cannot perform a differential backup for database \"" + database.name
                + "\", because a current database backup does not exist. Perform a full database backup by reissuing BACKUP DATABASE, omitting the"
                + " WITH DIFFERENTIAL option.");
        }
    }

    /** NORECOVERY leaves the database RESTORING, STANDBY readable ("Tail-log backups"). */
    private void close(Database database, Path undo) throws SQLException, IOException {
        synchronized (server) {
            if (undo == null) {
                database.image();
                database.state = Database.State.RESTORING;
            } else {
                Files.write(undo, Media.MAGIC);
                database.standby = true;
                database.undoFile = undo;
            }
        }
    }

    private void report(Database database, BackupHeader header) {
        long pages = Math.max(1, header.lsn("BackupSize") / 8192);
        if (header.type() != BackupHeader.LOG) {
            answer.info(4035, 0, "Processed " + pages + " pages for database '" + database.name + "', file '" + database.files.get(0).logical() + "' on file "
                + header.number("Position") + ".");
        }
        answer.info(4035, 0, "Processed 1 pages for database '" + database.name + "', file '" + database.files.get(1).logical() + "' on file "
            + header.number("Position") + ".");
        String statement = header.type() == BackupHeader.DIFFERENTIAL ? command + " WITH DIFFERENTIAL" : command;
        answer.info(3014, 0, String.format(Locale.ROOT, "%s successfully processed %d pages in %.3f seconds (%.3f MB/sec).", statement, pages,
            session.request().elapsed() / 1000.0, header.lsn("BackupSize") / 1048.576 / Math.max(1, session.request().elapsed())));
    }
}
