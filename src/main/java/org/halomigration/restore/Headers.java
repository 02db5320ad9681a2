package org.halomigration.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;

/** The header rows of the backup sets that have arrived, as the journal keeps them. */
final class Headers {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final Journal journal;

    Headers(Journal journal) {
        this.journal = journal;
    }

    /** All of a migration, by the set's id. */
    Map<String, List<Map<String, Object>>> bySet(String migration) {
        Map<String, List<Map<String, Object>>> sets = new LinkedHashMap<>();
        journal.sql().sql("SELECT id, headers FROM backup_set WHERE migration = ?").params(migration).query(row -> {
            try {
                sets.put(row.getString("id"), JSON.readValue(row.getString("headers"), new TypeReference<>() {}));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("The journal holds header rows that are no JSON: " + e.getOriginalMessage(), e);
            }
        });
        return sets;
    }
}
