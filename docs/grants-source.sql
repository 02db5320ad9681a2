-- The least that the product's login needs on the source instance. Run by a sysadmin. The database is called Halo here, the login
-- halo_migration; first create it by whichever way your instance authenticates:
--   CREATE LOGIN [halo_migration] WITH PASSWORD = N'…'

-- Whoever takes the tail must be able to undo it: RESTORE … WITH RECOVERY brings the source back, and db_owner may not do that. The role also
-- lets it set the database to SINGLE_USER or READ_ONLY and back.
ALTER SERVER ROLE [dbcreator] ADD MEMBER [halo_migration];

-- Who is still connected before the source freezes, and how far a backup is.
GRANT VIEW SERVER STATE TO [halo_migration];

-- The tail, and the fingerprint of every table.
USE [Halo];
CREATE USER [halo_migration] FOR LOGIN [halo_migration];
ALTER ROLE [db_backupoperator] ADD MEMBER [halo_migration];
ALTER ROLE [db_datareader] ADD MEMBER [halo_migration];

-- Which backups there are.
USE [msdb];
CREATE USER [halo_migration] FOR LOGIN [halo_migration];
GRANT SELECT ON dbo.backupset TO [halo_migration];
GRANT SELECT ON dbo.backupmediafamily TO [halo_migration];
GRANT SELECT ON dbo.backupmediaset TO [halo_migration];

-- What the checks before the migration look at: who else takes backups, what no backup carries, pages that could not be read.
GRANT SELECT ON dbo.sysjobs TO [halo_migration];
GRANT SELECT ON dbo.sysjobsteps TO [halo_migration];
GRANT SELECT ON dbo.sysmaintplan_plans TO [halo_migration];
GRANT SELECT ON dbo.sysmail_profile TO [halo_migration];
GRANT SELECT ON dbo.log_shipping_primary_databases TO [halo_migration];
GRANT SELECT ON dbo.suspect_pages TO [halo_migration];
USE [master];
