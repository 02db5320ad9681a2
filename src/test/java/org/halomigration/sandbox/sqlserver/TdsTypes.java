package org.halomigration.sandbox.sqlserver;

import java.util.Arrays;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** Types and the framing of their values on the way to the client (MS-TDS "Data Type Definitions", "Data Type Dependent Data Streams"). */
final class TdsTypes {
    private static final int LONGEST = 8000;
    private static final int CHUNK = 1 << 20;

    private TdsTypes() {
    }

    /** The type as a client of this version knows it: older ones get texts for what they do not know, as the server gives them. */
    static SqlType known(SqlType type, TdsVersion version) {
        SqlType sized = sized(type);
        Kind kind = sized.kind();
        if (!version.atLeast(TdsVersion.V7_3A)) {
            switch (kind) {
                case DATE:
                    return SqlType.of(Kind.NVARCHAR, 10);
                case TIME:
                    return SqlType.of(Kind.NVARCHAR, 16);
                case DATETIME2:
                    return SqlType.of(Kind.NVARCHAR, 27);
                case DATETIMEOFFSET:
                    return SqlType.of(Kind.NVARCHAR, 34);
                default:
            }
        }
        if (!version.atLeast(TdsVersion.V7_2) && isChunked(sized)) {
            return SqlType.of(switch (kind) {
                case VARBINARY -> Kind.IMAGE;
                case VARCHAR -> Kind.TEXT;
                default -> Kind.NTEXT;
            });
        }
        return sized;
    }

    /** Lengths that stand for "as long as it gets" made plain. */
    private static SqlType sized(SqlType type) {
        int most = type.kind() == Kind.NVARCHAR || type.kind() == Kind.NCHAR ? LONGEST / 2 : LONGEST;
        return switch (type.kind()) {
            case NVARCHAR, VARCHAR, VARBINARY -> SqlType.of(type.kind(), type.length() == 0 ? most : type.length() > most ? -1 : type.length());
            case NCHAR, CHAR, BINARY -> SqlType.of(type.kind(), type.length() <= 0 ? 1 : Math.min(type.length(), most));
            case DECIMAL -> SqlType.decimal(type.precision() == 0 ? 38 : type.precision(), type.scale());
            default -> type;
        };
    }

    static boolean isChunked(SqlType type) {
        return type.kind() == Kind.XML || type.length() == -1
            && (type.kind() == Kind.NVARCHAR || type.kind() == Kind.VARCHAR || type.kind() == Kind.VARBINARY);
    }

    /** TYPE_INFO; the nullable form throughout. */
    static void writeInfo(TdsOutput out, SqlType type, TdsVersion version) {
        switch (type.kind()) {
            case BIT -> bytes(out, 0x68, 1);
            case TINYINT -> bytes(out, 0x26, 1);
            case SMALLINT -> bytes(out, 0x26, 2);
            case INT -> bytes(out, 0x26, 4);
            case BIGINT -> bytes(out, 0x26, 8);
            case REAL -> bytes(out, 0x6D, 4);
            case FLOAT -> bytes(out, 0x6D, 8);
            case MONEY -> bytes(out, 0x6E, 8);
            case SMALLDATETIME -> bytes(out, 0x6F, 4);
            case DATETIME -> bytes(out, 0x6F, 8);
            case UNIQUEIDENTIFIER -> bytes(out, 0x24, 16);
            case DECIMAL -> bytes(out, 0x6C, 1 + TdsNumbers.bytesOf(type.precision()), type.precision(), type.scale());
            case DATE -> bytes(out, 0x28);
            case TIME -> bytes(out, 0x29, type.scale());
            case DATETIME2 -> bytes(out, 0x2A, type.scale());
            case DATETIMEOFFSET -> bytes(out, 0x2B, type.scale());
            case BINARY -> shortLength(out, 0xAD, type.length());
            case VARBINARY -> shortLength(out, 0xA5, type.length());
            case CHAR -> collated(out, 0xAF, type.length(), version);
            case VARCHAR -> collated(out, 0xA7, type.length(), version);
            case NCHAR -> collated(out, 0xEF, 2 * type.length(), version);
            case NVARCHAR -> collated(out, 0xE7, type.length() == -1 ? -1 : 2 * type.length(), version);
            case IMAGE -> longLength(out, 0x22, false, version);
            case TEXT -> longLength(out, 0x23, true, version);
            case NTEXT -> longLength(out, 0x63, true, version);
            case XML -> bytes(out, 0xF1, 0); // no schema
        }
    }

    /** "COLMETADATA", TableName: only with text, ntext and image; the sandbox knows no table of a column. */
    static void writeTableName(TdsOutput out, SqlType type, TdsVersion version) {
        if (type.kind() == Kind.TEXT || type.kind() == Kind.NTEXT || type.kind() == Kind.IMAGE) {
            if (version.atLeast(TdsVersion.V7_2)) {
                out.u8(1); // NumParts
            }
            out.text("");
        }
    }

    /** A value as {@link TdsValues#encode} gives it, with its length before it. */
    static void writeValue(TdsOutput out, SqlType type, byte[] value) {
        if (isChunked(type)) {
            writeChunked(out, value);
            return;
        }
        switch (type.kind()) {
            case TEXT, NTEXT, IMAGE -> writeLong(out, value);
            case BINARY, VARBINARY, CHAR, VARCHAR, NCHAR, NVARCHAR -> {
                out.u16(value == null ? 0xFFFF : value.length);
                out.bytes(value == null ? new byte[0] : value);
            }
            default -> {
                out.u8(value == null ? 0 : value.length);
                out.bytes(value == null ? new byte[0] : value);
            }
        }
    }

    /** "Partially Length-prefixed Bytes". */
    private static void writeChunked(TdsOutput out, byte[] value) {
        if (value == null) {
            out.i64(-1);
            return;
        }
        out.i64(value.length);
        for (int at = 0; at < value.length; at += CHUNK) {
            int part = Math.min(CHUNK, value.length - at);
            out.i32(part);
            out.bytes(value, at, part);
        }
        out.i32(0);
    }

    /** "ROW", TextPointer and Timestamp: present with any value, their content is of no use to a client that only reads. */
    private static void writeLong(TdsOutput out, byte[] value) {
        if (value == null) {
            out.u8(0);
            return;
        }
        byte[] pointerAndTime = new byte[16 + 8];
        Arrays.fill(pointerAndTime, (byte) 1);
        out.u8(16);
        out.bytes(pointerAndTime);
        out.i32(value.length);
        out.bytes(value);
    }

    private static void bytes(TdsOutput out, int... values) {
        for (int value : values) {
            out.u8(value);
        }
    }

    private static void shortLength(TdsOutput out, int token, int length) {
        out.u8(token);
        out.u16(length == -1 ? 0xFFFF : length);
    }

    private static void collated(TdsOutput out, int token, int length, TdsVersion version) {
        shortLength(out, token, length);
        collation(out, version);
    }

    private static void longLength(TdsOutput out, int token, boolean text, TdsVersion version) {
        out.u8(token);
        out.i32(Integer.MAX_VALUE);
        if (text) {
            collation(out, version);
        }
    }

    private static void collation(TdsOutput out, TdsVersion version) {
        if (version.atLeast(TdsVersion.V7_1)) {
            out.bytes(TdsTokens.COLLATION);
        }
    }
}
