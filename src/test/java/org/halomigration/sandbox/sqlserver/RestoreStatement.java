package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** RESTORE in all its forms ("RESTORE statements (Transact-SQL)"). */
final class RestoreStatement {
    private static final Set<String> OPTIONS = Set.of("FILE", "NORECOVERY", "RECOVERY", "STANDBY", "MOVE", "REPLACE", "CHECKSUM", "NO_CHECKSUM", "RESTART",
        "STATS", "STOPAT", "STOP_ON_ERROR", "NOUNLOAD", "NOREWIND", "MAXTRANSFERSIZE", "BUFFERCOUNT", "BLOCKSIZE", "MEDIANAME");
    private final Session session;
    private final Instance server;
    private final Answer answer;
    private final Cursor cursor;
    private final DeviceOptions options = new DeviceOptions();

    RestoreStatement(Batch batch, Cursor cursor) {
        this.session = batch.session();
        this.server = session.server();
        this.answer = batch.answer();
        this.cursor = cursor;
    }

    void run() throws SQLException, InterruptedException {
        cursor.expect("RESTORE");
        if (server.restoresByTasksOnly(session)) {
            throw Refused.of(3110, 14, "User does not have permission to RESTORE database.").and(3013, "RESTORE is terminating abnormally.");
        }
        String form = cursor.next().text().toUpperCase(Locale.ROOT);
        String command = "RESTORE " + form;
        try {
            switch (form) {
                case "HEADERONLY", "LABELONLY", "FILELISTONLY", "VERIFYONLY" -> read(form);
                case "DATABASE", "LOG" -> restore(command, form.equals("LOG"));
                default -> throw Refused.notUnderstood(command);
            }
        } catch (IOException e) {
            throw Refused.of(3203, "Read on \"" + options.devices.get(0) + "\" failed: " + e.getMessage()).and(3013, command + " is terminating abnormally.");
        } catch (Refused e) {
            throw e.errors().get(0).severity() == 15 ? e : e.and(3013, (form.equals("VERIFYONLY") ? "VERIFY DATABASE" : command) + " is terminating abnormally.");
        }
    }

    private void read(String form) throws IOException, InterruptedException {
        cursor.expect("FROM");
        options.devices(cursor);
        options.with(cursor, OPTIONS);
        noTransaction();
        // HEADERONLY and the others need CREATE DATABASE permission since 2008 ("RESTORE HEADERONLY", Permissions)
        if (!session.principal().mayCreateDatabases()) {
            throw Refused.of(262, 14, "CREATE DATABASE permission denied in database 'master'.");
        }
        List<Media.Contents> contents = contents();
        BackupReports reports = new BackupReports(answer, server.majorVersion());
        switch (form) {
            case "HEADERONLY" -> reports.headers(contents.get(0));
            case "LABELONLY" -> reports.label(contents.get(0));
            case "FILELISTONLY" -> reports.files(complete(firstFamily(contents)));
            default -> verify(contents);
        }
    }

    /** The file list can be read from any one family of the media set. */
    private BackupHeader complete(Media.Contents contents) {
        int position = options.number("FILE", 1);
        if (position < 1 || position > contents.sets().size()) {
            throw Refused.of(4038, "Cannot find file ID " + position + " on device '" + contents.device() + "'.");
        }
        Media.Entry entry = contents.sets().get(position - 1);
        return entry.isComplete() ? entry.header() : entry.begin();
    }

    private static Media.Contents firstFamily(List<Media.Contents> contents) {
        return contents.get(0);
    }

    private void verify(List<Media.Contents> contents) throws IOException, InterruptedException {
        MediaReader reader = new MediaReader(contents, options.number("FILE", 1));
        checksums(reader);
        reader.read(progress("VERIFY DATABASE")::at);
        answer.info(3262, 0, "The backup set on file " + options.number("FILE", 1) + " is valid.");
        answer.done();
    }

    private Progress progress(String command) {
        return new Progress(session, answer, command, options.has("STATS") ? options.number("STATS", 10) : 0);
    }

    private void checksums(MediaReader reader) {
        if (options.has("CHECKSUM") && !reader.header().is("HasBackupChecksums")) {
            throw Refused.of(3187, "RESTORE WITH CHECKSUM cannot be specified because the backup set does not contain checksum information.");
        }
    }

    private void noTransaction() {
        if (session.openTransactions() > 0 || session.implicitTransactions) {
            throw Refused.of(3021, "Cannot perform a backup or restore operation within a transaction.");
        }
    }

    private List<Media.Contents> contents() throws IOException {
        List<Media.Contents> contents = new java.util.ArrayList<>();
        for (String device : options.devices) {
            contents.add(Media.contents(device, server.mounts().toRead(device)));
        }
        return contents;
    }

    private void restore(String command, boolean log) throws SQLException, IOException, InterruptedException {
        String name = cursor.name();
        boolean files = cursor.accept("FROM");
        if (files) {
            options.devices(cursor);
        }
        options.with(cursor, OPTIONS);
        noTransaction();
        Restore restore = new Restore(session, answer, options, command, name);
        restore.checkAccess();
        if (files) {
            MediaReader reader = new MediaReader(contents(), options.number("FILE", 1));
            checksums(reader);
            restore.run(reader, log, progress(command));
        } else {
            restore.recoverOnly();
        }
        answer.done();
    }
}
