RESTORE LOG :[database] FROM :each(files | DISK = :'item' | , ) WITH FILE = :number(position), NORECOVERY:if(checksum | , CHECKSUM):if(restart | , RESTART), STATS = 10
