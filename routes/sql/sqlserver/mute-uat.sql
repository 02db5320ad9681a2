-- Makes a UAT copy silent before anybody can reach it: it reads and sends no mail, its integrator and its cloud synchronisations are off.
-- This file is the host's to keep: what has to be off differs by Halo's version and by what a customer has bought. Whatever is added here is
-- asked for in check-muted.sql as well, for a copy is served only when that finds nothing.
UPDATE dbo.MAILBOX SET enabled = 0;
UPDATE dbo.CONTROL SET outgoingmail = 0, integratorenabled = 0, cloudsyncenabled = 0;
