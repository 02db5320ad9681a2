package org.halomigration.restore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where each file of a backup goes on the target: names made of the target database's, so that two databases on one instance never
 * claim the same file, and every file of the backup is named, so that none lands where it was on the source.
 */
public final class MoveMap {
    /** Bytes of UTF-8. File systems allow 255; the rest is left for the suffix. */
    private static final int LONGEST = 200;

    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul");

    private MoveMap() {}

    /** What the file names are made of. A database that was backed out keeps its files under another name, so those of a later attempt have names of their own. */
    public static String stem(String database, int attempt) {
        return database + (attempt == 1 ? "" : "_" + attempt);
    }

    /** {@code MOVE N'logicalName' TO N'physicalName'}. */
    public record Move(String logicalName, String physicalName) {}

    /**
     * @param files rows of RESTORE FILELISTONLY: LogicalName, PhysicalName, Type (D data, L log, F full-text, S filestream), FileId
     * @param database name on the target
     * @param dataDirectory,logDirectory as SQL Server sees them; {@code \} or {@code /} separates, as in the directory itself
     * @throws IllegalArgumentException when a row has no logical name or an unknown type, or a directory is empty
     */
    public static List<Move> of(List<? extends Map<String, ?>> files, String database, String dataDirectory, String logDirectory) {
        String base = fileName(database);
        Set<String> taken = new HashSet<>();
        List<Move> moves = new ArrayList<>();
        int data = 0;
        int logs = 0;
        int filestreams = 0;
        int fulltexts = 0;
        for (Map<String, ?> file : files) {
            String logicalName = text(file, "LogicalName");
            String type = text(file, "Type").strip().toUpperCase(Locale.ROOT);
            String name =
                    switch (type) {
                        case "D" -> ++data == 1 ? base + ".mdf" : base + "_" + data + ".ndf";
                        case "L" -> ++logs == 1 ? base + "_log.ldf" : base + "_log_" + logs + ".ldf";
                        case "S" -> base + "_filestream" + numbered(++filestreams);
                        case "F" -> base + "_fulltext" + numbered(++fulltexts);
                        default -> throw new IllegalArgumentException(
                                "File '%s' of the backup has the type '%s'; expected D, L, F or S: its database has files that cannot be placed"
                                        .formatted(logicalName, type));
                    };
            String path = path(type.equals("L") ? logDirectory : dataDirectory, name);
            // Windows does not tell small letters from capital ones.
            if (!taken.add(path.toLowerCase(Locale.ROOT))) {
                throw new IllegalStateException("Two files of " + database + " would be " + path);
            }
            moves.add(new Move(logicalName, path));
        }
        return moves;
    }

    private static String numbered(int count) {
        return count == 1 ? "" : "_" + count;
    }

    private static String text(Map<String, ?> file, String column) {
        Object value = file.get(column);
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("The backup's file list has a row without " + column + ": " + file);
        }
        return value.toString();
    }

    /** The directory's own style decides: a drive, a share or any backslash means Windows. */
    private static String path(String directory, String name) {
        if (directory == null || directory.isBlank()) {
            throw new IllegalArgumentException("The target needs data-directory and log-directory, as SQL Server sees them");
        }
        boolean windows = directory.contains("\\") || directory.matches("^[A-Za-z]:.*");
        boolean closed = directory.endsWith("/") || directory.endsWith("\\");
        return directory + (closed ? "" : windows ? "\\" : "/") + name;
    }

    /**
     * A file name that says which database it is. What a file system forbids becomes {@code _}, with a mark that keeps {@code a:b} and
     * {@code a_b} apart.
     */
    public static String fileName(String database) {
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int c : database.codePoints().toArray()) {
            int safe = isSafe(c) ? c : '_';
            bytes += Character.toString(safe).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                break;
            }
            name.appendCodePoint(safe);
        }
        boolean asIs = name.toString().equals(database) && !RESERVED.contains(database.toLowerCase(Locale.ROOT)) && !database.startsWith(".");
        return asIs ? database : "_".repeat(name.isEmpty() || name.charAt(0) == '.' ? 1 : 0) + name + "_" + Integer.toHexString(database.hashCode());
    }

    private static boolean isSafe(int c) {
        return Character.isLetterOrDigit(c) || "-_. ()".indexOf(c) >= 0;
    }
}
