package org.halomigration.sandbox.sqlserver;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether a backup set may be restored to a database as it is now. */
final class RestorePlan {
    private final Instance server;
    private final BackupHeader header;
    private final DeviceOptions options;
    private final String name;

    RestorePlan(Instance server, BackupHeader header, DeviceOptions options, String name) {
        this.server = server;
        this.header = header;
        this.options = options;
        this.name = name;
    }

    /** @throws Refused 3169, 33111 where it is encrypted, and 3180 where STANDBY would have to upgrade */
    void version() {
        if (header.number("SoftwareVersionMajor") > server.majorVersion()) {
            throw Refused.of(3169, "The database was backed up on a server running version " + String.format("%d.00.%04d", header.number("SoftwareVersionMajor"),
                header.number("SoftwareVersionBuild")) + ". That version is incompatible with this server, which is running version " + server.version()
                + ". Either restore the database on a server that supports the backup, or use a backup that is compatible with this server.");
        }
        if (header.get("EncryptorThumbprint") != null) {
            throw Refused.of(33111, "Cannot find server certificate with thumbprint '0x" + java.util.HexFormat.of().withUpperCase().formatHex((byte[]) header.get("EncryptorThumbprint"))
                + "'.");
        }
        if (options.has("STANDBY") && header.number("DatabaseVersion") < server.internalVersion()) {
            throw Refused.of(3180, "This backup cannot be restored using WITH STANDBY because a database upgrade is needed. Reissue the RESTORE without WITH STANDBY.");
        }
    }

    /** 3135: the set is of the other kind ("Database Engine events and errors"). */
    void type(boolean log, String device) {
        if (log != (header.type() == BackupHeader.LOG)) {
            throw Refused.of(3135, "The backup set in file '" + device + "' was created by " + (log ? "BACKUP DATABASE" : "BACKUP LOG")
                + " and cannot be used for this restore operation.");
        }
    }

    /** A full over an existing database ("RESTORE arguments", REPLACE, for the safety checks that it switches off). */
    void full(Database existing) {
        if (existing == null || options.has("REPLACE")) {
            return;
        }
        if (!existing.family.equals(header.guid("FamilyGUID"))) {
            throw Refused.of(3154, "The backup set holds a backup of a database other than the existing '" + name + "' database.");
        }
        if (existing.isOpen() && existing.isFullModel() && !existing.standby) {
            throw Refused.of(3159, "The tail of the log for the database \"" + name + "\" has not been backed up. Use BACKUP LOG WITH NORECOVERY to backup the log if"
                + " it contains work you do not want to lose. Use the WITH REPLACE or WITH STOPAT clause of the RESTORE statement to just overwrite the contents"
                + " of the log.");
        }
        if (existing.isOpen() && !name.equalsIgnoreCase(header.text("DatabaseName"))) {
            throw Refused.of(3141, "The database to be restored was named '" + header.text("DatabaseName")
                + "'. Reissue the statement using the WITH REPLACE option to overwrite the '" + name + "' database.");
        }
    }

    /**
     * What a differential or a log needs of its target: that it exists (3118), is being restored (3117) or stands by, is of the same family (3154),
     * and that no other step was cut off (4319). "RESTORE (Transact-SQL)", "Restore and recovery overview".
     */
    private void rollForward(Database target) {
        if (target == null) {
            throw Refused.of(3118, "The database \"" + name + "\" does not exist. RESTORE can only create a database when restoring either a full backup or a file"
                + " backup of the primary file.");
        }
        if (target.isOpen() && !target.standby) {
            throw Refused.of(3117, "The log or differential backup cannot be restored because no files are ready to rollforward.");
        }
        if (!target.family.equals(header.guid("FamilyGUID"))) {
            throw Refused.of(3154, "The backup set holds a backup of a database other than the existing '" + name + "' database.");
        }
        if (target.interrupted != null && !target.interrupted.equals(header.guid("BackupSetGUID"))) {
            throw interrupted(target);
        }
    }

