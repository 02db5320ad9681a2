package org.halomigration.sandbox.sqlserver;

import java.util.List;

/**
 * Views of things that the sandbox has no behaviour for: jobs, linked servers, suspect pages, log shipping, features in use. Empty, as on
 * a fresh server, until a test says what is there ({@link SandboxSqlServer#says}); columns and types as documented for each view.
 */
final class FactViews {
    private FactViews() {}

    static void define() {
        fact("msdb.suspect_pages", "database_id int, file_id int, page_id bigint, event_type int, error_count int, last_update_date datetime");
        fact("msdb.sysjobs", "job_id uniqueidentifier, name sysname, enabled tinyint");
        fact("msdb.sysjobsteps", "job_id uniqueidentifier, step_id int, step_name sysname, subsystem nvarchar(40), command nvarchar(max), database_name sysname");
        fact("msdb.sysmaintplan_plans", "id uniqueidentifier, name sysname");
        fact("msdb.sysmail_profile", "profile_id int, name sysname");
        fact("msdb.log_shipping_primary_databases", "primary_id uniqueidentifier, primary_database sysname, backup_directory nvarchar(500), backup_job_id uniqueidentifier");
        fact("sys.servers", "server_id int, name sysname, product sysname, provider sysname, data_source nvarchar(4000), is_linked bit");
        fact("sys.sql_expression_dependencies", "referencing_id int, referenced_server_name sysname, referenced_database_name sysname, referenced_schema_name sysname,"
            + " referenced_entity_name sysname");
        fact("sys.column_master_keys", "name sysname, column_master_key_id int, key_store_provider_name sysname");
        fact("sys.dm_db_persisted_sku_features", "feature_name sysname, feature_id int");
        fact("sys.dm_db_log_info", "database_id int, file_id smallint, vlf_begin_offset bigint, vlf_size_mb float, vlf_sequence_number bigint, vlf_active bit");
        fact("sys.dm_tran_database_transactions", "transaction_id bigint, database_id int, database_transaction_begin_time datetime");
        fact("sys.dm_tran_session_transactions", "session_id int, transaction_id bigint, is_user_transaction bit");
        fact("sys.database_mirroring", "database_id int, mirroring_guid uniqueidentifier, mirroring_state_desc nvarchar(60)");
        fact("sys.dm_db_log_space_usage", "database_id int, total_log_size_in_bytes bigint, used_log_space_in_bytes bigint, used_log_space_in_percent real");
        fact("sys.symmetric_keys", "name sysname, symmetric_key_id int");
    }

    private static void fact(String view, String columns) {
        CatalogViews.define(view, columns, context -> List.copyOf(context.server().facts(view)));
    }
}
