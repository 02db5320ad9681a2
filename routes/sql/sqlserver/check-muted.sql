-- What in a UAT copy could still reach people or other systems, one row each. No row: it is muted. The host's to keep, with mute-uat.sql.
SELECT N'mailbox' AS part, address AS detail FROM dbo.MAILBOX WHERE enabled <> 0
UNION ALL SELECT N'outgoing mail', N'dbo.CONTROL.outgoingmail' FROM dbo.CONTROL WHERE outgoingmail <> 0
UNION ALL SELECT N'integrator', N'dbo.CONTROL.integratorenabled' FROM dbo.CONTROL WHERE integratorenabled <> 0
UNION ALL SELECT N'cloud synchronisation', N'dbo.CONTROL.cloudsyncenabled' FROM dbo.CONTROL WHERE cloudsyncenabled <> 0