    static Refused interrupted(Database target) {
        return Refused.of(4319, "A previous restore operation was interrupted and did not complete processing on file '" + target.files.get(0).logical()
            + "'. Either restore the backup set that was interrupted or restart the restore sequence.");
    }

    /** Its base must be what the target was restored from ("Differential backups", "Restore a differential database backup"). */
    void differential(Database target) {
        rollForward(target);
        UUID base = header.guid("DifferentialBaseGUID");
        if (!base.equals(target.differentialBaseGuid)) {
            throw Refused.of(3136, "This differential backup cannot be restored because the database has not been restored to the correct earlier state.");
        }
        if (header.lsn("LastLSN") != null && header.lsn("LastLSN") <= target.log.next()) {
            throw Refused.of(3120, "This backup set will not be restored because all data has already been restored to a point beyond the time covered by this"
                + " backup set.");
        }
    }

    /** Position and recovery path of a log ("Apply transaction log backups", "Recovery paths"). @return whether there is nothing to do */
    boolean log(Database target) {
        rollForward(target);
        long position = target.log.next();
        long first = header.lsn("FirstLSN");
        long last = header.lsn("LastLSN");
        if (first > position) {
            throw Refused.of(4305, "The log in this backup set begins at LSN " + first + ", which is too recent to apply to the database. An earlier log backup that"
                + " includes LSN " + position + " can be restored.");
        }
        path(target, position);
        if (first == last && last == position) {
            return true;
        }
        if (last <= position) {
            throw Refused.of(4326, "The log in this backup set terminates at LSN " + last + ", which is too early to apply to the database. A more recent log backup"
                + " that includes LSN " + position + " can be restored.");
        }
        return false;
    }

    /** A log may cross a fork as long as the target has not passed the fork point ("Recovery paths", error 4330). */
    private void path(Database target, long position) {
        UUID current = target.forks.current();
        boolean onPath = header.guid("FirstRecoveryForkID").equals(current)
            && (header.guid("RecoveryForkID").equals(current) || position <= header.lsn("ForkPointLSN"));
        boolean crossed = header.guid("RecoveryForkID").equals(current);
        if (!onPath && !crossed) {
            throw Refused.of(4330, "This backup set cannot be applied because it is on a recovery path that is inconsistent with the database. The recovery path is the"
                + " sequence of data and log backups that have brought the database to a particular recovery point. Find a compatible backup to restore, or restore"
                + " the rest of the database to match a recovery point within this backup set, which will restore the database to a different point in time.");
        }
    }

    /** Where each file goes. @throws Refused 3234, 3176, 5133, 1834 or 3142, then 3119 */
    List<DatabaseFile> files(Database existing) {
        List<DatabaseFile> files = BackupReports.filesOf(header);
        Map<String, String> moves = options.moves;
        for (String logical : moves.keySet()) {
            if (files.stream().noneMatch(f -> f.logical().equalsIgnoreCase(logical))) {
                throw Refused.of(3234, "Logical file '" + logical + "' is not part of database '" + name + "'. Use RESTORE FILELISTONLY to list the logical file names.");
            }
        }
        List<DatabaseFile> placed = files.stream().map(f -> f.at(moves.entrySet().stream().filter(m -> m.getKey().equalsIgnoreCase(f.logical()))
            .map(Map.Entry::getValue).findFirst().orElse(f.physical()))).collect(Collectors.toList());
        try {
            if (server.failures().takeNoRoom()) {
                throw Refused.of(3257, "There is insufficient free space on disk volume 'F:\\' to create the database. The database requires "
                    + files.stream().mapToLong(DatabaseFile::bytes).sum() + " additional free bytes, while only 4096 bytes are available.");
            }
            new FilePlan(server).check(placed, existing, name, !options.has("REPLACE"));
        } catch (Refused e) {
            throw e.and(3119, "Problems were identified while planning for the RESTORE statement. Previous messages provide details.");
        }
        return placed;
    }
}
