package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Runs RESTORE DATABASE and RESTORE LOG on one database. */
final class Restore {
    private final Session session;
    private final Instance server;
    private final Answer answer;
    private final DeviceOptions options;
    private final String command;
    private final String name;

    Restore(Session session, Answer answer, DeviceOptions options, String command, String name) {
        this.session = session;
        this.server = session.server();
        this.answer = answer;
        this.options = options;
        this.command = command;
        this.name = name;
    }

    /** @throws Refused 262 or 3110 without the right, 3102 or 3101 while someone is inside */
    void checkAccess() throws InterruptedException {
        Database existing = server.find(name);
        if (existing == null) {
            if (!session.principal().mayCreateDatabases()) {
                throw Refused.of(262, 14, "CREATE DATABASE permission denied in database 'master'.");
            }
            return;
        }
        if (!session.principal().mayRestoreOver(existing)) {
            throw Refused.of(3110, 14, "User does not have permission to RESTORE database '" + name + "'.");
        }
        if (existing.marks.contains("replica_id")) {
            throw Refused.of(3104, "RESTORE cannot operate on database '" + name + "' because it is configured for database mirroring or has joined an availability group."
                + " If you intend to restore the database, use ALTER DATABASE to remove mirroring or to remove the database from its availability group.");
        }
        if (existing.busy) {
            throw Refused.of(3101, "Exclusive access could not be obtained because the database is in use.");
        }
        server.needExclusive(session, existing, "RESTORE");
    }

    void run(MediaReader reader, boolean log, Progress progress) throws SQLException, IOException, InterruptedException {
        BackupHeader header = reader.header();
        RestorePlan plan = new RestorePlan(server, header, options, name);
        plan.version();
        plan.type(log, options.devices.get(0));
        boolean full = header.type() == BackupHeader.FULL;
        Path undo = options.has("STANDBY") ? server.mounts().toWrite(options.text("STANDBY")) : null;
        Database target;
        boolean nothingToDo = false;
        synchronized (server) {
            checkAccess();
            target = server.find(name);
            if (full) {
                plan.full(target);
                target = prepare(target, plan.files(target), header);
            } else if (log) {
                nothingToDo = reader.isComplete() && plan.log(target);
            } else {
                plan.differential(target);
            }
            if (!full) {
                target.image();
                target.state = Database.State.RESTORING;
                target.standby = false;
            }
            target.busy = true;
        }
        UUID before = target.interrupted;
        try {
            target.interrupted = header.guid("BackupSetGUID");
            progress.writes(target.files.get(0).physical());
            byte[] body = reader.read(progress::at);
            if (log && server.failures().takeLogDoesNothing()) {
                target.interrupted = before;
                return;
            }
            boolean more = !nothingToDo && apply(target, header, body);
            target.interrupted = null;
            finish(target, reader, body.length, undo, more);
        } catch (Refused e) {
            // nothing of a differential or a log has been applied yet, so the database stays where it was; a full must be restored again
            target.interrupted = full ? header.guid("BackupSetGUID") : before;
            throw e;
        } finally {
            target.busy = false;
        }
    }

    /** The database that a full restore creates or overwrites. */
    private Database prepare(Database existing, List<DatabaseFile> files, BackupHeader header) {
        Database target = existing == null ? server.create(name, session.principal().name()) : existing;
        if (existing != null) {
            new FilePlan(server).delete(existing.files);
        }
        target.state = Database.State.RESTORING;
        target.standby = false;
        target.trustworthy = false;
        target.replace(new Image());
        target.files = files;
        target.family = header.guid("FamilyGUID");
        target.forks = new Forks(header.guid("FirstRecoveryForkID"));
        target.log = new TransactionLog();
        target.lastLogBackup = null;
        target.differentialBase = null;
        target.differentialBaseGuid = null;
        target.differentialBaseTime = null;
        new FilePlan(server).make(files);
        return target;
    }

