package org.halomigration.sandbox.sqlserver;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A database of the instance: its settings, its files, its log and, while it is open, its rows. Guarded by its own monitor. */
final class Database {
    enum State { ONLINE, RESTORING }

    final int id;
    /** database_guid: this copy. */
    final UUID guid = UUID.randomUUID();
    String name;
    /** The same for a database and all that is restored from it. */
    UUID family = UUID.randomUUID();
    Forks forks = new Forks(UUID.randomUUID());
    State state = State.ONLINE;
    boolean standby;
    boolean trustworthy;
    String collation = "SQL_Latin1_General_CP1_CI_AS";
    /** Columns of sys.databases that a test has set for features that the sandbox has no behaviour for. */
    final java.util.Set<String> marks = java.util.concurrent.ConcurrentHashMap.newKeySet();
    /** When DBCC CHECKDB last ended well; null for never. */
    LocalDateTime lastGoodCheck;
    String owner;
    DatabaseOptions options = new DatabaseOptions();
    List<DatabaseFile> files = new ArrayList<>();
    TransactionLog log = new TransactionLog();
    /** Where the next log backup begins; null when none is possible ("sys.database_recovery_status"). */
    Long lastLogBackup;
    boolean beginsLogChain;
    Long differentialBase;
    UUID differentialBaseGuid;
    LocalDateTime differentialBaseTime;
    /** CheckpointLSN of the last full backup that was not copy-only. */
    Long fullCheckpoint;
    /** A restore step that was cut off; the same step or a new full must come next (4319). */
    UUID interrupted;
    /** Holds the pages that WITH STANDBY undid, until the next restore. */
    java.nio.file.Path undoFile;
    /** Whether a restore or a data backup runs. */
    boolean busy;
    private Store store;
    private Image image;

    Database(int id, String name, String owner) {
        this.id = id;
        this.name = name;
        this.owner = owner;
    }

    boolean isOpen() {
        return state == State.ONLINE;
    }

    boolean isWritable() {
        return isOpen() && !standby && !options.readOnly;
    }

    boolean isFullModel() {
        return !options.recoveryModel.equals("SIMPLE");
    }

    synchronized Store store() throws SQLException {
        if (store == null) {
            store = image == null ? new Store() : Store.of(image);
            image = null;
        }
        return store;
    }

    /** The contents that the next restore step works on; closes the rows. */
    synchronized Image image() throws SQLException {
        if (image == null) {
            image = store().image();
            store.close();
            store = null;
        }
        return image;
    }

    synchronized void replace(Image restored) {
        close();
        image = restored;
    }

    /** A copy of what is committed, for a backup. */
    synchronized Image snapshot() throws SQLException {
        return store().image();
    }

    synchronized void commit(Connection connection, List<LogRecord> records) throws SQLException {
        connection.commit();
        if (!records.isEmpty()) {
            log.append(records, keepsLog());
        }
    }

    /** A definition and, where it changed the rows of a table, all of them as they are now. */
    synchronized void define(List<Token> statement) throws SQLException {
        Store open = store();
        open.define(statement);
        List<LogRecord> records = new ArrayList<>();
        records.add(LogRecord.define(open.definitions.get(open.definitions.size() - 1)));
        Cursor cursor = Cursor.of(statement);
        if (cursor.accept("ALTER", "TABLE") && keepsLog()) {
            Table table = open.table(Table.key(cursor.dottedName()));
            Image.Rows rows = new Image.Rows();
            try (Connection connection = open.connect()) {
                open.readRows(connection, table, rows);
            }
            rows.byNumber.forEach((number, values) -> records.add(LogRecord.put(table.key(), number, values)));
        }
        log.append(records, keepsLog());
    }

    /** Set while a data backup runs: the log written meanwhile belongs to it. */
    boolean dataBackupRuns;

    /** Before the first full backup nothing needs the log: it is cut at every checkpoint ("Recovery models"). */
    private boolean keepsLog() {
        return dataBackupRuns || lastLogBackup != null || differentialBase != null;
    }

    /** Drops the log records that no backup to come needs. */
    synchronized void truncateLog() {
        if (!keepsLog()) {
            log.clear();
            return;
        }
        long needed = Math.min(lastLogBackup == null ? Long.MAX_VALUE : lastLogBackup, differentialBase == null ? Long.MAX_VALUE : differentialBase);
        log.dropBefore(needed);
    }

    synchronized void close() {
        if (store != null) {
            store.close();
            store = null;
        }
        image = null;
    }

    /** RESTORING files show how far they are; files of an open database do not. */
    Long redoStart() {
        return state == State.RESTORING ? log.next() : null;
    }
}
