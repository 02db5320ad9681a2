package org.halomigration.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The canonical bytes of one selected expression: type tag, value, the value's length, and whether there is a value. The length comes
 * last, because that of a streamed value is known only then; read from its end a row still has one meaning. The server's type name is
 * the tag, so a value that became another type is another content, and how a driver maps types does not matter.
 */
final class ColumnBytes {
    private enum Kind {
        INTEGER,
        DECIMAL,
        REAL,
        FLOAT,
        DATE,
        TIME,
        DATE_TIME,
        DATE_TIME_OFFSET,
        GUID,
        TEXT,
        BINARY
    }

    /** Characters or bytes; longer values are streamed. */
    private static final int SHORT = 8_000;

    /** microsoft.sql.Types.DATETIMEOFFSET; the class is not needed for one number. */
    private static final int DATETIMEOFFSET = -155;

    private final String expression;
    private final String type;
    private final byte[] tag;
    private Kind kind;
    private boolean streamed;

    private ColumnBytes(String expression, String type) {
        this.expression = expression;
        this.type = type.toLowerCase(Locale.ROOT);
        byte[] name = this.type.getBytes(StandardCharsets.UTF_8);
        this.tag = new byte[name.length + 1];
        tag[0] = (byte) name.length;
        System.arraycopy(name, 0, tag, 1, name.length);
    }

    /**
     * What to select of a column. A sql_variant is its base type and its bytes: as a value alone, 1 and '1' could look the same.
     *
     * @param column bracketed
     */
    static List<ColumnBytes> of(String column, String type) {
        if (type.equalsIgnoreCase("sql_variant")) {
            return List.of(
                    new ColumnBytes("CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(" + column + ", 'BaseType'))", "sql_variant.type"),
                    new ColumnBytes("CONVERT(varbinary(8000), " + column + ")", "sql_variant.value"));
        }
        return List.of(new ColumnBytes(column, type));
    }

    static String selected(List<ColumnBytes> columns) {
        return columns.stream().map(column -> column.expression).collect(Collectors.joining(", "));
    }

    /** Decides how this column is read. */
    void prepare(ResultSetMetaData metaData, int index) throws SQLException {
        kind = kind(metaData.getColumnType(index));
        int precision = metaData.getPrecision(index);
        boolean large = precision <= 0 || precision > SHORT || List.of("text", "ntext", "image", "xml").contains(type);
        streamed = large && (kind == Kind.TEXT || kind == Kind.BINARY);
    }

    private Kind kind(int jdbcType) {
        // Whatever its name promises, a column that arrives as bytes (Always Encrypted) is bytes.
        if (List.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB).contains(jdbcType) && !type.equals("uniqueidentifier")) {
            return Kind.BINARY;
        }
        return switch (type) {
            case "bit", "tinyint", "smallint", "int", "bigint" -> Kind.INTEGER;
            case "decimal", "numeric", "money", "smallmoney" -> Kind.DECIMAL;
            case "real" -> Kind.REAL;
            case "float" -> Kind.FLOAT;
            case "date" -> Kind.DATE;
            case "time" -> Kind.TIME;
            case "datetime", "smalldatetime", "datetime2" -> Kind.DATE_TIME;
            case "datetimeoffset" -> Kind.DATE_TIME_OFFSET;
            case "uniqueidentifier" -> Kind.GUID;
            case "char", "varchar", "text", "nchar", "nvarchar", "ntext", "xml", "sysname", "sql_variant.type" -> Kind.TEXT;
            case "binary", "varbinary", "image", "timestamp", "rowversion", "sql_variant.value", "hierarchyid", "geometry", "geography" ->
                Kind.BINARY;
            default -> aliased(jdbcType);
        };
    }

    /** A type of the database's own, known only by what the driver makes of it. */
    private static Kind aliased(int jdbcType) {
        return switch (jdbcType) {
            case Types.BIT, Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.INTEGER;
            case Types.DECIMAL, Types.NUMERIC -> Kind.DECIMAL;
            case Types.REAL -> Kind.REAL;
            case Types.FLOAT, Types.DOUBLE -> Kind.FLOAT;
            case Types.DATE -> Kind.DATE;
            case Types.TIME -> Kind.TIME;
            case Types.TIMESTAMP -> Kind.DATE_TIME;
            case Types.TIMESTAMP_WITH_TIMEZONE, DATETIMEOFFSET -> Kind.DATE_TIME_OFFSET;
            default -> Kind.TEXT;
        };
    }

    /** Adds this column of the current row. */
    void write(ResultSet row, int index, ContentSum sum) throws SQLException, IOException {
        sum.put(tag);
        long length = writeValue(row, index, sum);
        sum.putLong(Math.max(0, length));
        sum.put(length < 0 ? 0 : 1);
    }

    /** @return the value's length; -1 for NULL */
    private long writeValue(ResultSet row, int index, ContentSum sum) throws SQLException, IOException {
        return switch (kind) {
            case INTEGER -> bits(row.getLong(index), row, sum);
            case REAL -> bits(Float.floatToRawIntBits(row.getFloat(index)), row, sum);
            case FLOAT -> bits(Double.doubleToRawLongBits(row.getDouble(index)), row, sum);
            case DECIMAL -> decimal(row.getBigDecimal(index), sum);
            case DATE -> date(row.getObject(index, LocalDate.class), sum);
            case TIME -> time(row.getObject(index, LocalTime.class), sum);
            case DATE_TIME -> dateTime(row.getObject(index, LocalDateTime.class), sum);
            case DATE_TIME_OFFSET -> dateTimeOffset(row.getObject(index, OffsetDateTime.class), sum);
            case GUID -> guid(row.getString(index), sum);
            case TEXT -> streamed ? stream(row.getCharacterStream(index), sum) : text(row.getString(index), sum);
            case BINARY -> streamed ? stream(row.getBinaryStream(index), sum) : bytes(row.getBytes(index), sum);
        };
    }

    private static long bits(long value, ResultSet row, ContentSum sum) throws SQLException {
        if (row.wasNull()) {
            return -1;
        }
        sum.putLong(value);
        return 8;
    }

    private static long decimal(BigDecimal value, ContentSum sum) {
        return value == null ? -1 : text(value.toPlainString(), sum);
    }

    private static long date(LocalDate value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        sum.putLong(value.toEpochDay());
        return 8;
    }

    private static long time(LocalTime value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        sum.putLong(value.toNanoOfDay());
        return 8;
    }

    private static long dateTime(LocalDateTime value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        sum.putLong(value.toEpochSecond(ZoneOffset.UTC));
        sum.putLong(value.getNano());
        return 16;
    }

    private static long dateTimeOffset(OffsetDateTime value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        dateTime(value.toLocalDateTime(), sum);
        sum.putLong(value.getOffset().getTotalSeconds());
        return 24;
    }

    private static long guid(String value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        UUID id = UUID.fromString(value);
        sum.putLong(id.getMostSignificantBits());
        sum.putLong(id.getLeastSignificantBits());
        return 16;
    }

    private static long text(String value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        sum.put(value);
        return value.length();
    }

    private static long bytes(byte[] value, ContentSum sum) {
        if (value == null) {
            return -1;
        }
        sum.put(value);
        return value.length;
    }

    private static long stream(Reader value, ContentSum sum) throws IOException {
        if (value == null) {
            return -1;
        }
        try (value) {
            return sum.put(value);
        }
    }

    private static long stream(InputStream value, ContentSum sum) throws IOException {
        if (value == null) {
            return -1;
        }
        try (value) {
            return sum.put(value);
        }
    }
}
