package org.halomigration.sandbox.sqlserver;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** Reads a parameter's type and value (MS-TDS "RPC Request", TYPE_INFO and TYPE_VARBYTE). */
final class TdsParameterReader {
    private static final int UTF8_COLLATION = 0x04000000;
    private final TdsBuffer in;
    private final TdsVersion version;
    private Charset charset = TdsValues.SINGLE_BYTE;

    TdsParameterReader(TdsBuffer in, TdsVersion version) {
        this.in = in;
        this.version = version;
    }

    record Typed(SqlType type, Object value) {}

    Typed read() throws TdsProtocolException {
        int token = in.u8();
        switch (token) {
            case 0x1F:
                return new Typed(SqlType.of(Kind.NVARCHAR, 1), null); // NULLTYPE
            case 0x30:
                return fixed(SqlType.of(Kind.TINYINT), 1);
            case 0x32:
                return fixed(SqlType.of(Kind.BIT), 1);
            case 0x34:
                return fixed(SqlType.of(Kind.SMALLINT), 2);
            case 0x38:
                return fixed(SqlType.of(Kind.INT), 4);
            case 0x7F:
                return fixed(SqlType.of(Kind.BIGINT), 8);
            case 0x3B:
                return fixed(SqlType.of(Kind.REAL), 4);
            case 0x3E:
                return fixed(SqlType.of(Kind.FLOAT), 8);
            case 0x3C:
                return fixed(SqlType.of(Kind.MONEY), 8);
            case 0x7A:
                return fixed(SqlType.of(Kind.MONEY), 4);
            case 0x3A:
                return fixed(SqlType.of(Kind.SMALLDATETIME), 4);
            case 0x3D:
                return fixed(SqlType.of(Kind.DATETIME), 8);
            default:
                return variable(token);
        }
    }

    private Typed variable(int token) throws TdsProtocolException {
        switch (token) {
            case 0x26:
                int size = in.u8();
                return byteLength(SqlType.of(size == 1 ? Kind.TINYINT : size == 2 ? Kind.SMALLINT : size == 4 ? Kind.INT : Kind.BIGINT));
            case 0x68:
                in.u8();
                return byteLength(SqlType.of(Kind.BIT));
            case 0x6D:
                return byteLength(SqlType.of(in.u8() == 4 ? Kind.REAL : Kind.FLOAT));
            case 0x6E:
                in.u8();
                return byteLength(SqlType.of(Kind.MONEY));
            case 0x6F:
                return byteLength(SqlType.of(in.u8() == 4 ? Kind.SMALLDATETIME : Kind.DATETIME));
            case 0x24:
                in.u8();
                return byteLength(SqlType.of(Kind.UNIQUEIDENTIFIER));
            case 0x6A, 0x6C, 0x37, 0x3F:
                in.u8();
                return byteLength(SqlType.decimal(in.u8(), in.u8()));
            case 0x28:
                return byteLength(SqlType.of(Kind.DATE));
            case 0x29:
                return byteLength(new SqlType(Kind.TIME, 0, 0, in.u8()));
            case 0x2A:
                return byteLength(new SqlType(Kind.DATETIME2, 0, 0, in.u8()));
            case 0x2B:
                return byteLength(new SqlType(Kind.DATETIMEOFFSET, 0, 0, in.u8()));
            case 0x25, 0x2D:
                return byteLength(SqlType.of(token == 0x25 ? Kind.VARBINARY : Kind.BINARY, in.u8()));
            case 0x27, 0x2F:
                return byteLength(SqlType.of(token == 0x27 ? Kind.VARCHAR : Kind.CHAR, in.u8()));
            case 0xA5:
                return shortLength(Kind.VARBINARY, 1, false);
            case 0xAD:
                return shortLength(Kind.BINARY, 1, false);
            case 0xA7:
                return shortLength(Kind.VARCHAR, 1, true);
            case 0xAF:
                return shortLength(Kind.CHAR, 1, true);
            case 0xE7:
                return shortLength(Kind.NVARCHAR, 2, true);
            case 0xEF:
                return shortLength(Kind.NCHAR, 2, true);
            case 0x22:
                return longLength(Kind.IMAGE, false);
            case 0x23:
                return longLength(Kind.TEXT, true);
            case 0x63:
                return longLength(Kind.NTEXT, true);
            case 0xF1:
                return xml();
            default:
                throw new TdsProtocolException("A parameter of type 0x" + Integer.toHexString(token) + " is not known here.");
        }
    }

    private Typed fixed(SqlType type, int length) throws TdsProtocolException {
        return typed(type, in.bytes(length));
    }

    /** BYTELEN_TYPE: no bytes are a null, except where empty text or bytes exist (0xFF is the null there). */
    private Typed byteLength(SqlType type) throws TdsProtocolException {
        boolean mayBeEmpty = type.kind() == Kind.VARCHAR || type.kind() == Kind.CHAR || type.kind() == Kind.VARBINARY || type.kind() == Kind.BINARY;
        int length = in.u8();
        return typed(type, length == 0 && !mayBeEmpty || length == 0xFF && mayBeEmpty ? null : in.bytes(length));
    }

    /** USHORTLEN_TYPE; 0xFFFF as the type's length announces chunks, as the value's length a null. */
    private Typed shortLength(Kind kind, int bytesPerCharacter, boolean text) throws TdsProtocolException {
        int length = in.u16();
        if (text) {
            collation();
        }
        if (length == 0xFFFF) {
            return typed(SqlType.of(kind, -1), in.chunked());
        }
        int bytes = in.u16();
        return typed(SqlType.of(kind, length / bytesPerCharacter), bytes == 0xFFFF ? null : in.bytes(bytes));
    }

    /** LONGLEN_TYPE. */
    private Typed longLength(Kind kind, boolean text) throws TdsProtocolException {
        in.i32();
        if (text) {
            collation();
        }
        int length = in.i32();
        return typed(SqlType.of(kind), length == -1 ? null : in.bytes(length));
    }

    private Typed xml() throws TdsProtocolException {
        if (in.u8() != 0) {
            in.shortText();
            in.shortText();
            in.text(in.u16());
        }
        return typed(SqlType.of(Kind.XML), in.chunked());
    }

    private void collation() throws TdsProtocolException {
        if (version.atLeast(TdsVersion.V7_1)) {
            charset = (in.i32() & UTF8_COLLATION) != 0 ? StandardCharsets.UTF_8 : TdsValues.SINGLE_BYTE;
            in.u8();
        }
    }

    private Typed typed(SqlType type, byte[] wire) throws TdsProtocolException {
        try {
            return new Typed(type, TdsValues.decode(type, wire, charset));
        } catch (RuntimeException e) {
            throw new TdsProtocolException("A parameter of type " + type.kind() + " cannot be read: " + e.getMessage());
        }
    }
}
