RESTORE FILELISTONLY FROM :each(files | DISK = :'item' | , ) WITH FILE = :number(position)
