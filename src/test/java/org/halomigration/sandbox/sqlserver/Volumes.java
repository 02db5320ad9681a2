package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Free space of the instance's volumes, as a test sets it: made up, nothing is ever full because of it. */
final class Volumes {
    private static final long PLENTY = 1_000_000_000_000L;

    private final Map<String, Long> free = new ConcurrentHashMap<>();
    volatile boolean hidden;

    void free(String root, long bytes) {
        free.put(root.toUpperCase(Locale.ROOT), bytes);
    }

    private long free(String root) {
        return free.getOrDefault(root.toUpperCase(Locale.ROOT), PLENTY);
    }

    /** {@code F:\} of F:\Data\x.mdf, / of a path without a drive. */
    private static String root(String path) {
        return path.matches("(?s)[A-Za-z]:.*") ? path.substring(0, 1).toUpperCase(Locale.ROOT) + ":\\" : "/";
    }

    /** "sys.dm_os_volume_stats": one row for each database file. @throws Refused 300 where a test hides them */
    List<Object[]> ofFiles(Collection<Database> databases) {
        check();
        List<Object[]> rows = new ArrayList<>();
        for (Database database : databases) {
            for (DatabaseFile file : database.files) {
                String root = root(file.physical());
                rows.add(new Object[] {database.id, file.id(), root, root, "NTFS", 2 * PLENTY, free(root)});
            }
        }
        return rows;
    }

    /** Drives that something is mounted on, as "sys.dm_os_enumerate_fixed_drives" lists them. */
    List<Object[]> drives(Mounts mounts) {
        check();
        return mounts.prefixes().stream().filter(path -> path.matches("(?s)[A-Za-z]:.*")).map(Volumes::root).distinct().sorted()
            .map(root -> new Object[] {root, 3, "DRIVE_FIXED", free(root)}).toList();
    }

    private void check() {
        if (hidden) {
            throw Refused.of(300, 14, "VIEW SERVER STATE permission was denied on object 'server', database 'master'.");
        }
    }
}
