-- STANDBY leaves the source frozen but readable, so that its fingerprint can be taken while the tail travels. Never INIT: nothing that
-- stands in the file may be lost.
BACKUP LOG :[database] TO DISK = :'file' WITH STANDBY = :'undoFile', NOINIT, CHECKSUM, NAME = :'name', STATS = 10
