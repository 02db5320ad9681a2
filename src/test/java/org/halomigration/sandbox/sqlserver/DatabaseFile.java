package org.halomigration.sandbox.sqlserver;

import java.util.UUID;

/**
 * A file of a database.
 *
 * @param type D for rows, L for the log, as RESTORE FILELISTONLY names them
 * @param physical path as the server sees it
 * @param bytes size of the file
 */
record DatabaseFile(int id, String logical, String physical, String type, UUID guid, long bytes) {
    DatabaseFile at(String path) {
        return new DatabaseFile(id, logical, path, type, guid, bytes);
    }

    boolean isLog() {
        return type.equals("L");
    }
}
