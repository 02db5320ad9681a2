-- In SIMPLE recovery there is no log to take: the source has been set READ_ONLY and this differential is the tail.
BACKUP DATABASE :[database] TO DISK = :'file' WITH DIFFERENTIAL, NOINIT, CHECKSUM, NAME = :'name', STATS = 10
