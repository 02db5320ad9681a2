package org.halomigration.sandbox.sqlserver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** msdb's backup and restore history ("backupset", "backupmediaset", "backupmediafamily", "restorehistory"). */
final class MsdbViews {
    private MsdbViews() {}

    static void define() {
        CatalogViews.define("msdb.backupset", "backup_set_id int, backup_set_uuid uniqueidentifier, media_set_id int, first_family_number tinyint,"
            + " last_family_number tinyint, position int, expiration_date datetime, software_major_version tinyint, software_minor_version tinyint,"
            + " software_build_version smallint, name nvarchar(128), description nvarchar(255), user_name nvarchar(128), first_lsn numeric(25,0),"
            + " last_lsn numeric(25,0), checkpoint_lsn numeric(25,0), database_backup_lsn numeric(25,0), database_creation_date datetime,"
            + " backup_start_date datetime, backup_finish_date datetime, type char(1), compatibility_level tinyint, database_version int,"
            + " backup_size numeric(20,0), database_name nvarchar(128), server_name nvarchar(128), machine_name nvarchar(128), flags int,"
            + " collation_name nvarchar(128), is_password_protected bit, recovery_model nvarchar(60), has_bulk_logged_data bit, is_snapshot bit,"
            + " is_readonly bit, is_single_user bit, has_backup_checksums bit, is_damaged bit, begins_log_chain bit, has_incomplete_metadata bit,"
            + " is_force_offline bit, is_copy_only bit, first_recovery_fork_guid uniqueidentifier, last_recovery_fork_guid uniqueidentifier,"
            + " fork_point_lsn numeric(25,0), database_guid uniqueidentifier, family_guid uniqueidentifier, differential_base_lsn numeric(25,0),"
            + " differential_base_guid uniqueidentifier, compressed_backup_size numeric(20,0), key_algorithm nvarchar(32),"
            + " encryptor_thumbprint varbinary(20), encryptor_type nvarchar(32)", MsdbViews::sets);
        CatalogViews.define("msdb.backupmediaset", "media_set_id int, media_uuid uniqueidentifier, media_family_count tinyint, name nvarchar(128),"
            + " software_name nvarchar(128), is_compressed bit", c -> {
                List<Object[]> rows = new ArrayList<>();
                for (Msdb.MediaSet m : copy(c, c.server().msdb().mediaSets)) {
                    rows.add(new Object[] {m.id(), m.uuid(), (short) m.families(), null, "Microsoft SQL Server", false});
                }
                return rows;
            });
        CatalogViews.define("msdb.backupmediafamily", "media_set_id int, family_sequence_number tinyint, media_family_id uniqueidentifier, media_count int,"
            + " logical_device_name nvarchar(128), physical_device_name nvarchar(260), device_type tinyint, physical_block_size int, mirror tinyint", c -> {
                List<Object[]> rows = new ArrayList<>();
                for (Msdb.MediaFamily f : copy(c, c.server().msdb().mediaFamilies)) {
                    rows.add(new Object[] {f.mediaSet(), (short) f.sequence(), f.family(), 1, null, f.device(), (short) 2, 512, (short) 0});
                }
                return rows;
            });
        CatalogViews.define("msdb.restorehistory", "restore_history_id int, restore_date datetime, destination_database_name nvarchar(128), user_name nvarchar(128),"
            + " backup_set_id int, restore_type char(1), [replace] bit, recovery bit, restart bit, stop_at datetime", c -> {
                List<Object[]> rows = new ArrayList<>();
                for (Msdb.Restore r : copy(c, c.server().msdb().restores)) {
                    rows.add(new Object[] {r.id(), r.date(), r.database(), r.user(), r.set(), r.type(), r.replace(), r.recovery(), r.restart(), null});
                }
                return rows;
            });
    }

    private static <T> List<T> copy(CatalogContext c, List<T> rows) {
        synchronized (c.server().msdb()) {
            return List.copyOf(rows);
        }
    }

    private static List<Object[]> sets(CatalogContext c) {
        List<Object[]> rows = new ArrayList<>();
        for (Msdb.Set s : copy(c, c.server().msdb().sets)) {
            BackupHeader h = s.header();
            String type = h.type() == BackupHeader.FULL ? "D" : h.type() == BackupHeader.LOG ? "L" : "I";
            rows.add(new Object[] {s.id(), h.guid("BackupSetGUID"), s.mediaSet(), (short) 1, (short) h.number(".Families"), h.number("Position"), null,
                (short) h.number("SoftwareVersionMajor"), (short) 0, (short) h.number("SoftwareVersionBuild"), h.get("BackupName"), null, h.get("UserName"),
                lsn(h, "FirstLSN"), lsn(h, "LastLSN"), lsn(h, "CheckpointLSN"), lsn(h, "DatabaseBackupLSN"), h.get("DatabaseCreationDate"),
                h.get("BackupStartDate"), h.get("BackupFinishDate"), type, (short) h.number("CompatibilityLevel"), h.number("DatabaseVersion"),
                lsn(h, "BackupSize"), h.get("DatabaseName"), h.get("ServerName"), h.get("ServerName"), h.flags(), h.get("Collation"), false,
                h.get("RecoveryModel"), h.is("HasBulkLoggedData"), c.server().msdb().snapshots, h.is("IsReadOnly"), h.is("IsSingleUser"), h.is("HasBackupChecksums"), false,
                h.is("BeginsLogChain"), false, h.is("IsForceOffline"), h.is("IsCopyOnly"), h.get("FirstRecoveryForkID"), h.get("RecoveryForkID"),
                lsn(h, "ForkPointLSN"), h.get("BindingID"), h.get("FamilyGUID"), lsn(h, "DifferentialBaseLSN"), h.get("DifferentialBaseGUID"),
                lsn(h, "CompressedBackupSize"),
                c.server().msdb().encryptor == null ? null : "aes_256", c.server().msdb().encryptor, c.server().msdb().encryptor == null ? null : "CERTIFICATE"});
        }
        return rows;
    }

    private static BigDecimal lsn(BackupHeader header, String name) {
        return TransactionLog.number(header.lsn(name));
    }
}
