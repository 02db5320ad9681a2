package org.halomigration.backup;
import java.math.*;
import java.util.*;
public record BackupSets(List<BackupSet> sets) {
    public static BackupSets fromHeaders(List<Map<String,Object>> rows) {
        Map<String, List<Map<String,Object>>> by = new LinkedHashMap<>();
        rows.forEach(r -> by.computeIfAbsent(r.get("BackupSetGUID").toString(), k -> new ArrayList<>()).add(r));
        List<BackupSet> out = new ArrayList<>();
        by.forEach((k, l) -> { Map<String,Object> r = l.get(0); String t = String.valueOf(r.containsKey("BackupTypeCode") ? r.get("BackupTypeCode") : r.get("BackupType"));
            BackupSet.Type type = t.equals("D") || t.equals("1") ? BackupSet.Type.FULL : t.equals("I") || t.equals("5") ? BackupSet.Type.DIFFERENTIAL : BackupSet.Type.LOG;
            Object base = r.get("DifferentialBaseGUID");
            out.add(new BackupSet(UUID.fromString(k), type, lsn(r.get("FirstLSN")), lsn(r.get("LastLSN")), base == null ? null : UUID.fromString(base.toString()), l.stream().map(x -> String.valueOf(x.get("File"))).toList(), ((Number) r.get("Position")).intValue(), "true".equals(String.valueOf(r.get("HasBackupChecksums"))) || "1".equals(String.valueOf(r.get("HasBackupChecksums"))))); });
        return new BackupSets(out); }
    static Lsn lsn(Object o) { return new Lsn(new BigDecimal(o.toString()).toBigInteger()); }
}
