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
        java.util.Map<String, List<Map<String, ?>>> by = new java.util.LinkedHashMap<>();
        rows.forEach(r -> by.computeIfAbsent(r.get("BackupSetGUID").toString(), k -> new java.util.ArrayList<>()).add(r));
        List<BackupSet> out = new java.util.ArrayList<>();
        by.forEach((k, l) -> { Map<String, ?> r = l.get(0); String t = String.valueOf(r.get("BackupTypeCode") != null ? r.get("BackupTypeCode") : r.get("BackupType"));
            BackupType type = t.equals("D") || t.equals("1") ? BackupType.FULL : t.equals("I") || t.equals("5") ? BackupType.DIFFERENTIAL : BackupType.LOG;
            Object base = r.get("DifferentialBaseGUID");
            out.add(BackupSet.builder(java.util.UUID.fromString(k)).type(type).position(((Number) r.get("Position")).intValue()).firstLsn(Lsn.from(r.get("FirstLSN"))).lastLsn(Lsn.from(r.get("LastLSN"))).differentialBaseGuid(base == null ? null : java.util.UUID.fromString(base.toString())).stripes(l.stream().map(x -> new Stripe(String.valueOf(x.get("File")), null)).toList()).build()); });
        return new BackupSets(out, List.of(), List.of());
    }
}
