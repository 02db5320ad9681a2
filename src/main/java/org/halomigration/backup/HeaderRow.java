package org.halomigration.backup;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** One row's columns by name, in any case, exact or refused with the row, the column, what was expected and what was found. */
final class HeaderRow {
    private final int number;
    private final Map<String, String> names;
    private final Map<String, Object> columns;

    /** @param names what is kept of column names from row to row: each in lower case */
    HeaderRow(int number, Map<String, ?> row, Map<String, String> names) {
        this.number = number;
        this.names = names;
        this.columns = new HashMap<>(row.size() * 2);
        row.forEach((column, value) -> {
            Object unwrapped = unwrap(value);
            if (column != null && unwrapped != null) {
                columns.putIfAbsent(lowerCase(column), unwrapped);
            }
        });
    }

    private String lowerCase(String column) {
        return names.computeIfAbsent(column, name -> name.trim().toLowerCase(Locale.ROOT));
    }

    private Object value(String column) {
        return columns.get(lowerCase(column));
    }

    /** PowerShell writes DBNull as an empty object and a date as an object around its value. */
    private static Object unwrap(Object value) {
        if (value instanceof Map<?, ?> object) {
            // SqlGuid and SqlDecimal have it with a capital letter.
            return object.get("value") != null ? object.get("value") : object.get("Value");
        }
        return value instanceof String text && text.isBlank() ? null : value;
    }

    /** Takes over what another row of the same set says and this one does not. */
    void complete(HeaderRow other) {
        other.columns.forEach(columns::putIfAbsent);
    }

    int number() {
        return number;
    }

    /** The first of {@link #files}; null where there is none. */
    String file() {
        List<String> files = files();
        return files.isEmpty() ? null : files.get(0);
    }

    /** The file that the row was read from, most often one. */
    List<String> files() {
        for (String column : new String[] {"File", "PhysicalDeviceName", "BackupPath"}) {
            Object value = value(column);
            if (value instanceof Collection<?> files) {
                return files.stream().map(HeaderRow::unwrap).filter(Objects::nonNull).map(Object::toString).toList();
            }
            if (value != null) {
                return List.of(value.toString());
            }
        }
        return List.of();
    }

    /** A column that is only shown: what is strange in it must not cost a backup. */
    <T> T shown(Supplier<T> column) {
        try {
            return column.get();
        } catch (HeaderException e) {
            return null;
        }
    }

    String text(String column) {
        return read(column, "text", Object::toString);
    }

    Lsn lsn(String column) {
        return read(column, "a whole number of at most 25 digits, as text or number", Lsn::from);
    }

    Integer integer(String column) {
        return read(column, "a whole number", value -> value instanceof Integer whole ? whole : Integer.valueOf(decimal(value).intValueExact()));
    }

    Long size(String column) {
        return read(column, "a whole number of bytes", value -> value instanceof Long whole ? whole : Long.valueOf(decimal(value).longValueExact()));
    }

    /** Null for the GUID of zeros too, which some tools write where there is none. */
    UUID guid(String column) {
        UUID guid = read(column, "a GUID", value -> {
            String text = value.toString().trim();
            UUID parsed = UUID.fromString(text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text);
            if (text.length() < 36) {
                throw new IllegalArgumentException("too short");
            }
            return parsed;
        });
        return guid == null || guid.getMostSignificantBits() == 0 && guid.getLeastSignificantBits() == 0 ? null : guid;
    }

    Boolean flag(String column) {
        return read(column, "0 or 1", value -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            return switch (value.toString().trim().toLowerCase(Locale.ROOT)) {
                case "1", "1.0", "true" -> true;
                case "0", "0.0", "false" -> false;
                default -> throw new IllegalArgumentException("neither");
            };
        });
    }

    /** A flag with a column of its own, which older servers say in Flags alone. */
    Boolean flag(String column, int bit) {
        Boolean own = flag(column);
        Integer flags = own == null ? integer("Flags") : null;
        return flags == null ? own : Boolean.valueOf((flags & bit) != 0);
    }

    String thumbprint(String column) {
        return read(column, "hexadecimal digits", value -> {
            if (value instanceof byte[] bytes) {
                return HexFormat.of().formatHex(bytes);
            }
            if (value instanceof Collection<?> bytes) {
                StringBuilder hex = new StringBuilder();
                bytes.forEach(b -> hex.append(HexFormat.of().toHexDigits(((Number) b).byteValue())));
                return hex.toString();
            }
            String text = value.toString().trim().replaceFirst("^0[xX]", "");
            return HexFormat.of().formatHex(HexFormat.of().parseHex(text));
        });
    }

    HeaderException unusable(String problem) {
        return unusable(problem, false);
    }

    /** A row without any set: the server lists a backup that was cut off while it was written. */
    HeaderException interrupted() {
        return unusable("the backup was interrupted while it was written, so there is nothing to restore. Take it again.", true);
    }

    private HeaderException unusable(String problem, boolean interrupted) {
        String file = file();
        return new HeaderException(number, file, interrupted, "Row %d%s: %s".formatted(number, file == null ? "" : " (" + file + ")", problem));
    }

    <T> T read(String column, String expected, Function<Object, T> reader) {
        Object value = value(column);
        if (value == null) {
            return null;
        }
        try {
            return reader.apply(value);
        } catch (RuntimeException e) {
            String found = value instanceof Number ? value + " (" + value.getClass().getSimpleName() + ")" : "\"" + value + "\"";
            throw unusable("%s should be %s, found %s.".formatted(column, expected, found));
        }
    }

    private static BigDecimal decimal(Object value) {
        return new BigDecimal(value.toString().trim());
    }
}
