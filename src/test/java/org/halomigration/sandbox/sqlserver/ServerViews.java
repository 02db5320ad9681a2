package org.halomigration.sandbox.sqlserver;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Views of the instance: databases, files, sessions, requests, logins. */
final class ServerViews {
    private ServerViews() {}

    static void define() {
        CatalogViews.define("sys.databases", "name sysname, database_id int, source_database_id int, owner_sid varbinary(85), create_date datetime,"
            + " compatibility_level tinyint, collation_name sysname, user_access tinyint, user_access_desc nvarchar(60), is_read_only bit,"
            + " is_auto_close_on bit, is_auto_shrink_on bit, state tinyint, state_desc nvarchar(60), is_in_standby bit, recovery_model tinyint,"
            + " recovery_model_desc nvarchar(60), page_verify_option tinyint, page_verify_option_desc nvarchar(60), is_trustworthy_on bit,"
            + " is_broker_enabled bit, is_encrypted bit, is_master_key_encrypted_by_server bit, is_cdc_enabled bit, is_published bit,"
            + " is_merge_published bit, is_subscribed bit,"
            + " log_reuse_wait_desc nvarchar(60), group_database_id uniqueidentifier, replica_id uniqueidentifier", ServerViews::databases);
        CatalogViews.define("sys.database_recovery_status", "database_id int, database_guid uniqueidentifier, family_guid uniqueidentifier,"
            + " last_log_backup_lsn numeric(25,0), recovery_fork_guid uniqueidentifier, first_recovery_fork_guid uniqueidentifier,"
            + " fork_point_lsn numeric(25,0)", ServerViews::recoveryStatus);
        String files = "database_id int, file_id int, file_guid uniqueidentifier, type tinyint, type_desc nvarchar(60), data_space_id int, name sysname,"
            + " physical_name nvarchar(260), state tinyint, state_desc nvarchar(60), size int, max_size int, growth int, is_read_only bit,"
            + " create_lsn numeric(25,0), redo_start_lsn numeric(25,0), redo_start_fork_guid uniqueidentifier, redo_target_lsn numeric(25,0),"
            + " redo_target_fork_guid uniqueidentifier, backup_lsn numeric(25,0), differential_base_lsn numeric(25,0),"
            + " differential_base_guid uniqueidentifier, differential_base_time datetime";
        // "sys.master_files", Permissions: CREATE DATABASE, ALTER ANY DATABASE or VIEW ANY DEFINITION
        CatalogViews.define("sys.master_files", files, c -> {
            Principal own = c.session().principal();
            boolean sees = own.role() != Principal.Role.LOGIN || own.mayCreateDatabases() || own.has("ALTER ANY DATABASE") || own.has("VIEW ANY DEFINITION");
            // whether RDS shows the files of a database that it restores is not known: here it does not
            return sees ? c.server().databases().stream().filter(d -> c.server().rds == null || d.isOpen()).flatMap(d -> files(d).stream()).toList() : List.of();
        });
        CatalogViews.define("sys.database_files", files, c -> files(c.database()));
        CatalogViews.define("sys.dm_exec_sessions", "session_id smallint, login_time datetime, host_name nvarchar(128), program_name nvarchar(128),"
            + " login_name nvarchar(128), original_login_name nvarchar(128), status nvarchar(30), database_id smallint, is_user_process bit,"
            + " open_transaction_count int", ServerViews::sessions);
        CatalogViews.define("sys.dm_exec_requests", "session_id smallint, start_time datetime, status nvarchar(30), command nvarchar(32), database_id smallint,"
            + " blocking_session_id smallint, wait_type nvarchar(60), wait_time int, percent_complete real, estimated_completion_time bigint, cpu_time int,"
            + " total_elapsed_time int, reads bigint, writes bigint, logical_reads bigint", ServerViews::requests);
        CatalogViews.define("sys.dm_os_volume_stats", "database_id int, file_id int, volume_mount_point nvarchar(512), volume_id nvarchar(512),"
            + " file_system_type nvarchar(512), total_bytes bigint, available_bytes bigint", c -> c.server().volumes().ofFiles(c.server().databases()));
        CatalogViews.define("sys.dm_os_enumerate_fixed_drives", "fixed_drive_path nvarchar(256), drive_type int, drive_type_desc nvarchar(512),"
            + " free_space_in_bytes bigint", c -> c.server().volumes().drives(c.server().mounts()));
        CatalogViews.define("sys.server_principals", "name sysname, principal_id int, sid varbinary(85), type char(1), type_desc nvarchar(60), is_disabled bit",
            ServerViews::logins);
        CatalogViews.define("sys.certificates", "name sysname, certificate_id int, thumbprint varbinary(32), pvt_key_encryption_type char(2)", c -> List.of());
        CatalogViews.define("sys.dm_database_encryption_keys", "database_id int, encryption_state int, encryptor_thumbprint varbinary(20)", c -> List.of());
        CatalogViews.define("sys.dm_hadr_database_replica_states", "database_id int, replica_id uniqueidentifier, synchronization_state_desc nvarchar(60),"
            + " is_primary_replica bit", c -> List.of());
        CatalogViews.define("sys.availability_replicas", "replica_id uniqueidentifier, replica_server_name nvarchar(256)", c -> List.of());
        CatalogViews.define("sys.dm_tran_locks", "resource_type nvarchar(60), resource_database_id int, request_session_id int", c -> List.of());
    }

