-- Linked servers belong to the instance: no backup carries them.
SELECT 'warning' AS severity, 'server ' + s.name AS subject, 'The instance has the linked server ' + s.name + ', which does not move along and is not reached from hosting' AS detail,
  'Say whether Halo uses it (reports, custom queries); what needs it stays on-premises or is done otherwise.' AS advice, 'customer' AS actor
FROM sys.servers AS s WHERE s.is_linked = 1
