package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Works out what a backup set holds and what its header says, and writes it ("RESTORE HEADERONLY" for the meaning of each column). */
final class BackupContents {
    private final Instance server;
    private final Database database;
    private final DeviceOptions options;
    private final BackupHeader header = new BackupHeader();
    private final UUID id = UUID.randomUUID();
    private long first;

    BackupContents(Instance server, Database database, DeviceOptions options) {
        this.server = server;
        this.database = database;
        this.options = options;
    }

    private record Start(byte[] body, long padding) {}

    BackupHeader write(List<Path> paths, boolean log, Session session, Progress progress) throws SQLException, IOException, InterruptedException {
        int type = log ? BackupHeader.LOG : options.has("DIFFERENTIAL") ? BackupHeader.DIFFERENTIAL : BackupHeader.FULL;
        try (MediaWriter media = MediaWriter.open(options.devices, paths, options.has("INIT"), options.has("FORMAT"), options.has("COMPRESSION"))) {
            Start start;
            synchronized (database) {
                describe(type, session, media);
                database.dataBackupRuns = type != BackupHeader.LOG;
                start = new Start(body(type), type == BackupHeader.FULL ? server.paddingBytes : 0);
            }
            media.begin(header);
            stream(media, start, progress);
            synchronized (database) {
                finish(media, type);
                progress.at(1, 1);
                media.end(header);
                remember(type);
            }
            server.msdb().add(header, media.labels(), options.devices);
            return header;
        } finally {
            database.dataBackupRuns = false;
        }
    }

    private void describe(int type, Session session, MediaWriter media) {
        boolean copyOnly = options.has("COPY_ONLY") && type != BackupHeader.DIFFERENTIAL;
        if (type == BackupHeader.LOG) {
            first = database.lastLogBackup;
        } else {
            first = database.log.next();
            database.log.newBlock();
        }
        boolean fork = type == BackupHeader.LOG && !database.forks.at(first).equals(database.forks.current());
        database.options.toMap().forEach(header::set);
        header.set("BackupName", options.text("NAME")).set("BackupType", type).set("Compressed", options.has("COMPRESSION") ? 1 : 0)
            .set("Position", media.position()).set("DeviceType", 2).set("UserName", session.principal().name()).set("ServerName", server.serverName())
            .set("DatabaseName", database.name).set("BackupStartDate", server.now()).set("FirstLSN", first)
            .set("CheckpointLSN", type == BackupHeader.LOG ? checkpoint() : (Long) first)
            .set("DatabaseBackupLSN", database.fullCheckpoint == null ? (Long) 0L : database.fullCheckpoint)
            .set("SoftwareVersionMajor", server.majorVersion()).set("SoftwareVersionBuild", server.build()).set("BindingID", database.guid)
            .set("RecoveryForkID", database.forks.current()).set("FirstRecoveryForkID", fork ? database.forks.at(first) : database.forks.current())
            .set("ForkPointLSN", fork ? database.forks.pointOf(database.forks.current()) : null).set("Collation", "SQL_Latin1_General_CP1_CI_AS")
            .set("FamilyGUID", database.family).set("HasBulkLoggedData", false).set("IsSnapshot", false).set("IsReadOnly", database.options.readOnly)
            .set("IsSingleUser", database.options.userAccess.equals("SINGLE_USER")).set("HasBackupChecksums", options.has("CHECKSUM"))
            .set("IsDamaged", false).set("BeginsLogChain", type == BackupHeader.LOG && database.beginsLogChain).set("HasIncompleteMetaData", false)
            .set("IsForceOffline", options.has("NORECOVERY") || options.has("STANDBY")).set("IsCopyOnly", copyOnly)
            .set("DifferentialBaseLSN", type == BackupHeader.DIFFERENTIAL ? database.differentialBase : null)
            .set("DifferentialBaseGUID", type == BackupHeader.DIFFERENTIAL ? database.differentialBaseGuid : null).set("BackupSetGUID", id)
            .set(".Families", media.labels().size());
        byte[] encryptor = server.msdb().encryptor;
        header.set("KeyAlgorithm", encryptor == null ? null : "aes_256").set("EncryptorThumbprint", encryptor).set("EncryptorType", encryptor == null ? null : "CERTIFICATE");
        files();
    }

