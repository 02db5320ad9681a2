package org.halomigration.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** JSON as the landing zone's formats are written and read. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            // A later minor version may add a field; what is missing is checked by whoever reads.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    public static String text(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws Unreadable naming line and column, and {@code what} was being read */
    public static <T> T read(String json, Class<T> type, String what) throws Unreadable {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new Unreadable(what + " holds nothing; expected a JSON object.");
            }
            return value;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new Unreadable(what + " cannot be read" + place + ": " + e.getOriginalMessage());
        }
    }

    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** A file of the landing zone that is not what it should be. */
    public static final class Unreadable extends Exception {
        public Unreadable(String message) {
            super(message);
        }
    }
}
