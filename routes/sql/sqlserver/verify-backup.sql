RESTORE VERIFYONLY FROM :each(files | DISK = :'item' | , ) WITH FILE = :number(position):if(checksum | , CHECKSUM)
