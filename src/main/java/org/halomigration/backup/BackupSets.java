package org.halomigration.backup;

import java.util.List;
import java.util.Map;

/**
 * The backup sets that header rows describe.
 *
 * @param sets each set once, its stripes together, by LSN
 * @param duplicates files that hold a stripe which another file holds too
 * @param unusable the rows that describe no set
 */
public record BackupSets(List<BackupSet> sets, List<Duplicate> duplicates, List<HeaderException> unusable) {
    public BackupSets {
        sets = List.copyOf(sets);
        duplicates = List.copyOf(duplicates);
        unusable = List.copyOf(unusable);
    }

    /** The same stripe of one set under two names; {@code kept} is the one in use. */
    public record Duplicate(BackupSet set, String file, String kept) {}

    /**
     * Reads rows of RESTORE HEADERONLY (with {@code File}, {@code FamilyCount} and {@code FamilySequenceNumber} where known), or of msdb
     * (with {@code BackupTypeCode} and {@code PhysicalDeviceName}), as JDBC or JSON gives them. Column names are read in any case, and any
     * column but BackupSetGUID may be missing. A row that cannot be used is reported and harms no other.
     */
    public static BackupSets fromHeaders(List<? extends Map<String, ?>> rows) {
        throw new UnsupportedOperationException("not yet");
    }
}
