package org.halomigration.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.backup.BackupSet;

/** Header rows in a file, as servers and PowerShell print them: see {@link #read}. */
final class HeaderFile {
    private static final String EXPECTED = "an array of RESTORE HEADERONLY rows";
    private static final String NO_GUID = "00000000-0000-0000-0000-000000000000";

    /** What dbatools calls the columns in its own objects. */
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "BackupSetID", "BackupSetGUID",
            "FullName", "File",
            "Type", "BackupType",
            "Database", "DatabaseName",
            "Start", "BackupStartDate",
            "End", "BackupFinishDate",
            "LastRecoveryForkGUID", "RecoveryForkID");

    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final Map<UUID, String> written = new HashMap<>();
    private final Set<UUID> made = new HashSet<>();

    private HeaderFile() {}

    /**
     * Reads an array of rows, one row, arrays of arrays, several of them one after the other, or what PowerShell puts around an array.
     *
     * @throws UnusableInput where the file holds no JSON
     */
    static HeaderFile read(Path file) {
        HeaderFile headers = new HeaderFile();
        List<Object> values = JsonFile.read(file, EXPECTED);
        if (values.isEmpty()) {
            throw new UnusableInput("%s: expected JSON with %s, found an empty file. Write the headers there, or [] where there are none.".formatted(file, EXPECTED));
        }
        values.forEach(headers::add);
        headers.nameTheNameless();
        return headers;
    }

    /** The rows in the order of the file, under their columns' names in any case; null for what is no row. */
    List<Map<String, Object>> rows() {
        return rows;
    }

    /** A set's BackupSetGUID as the file writes it; null where it does not say. */
    String guid(BackupSet set) {
        return made.contains(set.guid()) ? null : written.getOrDefault(set.guid(), set.guid().toString().toUpperCase(Locale.ROOT));
    }

    /** The database that the first row with a name is of; null where none has one. */
    String database() {
        return rows.stream().filter(Objects::nonNull).map(row -> text(row, "DatabaseName")).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private void add(Object value) {
        if (value instanceof List<?> values) {
            values.forEach(this::add);
        } else if (value instanceof Map<?, ?> object && object.get("value") instanceof List<?> values) {
            values.forEach(this::add);
        } else if (value instanceof Map<?, ?> object) {
            Map<String, Object> row = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            object.forEach((column, cell) -> row.putIfAbsent(String.valueOf(column).trim(), cell));
            OTHER_NAMES.forEach((other, name) -> {
                if (row.get(other) != null) {
                    row.putIfAbsent(name, row.get(other));
                }
            });
            rows.add(row);
        } else {
            rows.add(null);
        }
    }

    /** Rows without BackupSetGUID get one of their own, made of what tells sets apart, the same for the stripes of one. */
    private void nameTheNameless() {
        boolean namelessFull = false;
        Set<String> named = new HashSet<>();
        for (Map<String, Object> row : rows) {
            String guid = row == null ? null : text(row, "BackupSetGUID");
            if (guid != null && !guid.contains(NO_GUID)) {
                String plain = guid.trim().replaceAll("[{}]", "");
                named.add(plain.toLowerCase(Locale.ROOT));
                remember(plain);
            } else if (row != null && text(row, "LastLSN") != null) {
                UUID own = own(row);
                made.add(own);
                row.put("BackupSetGUID", own.toString());
                namelessFull |= text(row, "CheckpointLSN") != null;
            }
        }
        if (namelessFull) {
            rows.stream().filter(Objects::nonNull).forEach(row -> forgetABaseThatHasNoName(row, named));
        }
    }

    private void remember(String guid) {
        try {
            written.putIfAbsent(UUID.fromString(guid), guid);
        } catch (IllegalArgumentException e) {
            // Whoever reads the row says what is wrong with it.
        }
    }

    private static UUID own(Map<String, Object> row) {
        String what = Stream.of("ServerName", "DatabaseName", "BackupType", "Position", "FirstLSN", "LastLSN", "CheckpointLSN", "DatabaseBackupLSN", "BackupStartDate", "BackupFinishDate")
                .map(column -> String.valueOf(text(row, column)))
                .collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(what.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The base may be here without its GUID; then the checkpoint says which one it is. */
    private static void forgetABaseThatHasNoName(Map<String, Object> row, Set<String> named) {
        String base = text(row, "DifferentialBaseGUID");
        if (base != null && text(row, "DatabaseBackupLSN") != null && !named.contains(base.trim().replaceAll("[{}]", "").toLowerCase(Locale.ROOT))) {
            row.remove("DifferentialBaseGUID");
        }
    }

    private static String text(Map<String, Object> row, String column) {
        Object value = row.get(column);
        boolean nothing = value == null || value instanceof Map<?, ?> || value instanceof Collection<?> || value.toString().isBlank();
        return nothing ? null : value.toString();
    }
}
