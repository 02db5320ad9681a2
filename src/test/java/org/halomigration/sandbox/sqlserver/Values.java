package org.halomigration.sandbox.sqlserver;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Values of columns: read from H2, written to and read from backup files. */
final class Values {
    private Values() {}

    static Object read(ResultSet rows, int column, SqlType type) throws SQLException {
        Object value = switch (type.kind()) {
            case BIT -> rows.getBoolean(column);
            case TINYINT, SMALLINT -> rows.getShort(column);
            case INT -> rows.getInt(column);
            case BIGINT -> rows.getLong(column);
            case REAL -> rows.getFloat(column);
            case FLOAT -> rows.getDouble(column);
            case DECIMAL, MONEY -> decimal(rows.getBigDecimal(column), type);
            case UNIQUEIDENTIFIER -> rows.getObject(column, UUID.class);
            case DATE -> rows.getObject(column, LocalDate.class);
            case TIME -> rows.getObject(column, LocalTime.class);
            case DATETIME, SMALLDATETIME, DATETIME2 -> rows.getObject(column, LocalDateTime.class);
            case DATETIMEOFFSET -> rows.getObject(column, OffsetDateTime.class);
            case CHAR, VARCHAR, NCHAR, NVARCHAR, TEXT, NTEXT, XML -> rows.getString(column);
            case BINARY, VARBINARY, IMAGE -> rows.getBytes(column);
        };
        return rows.wasNull() ? null : value;
    }

    private static BigDecimal decimal(BigDecimal value, SqlType type) {
        int scale = type.kind() == SqlType.Kind.MONEY ? 4 : type.scale();
        return value == null || value.scale() == scale ? value : value.setScale(scale, java.math.RoundingMode.HALF_UP);
    }

    static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeByte(0);
        } else if (value instanceof Boolean b) {
            out.writeByte(b ? 2 : 1);
        } else if (value instanceof Short s) {
            out.writeByte(3);
            out.writeShort(s);
        } else if (value instanceof Integer i) {
            out.writeByte(4);
            out.writeInt(i);
        } else if (value instanceof Long l) {
            out.writeByte(5);
            out.writeLong(l);
        } else if (value instanceof Float f) {
            out.writeByte(6);
            out.writeFloat(f);
        } else if (value instanceof Double d) {
            out.writeByte(7);
            out.writeDouble(d);
        } else if (value instanceof BigDecimal d) {
            out.writeByte(8);
            out.writeInt(d.scale());
            bytes(out, d.unscaledValue().toByteArray());
        } else if (value instanceof String s) {
            out.writeByte(9);
            bytes(out, s.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] b) {
            out.writeByte(10);
            bytes(out, b);
        } else if (value instanceof UUID u) {
            out.writeByte(11);
            out.writeLong(u.getMostSignificantBits());
            out.writeLong(u.getLeastSignificantBits());
        } else {
            out.writeByte(tag(value));
            bytes(out, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int tag(Object value) throws IOException {
        if (value instanceof LocalDate) {
            return 12;
        }
        if (value instanceof LocalTime) {
            return 13;
        }
        if (value instanceof LocalDateTime) {
            return 14;
        }
        if (value instanceof OffsetDateTime) {
            return 15;
        }
        throw new IOException("no form for a value of " + value.getClass());
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static Object read(DataInputStream in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case 0 -> null;
            case 1, 2 -> tag == 2;
            case 3 -> in.readShort();
            case 4 -> in.readInt();
            case 5 -> in.readLong();
            case 6 -> in.readFloat();
            case 7 -> in.readDouble();
            case 8 -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(bytes(in)), scale);
            }
            case 9 -> text(in);
            case 10 -> bytes(in);
            case 11 -> new UUID(in.readLong(), in.readLong());
            case 12 -> LocalDate.parse(text(in));
            case 13 -> LocalTime.parse(text(in));
            case 14 -> LocalDateTime.parse(text(in));
            case 15 -> OffsetDateTime.parse(text(in));
            default -> throw new IOException("unknown form " + tag);
        };
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > 64 << 20) {
            throw new IOException("length " + length);
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new java.io.EOFException();
        }
        return bytes;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }
}
