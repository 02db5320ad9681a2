-- Database Mail belongs to msdb.
SELECT 'warning' AS severity, 'profile ' + p.name AS subject, 'Database Mail has the profile ' + p.name + ', which does not move along' AS detail,
  'If jobs or triggers of Halo''s database send mail by it, the host sets it up on the target.' AS advice, 'host' AS actor
FROM msdb.dbo.sysmail_profile AS p
