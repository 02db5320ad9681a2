package org.halomigration.sandbox.sqlserver;

/**
 * A type on the wire.
 *
 * @param length characters for nchar and nvarchar, bytes for binary and char types, -1 for max; ignored elsewhere
 * @param scale of decimals, and fractional seconds of time types
 */
public record SqlType(Kind kind, int length, int precision, int scale) {
    public enum Kind {
        BIT, TINYINT, SMALLINT, INT, BIGINT, REAL, FLOAT, DECIMAL, MONEY, UNIQUEIDENTIFIER, DATE, TIME, DATETIME, SMALLDATETIME, DATETIME2,
        DATETIMEOFFSET, CHAR, VARCHAR, NCHAR, NVARCHAR, BINARY, VARBINARY, TEXT, NTEXT, IMAGE, XML
    }

    public static SqlType of(Kind kind) {
        return new SqlType(kind, 0, 0, 0);
    }

    public static SqlType of(Kind kind, int length) {
        return new SqlType(kind, length, 0, 0);
    }

    public static SqlType decimal(int precision, int scale) {
        return new SqlType(Kind.DECIMAL, 0, precision, scale);
    }
}
