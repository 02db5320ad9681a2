package org.halomigration.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes backup sets as rows of RESTORE HEADERONLY: LSNs and GUIDs as text, times as ISO text, what is not known left out. */
final class HeaderWriter {
    private HeaderWriter() {}

    static List<Map<String, Object>> rows(BackupSet set) {
        if (set.stripes().isEmpty()) {
            return List.of(columns(set));
        }
        return set.stripes().stream()
                .map(stripe -> {
                    Map<String, Object> row = columns(set);
                    row.put("File", stripe.file());
                    put(row, "FamilySequenceNumber", stripe.sequence());
                    return row;
                })
                .collect(Collectors.toList());
    }

    private static Map<String, Object> columns(BackupSet set) {
        Map<String, Object> row = new LinkedHashMap<>();
        text(row, "BackupSetGUID", set.guid());
        put(row, "BackupType", set.type() == null ? null : set.type().number());
        put(row, "Position", set.position());
        put(row, "FamilyCount", set.familyCount());
        put(row, "BackupName", set.name());
        put(row, "DatabaseName", set.databaseName());
        put(row, "ServerName", set.serverName());
        text(row, "FirstLSN", set.firstLsn());
        text(row, "LastLSN", set.lastLsn());
        text(row, "CheckpointLSN", set.checkpointLsn());
        text(row, "DatabaseBackupLSN", set.databaseBackupLsn());
        text(row, "DifferentialBaseLSN", set.differentialBaseLsn());
        text(row, "DifferentialBaseGUID", set.differentialBaseGuid());
        text(row, "FamilyGUID", set.familyGuid());
        text(row, "FirstRecoveryForkID", set.firstRecoveryForkId());
        text(row, "RecoveryForkID", set.recoveryForkId());
        text(row, "ForkPointLSN", set.forkPointLsn());
        put(row, "IsCopyOnly", set.copyOnly());
        put(row, "IsDamaged", set.damaged());
        put(row, "HasBackupChecksums", set.hasChecksums());
        put(row, "HasIncompleteMetaData", set.incompleteMetaData());
        put(row, "IsForceOffline", set.forceOffline());
        put(row, "BeginsLogChain", set.beginsLogChain());
        put(row, "HasBulkLoggedData", set.bulkLogged());
        put(row, "IsReadOnly", set.readOnly());
        put(row, "IsSingleUser", set.singleUser());
        put(row, "IsSnapshot", set.snapshot());
        put(row, "RecoveryModel", set.recoveryModel());
        put(row, "SoftwareVersionMajor", set.softwareVersionMajor());
        put(row, "DatabaseVersion", set.databaseVersion());
        put(row, "CompatibilityLevel", set.compatibilityLevel());
        put(row, "BackupSize", set.backupSize());
        put(row, "CompressedBackupSize", set.compressedBackupSize());
        text(row, "BackupStartDate", set.startDate());
        text(row, "BackupFinishDate", set.finishDate());
        put(row, "KeyAlgorithm", set.keyAlgorithm());
        put(row, "EncryptorThumbprint", set.encryptorThumbprint());
        put(row, "EncryptorType", set.encryptorType());
        return row;
    }

    private static void put(Map<String, Object> row, String column, Object value) {
        if (value != null) {
            row.put(column, value);
        }
    }

    private static void text(Map<String, Object> row, String column, Object value) {
        put(row, column, value == null ? null : value.toString());
    }
}
