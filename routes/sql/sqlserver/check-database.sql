-- Reads and checks everything. On the UAT copy, where nobody waits for it: of the same backups as the production copy.
DBCC CHECKDB (:[database]) WITH ALL_ERRORMSGS
