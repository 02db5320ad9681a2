package org.halomigration.backup;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Reads a row of RESTORE HEADERONLY or of msdb as a backup set of one stripe. */
final class HeaderReader {
    private HeaderReader() {}

    static BackupSet read(HeaderRow row) {
        UUID guid = row.guid("BackupSetGUID");
        String name = row.text("BackupName");
        if (guid == null) {
            // The server lists a backup that was cut off while it was written under this name, with empty columns.
            throw row.unusable(name != null && name.contains("INCOMPLETE")
                    ? "the backup was interrupted while it was written, so there is nothing to restore. Take it again."
                    : "BackupSetGUID is missing, so the set has no identity. Read the header again with RESTORE HEADERONLY.");
        }
        Stripe stripe = stripe(row);
        return BackupSet.builder(guid)
                .type(type(row))
                .position(row.integer("Position"))
                .stripes(stripe == null ? List.of() : List.of(stripe))
                .familyCount(row.integer("FamilyCount"))
                .name(name)
                .databaseName(row.text("DatabaseName"))
                .serverName(row.text("ServerName"))
                .firstLsn(row.lsn("FirstLSN"))
                .lastLsn(row.lsn("LastLSN"))
                .checkpointLsn(row.lsn("CheckpointLSN"))
                .databaseBackupLsn(row.lsn("DatabaseBackupLSN"))
                .differentialBaseLsn(row.lsn("DifferentialBaseLSN"))
                .differentialBaseGuid(row.guid("DifferentialBaseGUID"))
                .familyGuid(row.guid("FamilyGUID"))
                .firstRecoveryForkId(row.guid("FirstRecoveryForkID"))
                .recoveryForkId(row.guid("RecoveryForkID"))
                .forkPointLsn(row.lsn("ForkPointLSN"))
                .copyOnly(row.flag("IsCopyOnly", 512))
                .damaged(row.flag("IsDamaged", 32))
                .hasChecksums(row.flag("HasBackupChecksums", 16))
                .incompleteMetaData(row.flag("HasIncompleteMetaData", 128))
                .forceOffline(row.flag("IsForceOffline", 256))
                .beginsLogChain(row.flag("BeginsLogChain", 64))
                .bulkLogged(row.flag("HasBulkLoggedData", 1))
                .readOnly(row.flag("IsReadOnly", 4))
                .singleUser(row.flag("IsSingleUser", 8))
                .snapshot(row.flag("IsSnapshot", 2))
                .recoveryModel(row.text("RecoveryModel"))
                .softwareVersionMajor(row.integer("SoftwareVersionMajor"))
                .databaseVersion(row.integer("DatabaseVersion"))
                .compatibilityLevel(row.integer("CompatibilityLevel"))
                .backupSize(row.size("BackupSize"))
                .compressedBackupSize(row.size("CompressedBackupSize"))
                .startDate(row.read("BackupStartDate", "a time", HeaderTime::read))
                .finishDate(row.read("BackupFinishDate", "a time", HeaderTime::read))
                .keyAlgorithm(row.text("KeyAlgorithm"))
                .encryptorThumbprint(row.thumbprint("EncryptorThumbprint"))
                .encryptorType(row.text("EncryptorType"))
                .build();
    }

    /** The row's own file; null where the row does not say. */
    static Stripe stripe(HeaderRow row) {
        Integer sequence = row.integer("FamilySequenceNumber");
        Integer count = row.integer("FamilyCount");
        if (sequence != null && (sequence < 1 || count != null && sequence > count)) {
            throw row.unusable("FamilySequenceNumber should be 1 to %s, found %d.".formatted(count == null ? "the number of stripes" : count, sequence));
        }
        return row.file() == null ? null : new Stripe(row.file(), sequence);
    }

    private static BackupType type(HeaderRow row) {
        BackupType byNumber = row.read("BackupType", "1 (database), 2 (log), 5 (differential), 4, 6, 7 or 8", HeaderReader::type);
        BackupType byLetter = byNumber != null ? byNumber : row.read("BackupTypeCode", "D, I, L, F, G, P or Q", HeaderReader::type);
        return byLetter != null ? byLetter : row.read("BackupTypeDescription", "DATABASE, TRANSACTION LOG or another of its words", HeaderReader::type);
    }

    private static BackupType type(Object value) {
        String text = value instanceof BigDecimal exact ? exact.toBigIntegerExact().toString() : value.toString().trim().toUpperCase(Locale.ROOT);
        for (BackupType type : BackupType.values()) {
            if (text.equals(Integer.toString(type.number())) || text.equals(Character.toString(type.letter())) || text.equals(type.name())) {
                return type;
            }
        }
        return switch (text) {
            case "DATABASE" -> BackupType.FULL;
            case "TRANSACTION LOG" -> BackupType.LOG;
            case "DATABASE DIFFERENTIAL", "DIFFERENTIAL DATABASE" -> BackupType.DIFFERENTIAL;
            case "FILE DIFFERENTIAL", "FILE DIFFERENTIAL PARTIAL" -> BackupType.FILE_DIFFERENTIAL;
            case "PARTIAL DIFFERENTIAL" -> BackupType.PARTIAL_DIFFERENTIAL;
            default -> throw new IllegalArgumentException("unknown");
        };
    }
}
