package org.halomigration.sandbox.sqlserver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.UUID;

/** Values between Java and the bytes of their type, without the length before them. */
final class TdsValues {
    /** The code page of the collation that the server announces. */
    static final Charset SINGLE_BYTE = Charset.forName("windows-1252");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS");
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSS xxx");

    private TdsValues() {
    }

    /** @throws RuntimeException when the value cannot be one of the type: the engine's fault, found before a byte is written */
    static byte[] encode(SqlType type, Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BIT -> new byte[] {(byte) (TdsNumbers.exact(value).signum() == 0 ? 0 : 1)};
            case TINYINT -> TdsNumbers.little(TdsNumbers.exact(value).longValueExact(), 1);
            case SMALLINT -> TdsNumbers.little(TdsNumbers.exact(value).shortValueExact(), 2);
            case INT -> TdsNumbers.little(TdsNumbers.exact(value).intValueExact(), 4);
            case BIGINT -> TdsNumbers.little(TdsNumbers.exact(value).longValueExact(), 8);
            case REAL -> TdsNumbers.little(Float.floatToIntBits(((Number) value).floatValue()), 4);
            case FLOAT -> TdsNumbers.little(Double.doubleToLongBits(((Number) value).doubleValue()), 8);
            case DECIMAL -> TdsNumbers.decimal(TdsNumbers.exact(value), type.precision(), type.scale());
            case MONEY -> TdsNumbers.money(TdsNumbers.exact(value));
            case UNIQUEIDENTIFIER -> guid(value instanceof UUID id ? id : UUID.fromString(value.toString()));
            case DATE -> TdsTimes.date(value instanceof LocalDate date ? date : moment(value).toLocalDate());
            case TIME -> TdsTimes.time(value instanceof LocalTime time ? time : moment(value).toLocalTime(), type.scale());
            case DATETIME -> TdsTimes.dateTime(moment(value));
            case SMALLDATETIME -> TdsTimes.smallDateTime(moment(value));
            case DATETIME2 -> TdsTimes.dateTime2(moment(value), type.scale());
            case DATETIMEOFFSET -> TdsTimes.dateTimeOffset(
                value instanceof OffsetDateTime time ? time : moment(value).atOffset(ZoneOffset.UTC), type.scale());
            case CHAR -> fixed(text(value).getBytes(SINGLE_BYTE), type.length(), (byte) ' ');
            case VARCHAR -> fitting(text(value).getBytes(SINGLE_BYTE), type.length());
            case TEXT -> text(value).getBytes(SINGLE_BYTE);
            case NCHAR -> fixed(text(value).getBytes(StandardCharsets.UTF_16LE), type.length());
            case NVARCHAR -> fitting(text(value).getBytes(StandardCharsets.UTF_16LE), 2 * type.length());
            case NTEXT, XML -> text(value).getBytes(StandardCharsets.UTF_16LE);
            case BINARY -> fixed((byte[]) value, type.length(), (byte) 0);
            case VARBINARY -> fitting((byte[]) value, type.length());
            case IMAGE -> (byte[]) value;
        };
    }

    static Object decode(SqlType type, byte[] wire, Charset singleByte) {
        if (wire == null) {
            return null;
        }
        return switch (type.kind()) {
            case BIT -> wire[0] != 0;
            case TINYINT, SMALLINT -> (short) TdsNumbers.integer(wire);
            case INT -> (int) TdsNumbers.integer(wire);
            case BIGINT -> TdsNumbers.integer(wire);
            case REAL -> ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN).getFloat();
            case FLOAT -> ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN).getDouble();
            case DECIMAL -> TdsNumbers.decimal(wire, type.scale());
            case MONEY -> TdsNumbers.money(wire);
            case UNIQUEIDENTIFIER -> guid(wire);
            case DATE -> TdsTimes.date(wire, 0);
            case TIME -> TdsTimes.time(wire, type.scale());
            case DATETIME -> TdsTimes.dateTime(wire);
            case SMALLDATETIME -> TdsTimes.smallDateTime(wire);
            case DATETIME2 -> TdsTimes.dateTime2(wire, type.scale());
            case DATETIMEOFFSET -> TdsTimes.dateTimeOffset(wire, type.scale());
            case CHAR, VARCHAR, TEXT -> new String(wire, singleByte);
            case NCHAR, NVARCHAR, NTEXT, XML -> new String(wire, StandardCharsets.UTF_16LE);
            case BINARY, VARBINARY, IMAGE -> wire;
        };
    }

    /** The first three parts little-endian, the rest as written. */
    private static byte[] guid(UUID id) {
        long high = id.getMostSignificantBits();
        return ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (high >> 32)).putShort((short) (high >> 16))
            .putShort((short) high).order(ByteOrder.BIG_ENDIAN).putLong(id.getLeastSignificantBits()).array();
    }

    private static UUID guid(byte[] wire) {
        ByteBuffer in = ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN);
        long high = (in.getInt() & 0xFFFFFFFFL) << 32 | (in.getShort() & 0xFFFFL) << 16 | in.getShort() & 0xFFFFL;
        return new UUID(high, in.order(ByteOrder.BIG_ENDIAN).getLong());
    }

    private static LocalDateTime moment(Object value) {
        if (value instanceof LocalDateTime moment) {
            return moment;
        }
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        }
        if (value instanceof LocalTime time) {
            return LocalDate.of(1900, 1, 1).atTime(time);
        }
        if (value instanceof OffsetDateTime time) {
            return time.toLocalDateTime();
        }
        if (value instanceof java.sql.Timestamp time) {
            return time.toLocalDateTime();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate().atStartOfDay();
        }
        throw new IllegalArgumentException("No date or time: " + value.getClass());
    }

    private static String text(Object value) {
        if (value instanceof LocalDateTime time) {
            return DATE_TIME.format(time);
        }
        if (value instanceof LocalTime time) {
            return TIME.format(time);
        }
        if (value instanceof OffsetDateTime time) {
            return OFFSET.format(time);
        }
        return value instanceof UUID ? value.toString().toUpperCase() : value.toString();
    }

    private static byte[] fitting(byte[] wire, int most) {
        if (most >= 0 && wire.length > most) {
            throw new IllegalArgumentException("A value of " + wire.length + " bytes does not fit a column of " + most + ".");
        }
        return wire;
    }

    private static byte[] fixed(byte[] wire, int length, byte padding) {
        byte[] padded = Arrays.copyOf(fitting(wire, length), length);
        Arrays.fill(padded, wire.length, length, padding);
        return padded;
    }

    /** UTF-16 text padded to so many characters. */
    private static byte[] fixed(byte[] wire, int characters) {
        byte[] padded = fixed(wire, 2 * characters, (byte) 0);
        for (int i = wire.length; i < padded.length; i += 2) {
            padded[i] = ' ';
        }
        return padded;
    }
}