    /** A log backup names the checkpoint that was the last when it was taken. */
    private long checkpoint() {
        return database.fullCheckpoint == null ? first : Math.max(database.fullCheckpoint, first);
    }

    private void files() {
        header.set(".Files", database.files.size());
        for (int i = 0; i < database.files.size(); i++) {
            DatabaseFile file = database.files.get(i);
            long bytes = file.isLog() ? file.bytes() : Math.max(file.bytes(), server.paddingBytes + (8 << 20));
            header.set(".File" + i + ".Id", file.id()).set(".File" + i + ".Logical", file.logical()).set(".File" + i + ".Physical", file.physical())
                .set(".File" + i + ".Type", file.type()).set(".File" + i + ".Guid", file.guid()).set(".File" + i + ".Bytes", bytes);
        }
    }

    /** A full holds all rows, a differential every change since its base, a log backup the log since the last one. */
    private byte[] body(int type) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (type == BackupHeader.FULL) {
            database.snapshot().write(out);
        } else {
            long from = type == BackupHeader.LOG ? first : database.differentialBase;
            records(out, database.log.between(from, database.log.next()));
            if (type == BackupHeader.LOG) {
                header.set("LastLSN", database.log.next());
            }
        }
        return bytes.toByteArray();
    }

    private static void records(DataOutputStream out, List<LogRecord> records) throws IOException {
        out.writeInt(records.size());
        for (LogRecord entry : records) {
            entry.write(out);
        }
    }

    private void stream(MediaWriter media, Start start, Progress progress) throws IOException, InterruptedException {
        long total = start.body().length + start.padding() + 1;
        for (int at = 0; at < start.body().length; at += Media.BLOCK) {
            media.data(java.util.Arrays.copyOfRange(start.body(), at, Math.min(start.body().length, at + Media.BLOCK)), false);
            progress.at(Math.min(start.body().length, at + Media.BLOCK), total);
        }
        Random random = new Random(id.getLeastSignificantBits());
        for (long done = 0; done < start.padding(); done += Media.BLOCK) {
            byte[] filler = new byte[(int) Math.min(Media.BLOCK, start.padding() - done)];
            random.nextBytes(filler);
            media.data(filler, true);
            progress.at(start.body().length + done, total);
        }
        header.set("BackupSize", total - 1);
    }

    /** A data backup also holds the log written while it ran, so it ends where the log then is. */
    private void finish(MediaWriter media, int type) throws IOException {
        if (type != BackupHeader.LOG) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            records(new DataOutputStream(bytes), database.log.between(first, database.log.next()));
            for (int at = 0; at < bytes.size(); at += Media.BLOCK) {
                media.data(java.util.Arrays.copyOfRange(bytes.toByteArray(), at, Math.min(bytes.size(), at + Media.BLOCK)), false);
            }
            header.set("LastLSN", database.log.next());
            header.set("BackupSize", header.lsn("BackupSize") + bytes.size());
        }
        header.set("BackupFinishDate", server.now()).set("CompressedBackupSize", media.written());
    }

    private void remember(int type) {
        if (header.is("IsCopyOnly")) {
            database.truncateLog();
            return;
        }
        if (type == BackupHeader.LOG) {
            database.lastLogBackup = header.lsn("LastLSN");
            database.beginsLogChain = false;
        } else if (type == BackupHeader.FULL) {
            database.differentialBase = first;
            database.differentialBaseGuid = id;
            database.differentialBaseTime = (LocalDateTime) header.get("BackupStartDate");
            database.fullCheckpoint = first;
        }
        if (type != BackupHeader.LOG && database.isFullModel() && database.lastLogBackup == null) {
            // "View or change the recovery model": after a switch from SIMPLE a full or a differential backup starts the log chain
            database.lastLogBackup = first;
            database.beginsLogChain = true;
        }
        if (type != BackupHeader.LOG) {
            // the end of a data backup is itself logged, after what the backup holds
            database.log.newBlock();
        }
        database.truncateLog();
    }
}
