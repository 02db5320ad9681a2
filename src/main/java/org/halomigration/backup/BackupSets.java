package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The backup sets that header rows describe.
 *
 * @param sets each set once, its stripes together, in the order of the rows
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
    public record Duplicate(BackupSet set, String file, String kept) {
        public String sentence() {
            return "%s holds the same backup as %s and is not needed.".formatted(file, kept);
        }
    }

    /**
     * Reads rows of RESTORE HEADERONLY (with {@code File}, {@code FamilyCount} and {@code FamilySequenceNumber} where known), or of msdb
     * (with {@code BackupTypeCode} and {@code PhysicalDeviceName}), as JDBC or JSON gives them. Column names are read in any case, and any
     * column but BackupSetGUID may be missing. A row that cannot be used is reported and harms no other.
     *
     * @param rows each a stripe of a set: rows with the same BackupSetGUID belong together
     */
    public static BackupSets fromHeaders(List<? extends Map<String, ?>> rows) {
        List<HeaderException> unusable = new ArrayList<>();
        Map<UUID, List<HeaderRow>> byGuid = new LinkedHashMap<>();
        Map<UUID, BackupSet> first = new LinkedHashMap<>();
        Map<String, String> names = new HashMap<>();
        int number = 0;
        for (Map<String, ?> columns : rows) {
            HeaderRow row = new HeaderRow(++number, columns == null ? Map.of() : columns, names);
            try {
                if (columns == null) {
                    throw row.unusable("expected an object of columns, found something else.");
                }
                BackupSet set = HeaderReader.read(row);
                BackupSet before = first.putIfAbsent(set.guid(), set);
                requireSameSet(row, set, before);
                byGuid.computeIfAbsent(set.guid(), guid -> new ArrayList<>()).add(row);
            } catch (HeaderException e) {
                unusable.add(e);
            }
        }
        List<BackupSet> sets = new ArrayList<>(byGuid.size());
        List<Duplicate> duplicates = new ArrayList<>();
        byGuid.forEach((guid, group) -> sets.add(group.size() == 1 ? first.get(guid) : merge(group, duplicates)));
        return new BackupSets(sets, duplicates, unusable);
    }

    /** A set as header rows again, one a stripe, under the documented column names; {@link #fromHeaders} reads them back. */
    public static List<Map<String, Object>> toHeaders(BackupSet set) {
        return HeaderWriter.rows(set);
    }

    private static void requireSameSet(HeaderRow row, BackupSet set, BackupSet before) {
        if (before == null) {
            return;
        }
        if (differ(set.type(), before.type()) || differ(set.firstLsn(), before.firstLsn()) || differ(set.lastLsn(), before.lastLsn())) {
            throw row.unusable("BackupSetGUID %s is %s, LSN %s to %s, in an earlier row, and %s, LSN %s to %s, here. Read the headers again."
                    .formatted(set.guid(), before.type(), before.firstLsn(), before.lastLsn(), set.type(), set.firstLsn(), set.lastLsn()));
        }
    }

    private static boolean differ(Object one, Object other) {
        return one != null && other != null && !one.equals(other);
    }

    /** Puts the stripes of one set together. Which of two copies is kept depends on their names alone, not on the order of the rows. */
    private static BackupSet merge(List<HeaderRow> group, List<Duplicate> duplicates) {
        HeaderRow all = group.get(0);
        group.forEach(all::complete);
        BackupSet whole = HeaderReader.read(all);
        List<Stripe> candidates = group.stream()
                .flatMap(row -> HeaderReader.stripes(row).stream())
                .distinct()
                .sorted(Comparator.comparing(Stripe::sequence, Comparator.nullsLast(Comparator.naturalOrder()))
                        .thenComparing(s -> s.file().length())
                        .thenComparing(Stripe::file))
                .toList();
        List<Stripe> kept = new ArrayList<>();
        List<Stripe> copies = new ArrayList<>();
        for (Stripe stripe : candidates) {
            boolean copy = kept.stream().anyMatch(k -> isCopy(k, stripe, whole.familyCount()));
            (copy ? copies : kept).add(stripe);
        }
        BackupSet set = whole.toBuilder().stripes(kept).build();
        copies.forEach(copy -> kept.stream()
                .filter(k -> isCopy(k, copy, whole.familyCount()))
                .findFirst()
                .filter(k -> !k.file().equals(copy.file()))
                .ifPresent(k -> duplicates.add(new Duplicate(set, copy.file(), k.file()))));
        return set;
    }

    /** Of a set in one file every other file is a copy; where nobody says how many there are, several files are taken for stripes. */
    private static boolean isCopy(Stripe kept, Stripe other, Integer familyCount) {
        boolean sameStripe = kept.sequence() != null && kept.sequence().equals(other.sequence());
        return sameStripe || kept.file().equals(other.file()) || Integer.valueOf(1).equals(familyCount);
    }
}