    /** Rolls the set's contents into the database. @return whether STOPAT lies beyond its end, so that more must follow */
    private boolean apply(Database target, BackupHeader header, byte[] body) throws IOException, SQLException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        boolean beyond = false;
        synchronized (target) {
            long position = target.log.next();
            if (header.type() == BackupHeader.FULL) {
                target.replace(Image.read(in));
                position = 0;
                if (!header.is("IsCopyOnly")) {
                    target.differentialBase = header.lsn("FirstLSN");
                    target.differentialBaseGuid = header.guid("BackupSetGUID");
                    target.differentialBaseTime = (LocalDateTime) header.get("BackupStartDate");
                    target.fullCheckpoint = header.lsn("CheckpointLSN");
                }
            }
            long end = header.lsn("LastLSN");
            long stop = options.has("STOPAT") ? stopAt() : Long.MAX_VALUE;
            long lastTime = 0;
            while (in.available() > 0) {
                for (int n = in.readInt(); n > 0; n--) {
                    LogRecord entry = LogRecord.read(in);
                    if (entry.lsn() >= position && entry.time() <= stop) {
                        target.image().apply(entry);
                        target.log.add(entry);
                        position = entry.lsn() + 1;
                    } else if (entry.time() > stop) {
                        end = Math.min(end, entry.lsn());
                    }
                    lastTime = Math.max(lastTime, entry.time());
                }
            }
            beyond = options.has("STOPAT") && stop > lastTime && header.type() == BackupHeader.LOG;
            target.log.moveTo(end);
            target.options = DatabaseOptions.of(header.values());
            if (!header.guid("RecoveryForkID").equals(target.forks.current())) {
                target.forks.open(header.guid("RecoveryForkID"), header.lsn("ForkPointLSN") == null ? header.lsn("FirstLSN") : header.lsn("ForkPointLSN"));
            }
            if (!target.options.recoveryModel.equals("SIMPLE") && !header.is("IsCopyOnly") || header.type() == BackupHeader.LOG) {
                target.lastLogBackup = end;
            }
        }
        return beyond;
    }

    private long stopAt() {
        String text = options.text("STOPAT").replace(' ', 'T');
        return LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }

    private void finish(Database target, MediaReader reader, int bytes, Path undo, boolean beyond) throws SQLException, IOException {
        BackupHeader header = reader.header();
        boolean recovery = !options.has("NORECOVERY") && undo == null;
        report(target, header, bytes);
        List<Media.Label> labels = reader.families().stream().map(Media.Contents::label).toList();
        List<String> devices = reader.families().stream().map(Media.Contents::device).toList();
        if (undo != null) {
            Files.write(undo, Media.MAGIC);
            target.undoFile = undo;
            target.store();
            target.standby = true;
            target.state = Database.State.ONLINE;
        }
        server.msdb().restored(target.name, session.principal().name(), server.msdb().add(header, labels, devices), options.has("REPLACE"), recovery,
            options.has("RESTART"));
        if (recovery && beyond) {
            // "RESTORE arguments", STOPAT: a point after the end of the log leaves the database unrecovered
            answer.info(4322, 10, "This backup set contains records that were logged before the designated point in time. The database is being left in the"
                + " restoring state so that more roll forward can be performed.");
        } else if (recovery) {
            recover(target);
        }
    }

    private void report(Database target, BackupHeader header, int bytes) {
        long pages = Math.max(1, header.lsn("BackupSize") / 8192);
        for (DatabaseFile file : target.files) {
            answer.info(4035, 0, "Processed " + (file.isLog() ? 1 : header.type() == BackupHeader.LOG ? 0 : pages) + " pages for database '" + name + "', file '"
                + file.logical() + "' on file " + options.number("FILE", 1) + ".");
        }
        answer.info(3014, 0, String.format(Locale.ROOT, "%s successfully processed %d pages in %.3f seconds (%.3f MB/sec).", command, pages,
            session.request().elapsed() / 1000.0, header.lsn("BackupSize") / 1048.576 / Math.max(1, session.request().elapsed())));
    }

    /** RESTORE DATABASE … WITH RECOVERY without a backup: brings what has been restored online. */
    void recoverOnly() throws SQLException, IOException {
        Database target = server.find(name);
        if (target == null) {
            throw Refused.of(3118, "The database \"" + name + "\" does not exist. RESTORE can only create a database when restoring either a full backup or a file"
                + " backup of the primary file.");
        }
        if (target.isOpen() && !target.standby) {
            throw Refused.of(3153, "The database is already fully recovered.");
        }
        if (target.interrupted != null) {
            throw RestorePlan.interrupted(target);
        }
        if (options.has("NORECOVERY")) {
            synchronized (server) {
                target.image();
                target.standby = false;
                target.state = Database.State.RESTORING;
            }
            return;
        }
        session.request(new Request(command, 100));
        recover(target);
        answer.info(3014, 0, String.format(Locale.ROOT, "%s successfully processed 0 pages in %.3f seconds (0.000 MB/sec).", command,
            session.request().elapsed() / 1000.0));
    }

    /** Recovery opens a new recovery fork, and where the files are older than the server it upgrades them for good. */
    private void recover(Database target) throws SQLException, IOException {
        if (server.failures().takeRecoveryLeavesRestoring()) {
            answer.info(4315, 10, "Database \"" + name + "\" could not be brought online because one or more RESTORE steps are needed.");
            return;
        }
        synchronized (server) {
            long point = target.log.next();
            target.standby = false;
            target.store();
            target.forks.open(UUID.randomUUID(), point);
            target.log.newBlock();
            if (!target.isFullModel()) {
                target.lastLogBackup = null;
            }
            upgrade(target);
            target.state = Database.State.ONLINE;
            if (target.undoFile != null) {
                Files.deleteIfExists(target.undoFile);
                target.undoFile = null;
            }
        }
    }

    private void upgrade(Database target) {
        int from = target.options.version;
        int to = server.internalVersion();
        if (from < to) {
            answer.info(928, 10, "Converting database '" + name + "' from version " + from + " to the current version " + to + ".");
            for (int version = from; version < to; version++) {
                answer.info(951, 10, "Database '" + name + "' running the upgrade step from version " + version + " to version " + (version + 1) + ".");
            }
            target.options.version = to;
        }
        target.options.compatibility = Math.max(100, target.options.compatibility);
    }
}