    private static List<Object[]> databases(CatalogContext context) {
        List<Object[]> rows = new ArrayList<>();
        for (Database d : context.server().databases()) {
            // while a database is being restored its settings are not known yet; they show once it has been recovered
            boolean open = d.isOpen();
            Principal owner = context.server().login(d.owner);
            String access = open ? d.options.userAccess : "MULTI_USER";
            String model = d.options.recoveryModel;
            rows.add(new Object[] {d.name, d.id, null, owner == null ? null : owner.sid(), d.options.created, (short) d.options.compatibility,
                open ? d.collation : null, code(access, "MULTI_USER", "SINGLE_USER", "RESTRICTED_USER"), access,
                open && (d.options.readOnly || d.standby), d.options.autoClose, d.options.autoShrink, code(d.state.name(), "ONLINE", "RESTORING"),
                d.state.name(), d.standby, (short) (code(model, "FULL", "BULK_LOGGED", "SIMPLE") + 1), model,
                code(d.options.pageVerify, "NONE", "TORN_PAGE_DETECTION", "CHECKSUM"), d.options.pageVerify, d.trustworthy, false, d.marks.contains("is_encrypted"), false,
                d.marks.contains("is_cdc_enabled"), d.marks.contains("is_published"), false, false, "NOTHING", null, d.marks.contains("replica_id") ? d.guid : null});
        }
        return rows;
    }

    private static short code(String value, String... values) {
        return (short) Math.max(0, List.of(values).indexOf(value));
    }

    private static List<Object[]> recoveryStatus(CatalogContext context) {
        List<Object[]> rows = new ArrayList<>();
        for (Database d : context.server().databases()) {
            UUID fork = d.forks.current();
            rows.add(new Object[] {d.id, d.guid, d.family, TransactionLog.number(d.isOpen() ? d.lastLogBackup : null), fork, d.forks.first(),
                TransactionLog.number(d.forks.pointOf(fork))});
        }
        return rows;
    }

    private static List<Object[]> files(Database d) {
        List<Object[]> rows = new ArrayList<>();
        boolean restoring = d.state == Database.State.RESTORING;
        for (DatabaseFile f : d.files) {
            BigDecimal redo = restoring ? TransactionLog.number(d.redoStart()) : null;
            UUID fork = restoring ? d.forks.current() : null;
            rows.add(new Object[] {d.id, f.id(), f.guid(), (short) (f.isLog() ? 1 : 0), f.isLog() ? "LOG" : "ROWS", f.isLog() ? 0 : 1, f.logical(),
                f.physical(), (short) (restoring ? 1 : 0), restoring ? "RESTORING" : "ONLINE", (int) (f.bytes() / 8192), f.isLog() ? 268_435_456 : -1, 8192,
                d.isOpen() && d.options.readOnly, null, f.isLog() ? null : redo, f.isLog() ? null : fork, null, null, null,
                f.isLog() ? null : TransactionLog.number(d.differentialBase), f.isLog() ? null : d.differentialBaseGuid,
                f.isLog() ? null : d.differentialBaseTime});
        }
        return rows;
    }

    /** Without VIEW SERVER STATE a login sees its own session only ("sys.dm_exec_sessions", Permissions). */
    private static boolean sees(CatalogContext context, Session session) {
        return session == context.session() || context.session().principal().has("VIEW SERVER STATE");
    }

    private static List<Object[]> sessions(CatalogContext context) {
        List<Object[]> rows = new ArrayList<>();
        for (Session s : context.server().sessions()) {
            if (sees(context, s)) {
                rows.add(new Object[] {(short) s.id(), s.since(), s.host(), s.application(), s.principal().name(), s.principal().name(),
                    s.request() == null ? "sleeping" : "running", (short) s.place().id, true, s.openTransactions()});
            }
        }
        return rows;
    }

    private static List<Object[]> requests(CatalogContext context) {
        List<Object[]> rows = new ArrayList<>();
        for (Session s : context.server().sessions()) {
            Request r = s.request();
            if (r != null && sees(context, s)) {
                int elapsed = r.elapsed();
                rows.add(new Object[] {(short) s.id(), r.since(), r.percent() >= 0 ? "suspended" : "running", r.command(), (short) s.place().id, (short) 0,
                    r.waitType() != null ? r.waitType() : r.percent() >= 0 ? r.command().startsWith("BACKUP") ? "BACKUPIO" : "BACKUPTHREAD" : null, 0, (float) Math.max(0, r.percent()),
                    r.percent() > 0 ? (long) (elapsed / r.percent() * (100 - r.percent())) : 0L, elapsed / 10, elapsed, r.bytes() / 8192, r.bytes() / 8192, 0L});
            }
        }
        return rows;
    }

    private static List<Object[]> logins(CatalogContext context) {
        List<Object[]> rows = new ArrayList<>();
        int id = 256;
        // "Metadata visibility": without VIEW ANY DEFINITION a login sees itself and sa
        Principal own = context.session().principal();
        for (Principal p : context.server().logins()) {
            if (p != own && !p.name().equalsIgnoreCase("sa") && own.role() == Principal.Role.LOGIN && !own.has("VIEW ANY DEFINITION")) {
                continue;
            }
            rows.add(new Object[] {p.name(), p.name().equalsIgnoreCase("sa") ? 1 : ++id, p.sid(), "S", "SQL_LOGIN", false});
        }
        return rows;
    }
}
