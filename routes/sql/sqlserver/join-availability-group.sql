-- Run on the primary replica. Secondaries get the database by automatic seeding, where the group is set up for it; else the host restores
-- the full backup and every log there and joins them.
ALTER AVAILABILITY GROUP :[group] ADD DATABASE :[database]
