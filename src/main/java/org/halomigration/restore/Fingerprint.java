package org.halomigration.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a database held at one moment: rows and, where asked for, a checksum of the content of each table. Two databases of equal
 * fingerprint hold the same rows. The JSON form is described in {@code docs/formats/fingerprint.schema.json}.
 *
 * @param version of the format and of the way checksums are made; those of different versions cannot be compared
 * @param taken when it was begun
 * @param millis how long that took
 * @param tables by schema and name
 */
@JsonPropertyOrder({"version", "database", "taken", "millis", "tables"})
public record Fingerprint(int version, String database, Instant taken, long millis, List<Table> tables) {
    public static final int VERSION = 1;

    public Fingerprint {
        tables = List.copyOf(tables);
    }

    /**
     * One table.
     *
     * @param columns name to type, in their order; computed columns are not among them
     * @param rows exact count
     * @param checksum sum over all rows of the SHA-256 of each row, modulo 2^256, as 64 hex digits; null where only rows were counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"schema", "name", "columns", "rows", "checksum"})
    public record Table(String schema, String name, Map<String, String> columns, long rows, String checksum) {
        public Table {
            columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** {@code schema.name}. */
        public String title() {
            return schema + "." + name;
        }
    }

    /** What differs. */
    public enum Kind {
        MISSING_TABLE,
        UNEXPECTED_TABLE,
        COLUMNS,
        ROWS,
        CHECKSUM
    }

    /**
     * One difference.
     *
     * @param expected,found null where there is none
     */
    public record Difference(Kind kind, String table, String expected, String found) {
        @Override
        public String toString() {
            return switch (kind) {
                case MISSING_TABLE -> "Table %s is missing; %s rows were expected.".formatted(table, expected);
                case UNEXPECTED_TABLE -> "Table %s was not expected; it has %s rows.".formatted(table, found);
                case COLUMNS -> "Table %s has other columns: expected %s, found %s.".formatted(table, expected, found);
                case ROWS -> "Table %s has %s rows; %s were expected.".formatted(table, found, expected);
                case CHECKSUM -> "Table %s has the expected number of rows, but other content.".formatted(table);
            };
        }
    }

    /**
     * Every difference of another database from this one, table by table; empty when it holds the same. A checksum counts where both
     * have one.
     *
     * @throws IllegalArgumentException when the other was made in another way
     */
    public List<Difference> differences(Fingerprint other) {
        if (version != other.version) {
            throw new IllegalArgumentException("Fingerprints of versions %d (%s) and %d (%s) cannot be compared: take both with the same release"
                    .formatted(version, database, other.version, other.database));
        }
        Map<String, Table> theirs = new LinkedHashMap<>();
        other.tables.forEach(table -> theirs.put(key(table), table));
        List<Difference> differences = new ArrayList<>();
        for (Table ours : tables) {
            Table found = theirs.remove(key(ours));
            if (found == null) {
                differences.add(new Difference(Kind.MISSING_TABLE, ours.title(), Long.toString(ours.rows()), null));
            } else {
                compare(ours, found, differences);
            }
        }
        theirs.values()
                .forEach(table -> differences.add(
                        new Difference(Kind.UNEXPECTED_TABLE, table.title(), null, Long.toString(table.rows()))));
        return differences;
    }

    private static void compare(Table expected, Table found, List<Difference> differences) {
        if (!List.copyOf(expected.columns().entrySet()).equals(List.copyOf(found.columns().entrySet()))) {
            differences.add(new Difference(
                    Kind.COLUMNS, expected.title(), expected.columns().toString(), found.columns().toString()));
        }
        if (expected.rows() != found.rows()) {
            differences.add(
                    new Difference(Kind.ROWS, expected.title(), Long.toString(expected.rows()), Long.toString(found.rows())));
        } else if (expected.checksum() != null
                && found.checksum() != null
                && !Objects.equals(expected.checksum(), found.checksum())) {
            differences.add(new Difference(Kind.CHECKSUM, expected.title(), expected.checksum(), found.checksum()));
        }
    }

    /** Neither part can be confused with the other, whatever characters a name has. */
    private static String key(Table table) {
        return table.schema().length() + "." + table.schema() + "." + table.name();
    }
}
