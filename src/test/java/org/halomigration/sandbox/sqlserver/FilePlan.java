package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the files of a database may lie. The files themselves are empty: rows live in memory. */
final class FilePlan {
    private final Instance server;

    FilePlan(Instance server) {
        this.server = server;
    }

    /**
     * @param owner the database that may overwrite its own files; null for a new one
     * @throws Refused 5133, 1834, 3176 or, for a file that belongs to nobody, 3142 (restore) or 5170 (create)
     */
    void check(List<DatabaseFile> files, Database owner, String database, boolean restore) {
        for (DatabaseFile file : files) {
            Path path = server.mounts().resolve(file.physical());
            if (path == null || path.getParent() == null || !Files.isDirectory(path.getParent())) {
                String error = path == null ? "3(The system cannot find the path specified.)" : "2(The system cannot find the file specified.)";
                throw unusable(Refused.of(5133, "Directory lookup for the file \"" + file.physical() + "\" failed with the operating system error " + error),
                    file, restore);
            }
            for (DatabaseFile other : files) {
                if (other.id() < file.id() && same(path, other)) {
                    throw Refused.of(3176, "File '" + file.physical() + "' is claimed by '" + file.logical() + "'(" + file.id() + ") and '" + other.logical()
                        + "'(" + other.id() + "). The WITH MOVE clause can be used to relocate one or more files.");
                }
            }
            for (Database other : server.databases()) {
                if (other != owner && other.files.stream().anyMatch(f -> same(path, f))) {
                    throw unusable(Refused.of(1834, "The file '" + file.physical() + "' cannot be overwritten.  It is being used by database '" + other.name + "'."),
                        file, restore);
                }
            }
            boolean own = owner != null && owner.files.stream().anyMatch(f -> same(path, f));
            if (Files.exists(path) && !own) {
                throw restore ? Refused.of(3142, "File \"" + file.physical() + "\" cannot be restored over the existing \"" + file.physical()
                    + "\". Reissue the RESTORE statement using WITH REPLACE to overwrite pre-existing files, or WITH MOVE to identify an alternate location.")
                    : Refused.of(5170, "Cannot create file '" + file.physical() + "' because it already exists. Change the file path or the file name, and retry the operation.");
            }
        }
    }

    private boolean same(Path path, DatabaseFile file) {
        return path.toString().equalsIgnoreCase(String.valueOf(server.mounts().resolve(file.physical())));
    }

    private static Refused unusable(Refused cause, DatabaseFile file, boolean restore) {
        return restore ? cause.and(3156, "File '" + file.logical() + "' cannot be restored to '" + file.physical()
            + "'. Use WITH MOVE to identify a valid location for the file.") : cause;
    }

    void make(List<DatabaseFile> files) {
        for (DatabaseFile file : files) {
            try {
                Path path = server.mounts().resolve(file.physical());
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
            } catch (IOException e) {
                throw Refused.of(5123, "CREATE FILE encountered operating system error 5(Access is denied.) while attempting to open or create the physical file '"
                    + file.physical() + "'.");
            }
        }
    }

    void delete(List<DatabaseFile> files) {
        for (DatabaseFile file : files) {
            try {
                Files.deleteIfExists(server.mounts().resolve(file.physical()));
            } catch (IOException e) {
                // an empty file that stays is in nobody's way
            }
        }
    }
}
