package org.halomigration.sheet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of reading a sheet: a migration, or every problem of the file.
 *
 * @param sha256 of the file, lower-case hex; empty when it could not be read
 * @param migration empty exactly when there are problems
 * @param lines the line of every key that was looked for, by its whole way; that of its section where it is absent
 * @param mounted files outside the sheet whose content went into it (<code>${file:…}</code>)
 */
public record Reading(
        Path file, String sha256, Optional<Migration> migration, List<Problem> problems, Map<String, Integer> lines, Set<Path> mounted) {

    /** The migration's name: the file's, without {@code .yaml}. */
    public String name() {
        return SheetReader.name(file);
    }

    /** The line of a key such as {@code target.database}, for messages about it; 1 where it is not known. */
    public int line(String key) {
        return lines.getOrDefault(key, 1);
    }
}
