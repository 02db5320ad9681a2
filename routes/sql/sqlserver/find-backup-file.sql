-- Which database a file holds a backup of, as far as the source instance knows; asked for files that are not this database's own.
SELECT DISTINCT s.database_name AS DatabaseName
FROM msdb.dbo.backupset AS s
JOIN msdb.dbo.backupmediafamily AS m ON m.media_set_id = s.media_set_id
WHERE m.physical_device_name = :#file
