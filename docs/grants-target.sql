-- The least that the product's login needs on the target instance. Run by a sysadmin. The login is called halo_migration here; first create
-- it by whichever way your instance authenticates:
--   CREATE LOGIN [halo_migration] WITH PASSWORD = N'…'
-- With target.owner the login must be sysadmin instead: after it has given the database away it could do nothing more in it. With
-- target.availability-group it needs ALTER on the group as well: GRANT ALTER ON AVAILABILITY GROUP::[HostedAG] TO [halo_migration].

-- Reads headers and restores new databases. It owns what it has restored, and an owner may restore, change, rename, back up and drop it.
GRANT CREATE ANY DATABASE TO [halo_migration];

-- How far a restore is.
GRANT VIEW SERVER STATE TO [halo_migration];

-- Which logins there are for the users of the restored database.
GRANT VIEW ANY DEFINITION TO [halo_migration];

-- What has been restored.
USE [msdb];
CREATE USER [halo_migration] FOR LOGIN [halo_migration];
GRANT SELECT ON dbo.backupset TO [halo_migration];
GRANT SELECT ON dbo.restorehistory TO [halo_migration];
USE [master];
