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
            throw name != null && name.contains("INCOMPLETE")
                    ? row.interrupted()
                    : row.unusable("BackupSetGUID is missing, so the set has no identity. Read the header again with RESTORE HEADERONLY.");
        }
        return BackupSet.builder(guid)
                .type(type(row))
                .position(row.integer("Position"))
                .stripes(stripes(row))
                .familyCount(row.integer("FamilyCount"))
                .name(name)
                .databaseName(row.text("DatabaseName"))
                .serverName(row.text("ServerName"))
                .firstLsn(row.lsn("FirstLSN"))
                .lastLsn(row.lsn("LastLSN"))
                .checkpointLsn(row.lsn("CheckpointLSN"))
                .databaseBackupLsn(row.lsn("DatabaseBackupLSN"))
                .differentialBaseLsn(row.shown(() -> row.lsn("DifferentialBaseLSN")))
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
                .databaseVersion(row.shown(() -> row.integer("DatabaseVersion")))
                .compatibilityLevel(row.shown(() -> row.integer("CompatibilityLevel")))
                .backupSize(row.shown(() -> row.size("BackupSize")))
                .compressedBackupSize(row.shown(() -> row.size("CompressedBackupSize")))
                .startDate(row.read("BackupStartDate", "a time", HeaderTime::read))
                .finishDate(row.read("BackupFinishDate", "a time", HeaderTime::read))
                .keyAlgorithm(row.text("KeyAlgorithm"))
                .encryptorThumbprint(row.thumbprint("EncryptorThumbprint"))
                .encryptorType(row.text("EncryptorType"))
                .build();
    }

    /** The row's own file, or all of the set's where one row names them; none where the row does not say. */
    static List<Stripe> stripes(HeaderRow row) {
        Integer sequence = row.integer("FamilySequenceNumber");
        Integer count = row.integer("FamilyCount");
        if (sequence != null && (sequence < 1 || count != null && sequence > count)) {
            throw row.unusable("FamilySequenceNumber should be 1 to %s, found %d.".formatted(count == null ? "the number of stripes" : count, sequence));
        }
        List<String> files = row.files();
        return files.stream().map(file -> new Stripe(file, files.size() == 1 ? sequence : null)).toList();
    }

    private static BackupType type(HeaderRow row) {
        BackupType byNumber = row.read("BackupType", "1 (database), 2 (log), 5 (differential), 4, 6, 7 or 8", HeaderReader::type);
        BackupType byLetter = byNumber != null ? byNumber : row.read("BackupTypeCode", "D, I, L, F, G, P or Q", HeaderReader::type);
        return byLetter != null ? byLetter : row.read("BackupTypeDescription", "DATABASE, TRANSACTION LOG or another of its words", HeaderReader::type);
    }

    private static BackupType type(Object value) {
        String text = value instanceof BigDecimal exact ? Integer.toString(exact.intValueExact()) : value.toString().trim().toUpperCase(Locale.ROOT);
        for (BackupType type : BackupType.values()) {
            if (text.equals(Integer.toString(type.number())) || text.equals(Character.toString(type.letter())) || text.equals(type.name())) {
                return type;
            }
        }
        return switch (text) {
            case "DATABASE", "DATABASE FULL" -> BackupType.FULL;
            case "TRANSACTION LOG" -> BackupType.LOG;
            case "DATABASE DIFFERENTIAL", "DIFFERENTIAL DATABASE", "INCREMENTAL", "DIFF" -> BackupType.DIFFERENTIAL;
            case "FILE DIFFERENTIAL", "FILE DIFFERENTIAL PARTIAL" -> BackupType.FILE_DIFFERENTIAL;
            case "PARTIAL DIFFERENTIAL" -> BackupType.PARTIAL_DIFFERENTIAL;
            default -> throw new IllegalArgumentException("unknown");
        };
    }
}
