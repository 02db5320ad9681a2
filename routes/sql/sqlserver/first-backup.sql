-- The first link of the hosted database's own chain. Never INIT: nothing that stands in the file may be lost.
BACKUP DATABASE :[database] TO DISK = :'file' WITH NOINIT, CHECKSUM, NAME = :'name', STATS = 10
