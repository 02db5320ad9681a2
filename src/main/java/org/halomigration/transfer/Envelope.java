package org.halomigration.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;

/**
 * A message between the sides as a file, {@code <id>.message.json}: a command, the freeze proof, a fingerprint. The schema is
 * {@code docs/formats/message.schema.json}.
 *
 * @param from {@code source} or {@code target}
 */
public record Envelope(
        String format, int version, String id, String migration, int attempt, String kind, String from, OffsetDateTime written, JsonNode body) {
    public static final String FORMAT = "halo-migration/message";
    public static final String SUFFIX = ".message.json";

    public String fileName() {
        return id + SUFFIX;
    }
}
