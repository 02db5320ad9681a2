package org.halomigration.transfer;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Header rows as the journal keeps them: a JSON array of rows under SQL Server's own column names. */
public final class Headers {
    private Headers() {}

    public static List<Map<String, Object>> rows(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<List<Map<String, Object>>>() {});
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("The journal holds header rows that are no JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** What RESTORE HEADERONLY and LABELONLY say of one file, with its path. */
    public static List<Map<String, Object>> ofFile(String path, List<Map<String, Object>> headers, List<Map<String, Object>> label) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> header : headers) {
            Map<String, Object> row = new LinkedHashMap<>(header);
            // JSON has no bytes of its own; thumbprints are written as the server prints them.
            row.replaceAll((column, value) -> value instanceof byte[] bytes ? "0x" + HexFormat.of().withUpperCase().formatHex(bytes) : value);
            row.put("File", path);
            if (!label.isEmpty()) {
                row.put("FamilyCount", label.get(0).get("FamilyCount"));
                row.put("FamilySequenceNumber", label.get(0).get("FamilySequenceNumber"));
            }
            rows.add(row);
        }
        return rows;
    }

    /** The name of the database that was backed up; null when no row says it. */
    static String database(String json) {
        return rows(json).stream().map(row -> row.get("DatabaseName")).filter(java.util.Objects::nonNull).map(Object::toString).findFirst().orElse(null);
    }
}
