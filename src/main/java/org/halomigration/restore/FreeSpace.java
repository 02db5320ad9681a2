package org.halomigration.restore;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;

/** Whether the target's volumes have room for a database's files, before a restore is begun: the bean {@code freeSpace}. */
public final class FreeSpace {
    private static final String CHECK = "space";

    private final Journal journal;

    public FreeSpace(Journal journal) {
        this.journal = journal;
    }

    /** A volume, as SQL Server writes its beginning ({@code F:\}, {@code /var/opt/mssql}), and the bytes that a restore may use there. */
    private record Volume(String root, long free) {}

    /**
     * Compares what the files of a backup need with what is free where they will lie. A volume that the server does not show is a warning
     * and holds nothing up.
     *
     * @param database its name on the target
     * @param files rows of RESTORE FILELISTONLY
     * @param volumes rows of volume-space.sql; null where it could not be asked
     * @param drives rows of fixed-drives.sql, for volumes that hold no database file yet; null where it could not be asked
     * @throws RestoreHeld naming each volume that is too small
     */
    public void check(Migration migration, String database, List<Map<String, Object>> files, List<Map<String, Object>> volumes, List<Map<String, Object>> drives) {
        List<Volume> known = java.util.stream.Stream.concat(volumes(volumes), drives(drives)).toList();
        Map<String, Long> needs = new LinkedHashMap<>();
        needs.merge(migration.target().dataDirectory(), bytes(files, false), Long::sum);
        needs.merge(migration.target().logDirectory(), bytes(files, true), Long::sum);
        Map<Volume, Long> onVolumes = new LinkedHashMap<>();
        StringBuilder unknown = new StringBuilder();
        needs.forEach((directory, needed) -> volumeOf(directory, known)
                .ifPresentOrElse(volume -> onVolumes.merge(volume, needed, Long::sum), () -> unknown.append(unknown.isEmpty() ? "" : " and ").append(directory)));
        String tooSmall = onVolumes.entrySet().stream()
                .filter(need -> need.getValue() > need.getKey().free())
                .map(need -> "%s on %s, %s free".formatted(Durations.bytes(need.getValue()), shown(need.getKey().root()), Durations.bytes(need.getKey().free())))
                .collect(Collectors.joining("; "));
        if (!tooSmall.isEmpty()) {
            throw new RestoreHeld("Needs " + tooSmall + " for " + database + ".", "Free space there or choose another directory. Nothing was begun; it is looked at again and begins by itself.");
        }
        if (unknown.isEmpty()) {
            journal.findings().end(migration.name(), CHECK, database);
        } else {
            String detail = "Free space in %s could not be checked: %s needs %s, and the server does not show that volume.".formatted(unknown, database, Durations.bytes(needs.values().stream().mapToLong(Long::longValue).sum()));
            journal.findings().record(migration.name(), new Finding(CHECK, database, Finding.Severity.WARNING, detail, "Look by hand, or grant the login VIEW SERVER STATE. The restore goes on.", "host"));
        }
    }

    /** Full-text and filestream files lie with the data. */
    private static long bytes(List<Map<String, Object>> files, boolean logs) {
        return files.stream().filter(file -> "L".equals(String.valueOf(file.get("Type")).strip()) == logs).mapToLong(file -> number(file.get("Size"))).sum();
    }

    private static java.util.stream.Stream<Volume> volumes(List<Map<String, Object>> rows) {
        return rows == null ? java.util.stream.Stream.empty() : rows.stream()
                .filter(row -> row.get("volume_mount_point") != null)
                // What the database's own files take already is written over.
                .map(row -> new Volume(row.get("volume_mount_point").toString(), number(row.get("available_bytes")) + number(row.get("own_bytes"))));
    }

    private static java.util.stream.Stream<Volume> drives(List<Map<String, Object>> rows) {
        return rows == null ? java.util.stream.Stream.empty() : rows.stream()
                .map(row -> row.get("drive") == null
                        ? new Volume(String.valueOf(row.get("fixed_drive_path")), number(row.get("free_space_in_bytes")))
                        : new Volume(row.get("drive").toString().strip() + ":\\", number(row.get("MB free")) * 1_048_576));
    }

    /** The volume whose root is the longest beginning of the directory; of two that are the same the first. */
    private static Optional<Volume> volumeOf(String directory, List<Volume> volumes) {
        String path = plain(directory) + "/";
        return volumes.stream()
                .filter(volume -> path.startsWith(plain(volume.root()) + "/"))
                .reduce((one, other) -> plain(other.root()).length() > plain(one.root()).length() ? other : one);
    }

    private static String plain(String path) {
        return path.replace('\\', '/').replaceFirst("/+$", "").toLowerCase(Locale.ROOT);
    }

    private static String shown(String root) {
        return root.length() > 1 ? root.replaceFirst("[\\\\/]+$", "") : root;
    }

    private static long number(Object value) {
        return value == null ? 0 : new BigDecimal(value.toString()).longValue();
    }
}
