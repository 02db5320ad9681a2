package org.halomigration.sandbox.sqlserver;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;

/** Names of data types, and what H2 keeps them as ("Data types (Transact-SQL)"). */
final class Types {
    /** H2 keeps strings and bytes of any length up to this one inline; "max" means no more here. */
    static final int LONGEST = 1_048_576;

    /** system_type_id of sys.types, which is also user_type_id of the system types. */
    private static final Map<String, Integer> IDS = Map.ofEntries(Map.entry("image", 34), Map.entry("text", 35),
        Map.entry("uniqueidentifier", 36), Map.entry("date", 40), Map.entry("time", 41), Map.entry("datetime2", 42),
        Map.entry("datetimeoffset", 43), Map.entry("tinyint", 48), Map.entry("smallint", 52), Map.entry("int", 56),
        Map.entry("smalldatetime", 58), Map.entry("real", 59), Map.entry("money", 60), Map.entry("datetime", 61), Map.entry("float", 62),
        Map.entry("ntext", 99), Map.entry("bit", 104), Map.entry("decimal", 106), Map.entry("numeric", 108), Map.entry("bigint", 127),
        Map.entry("varbinary", 165), Map.entry("varchar", 167), Map.entry("binary", 173), Map.entry("char", 175),
        Map.entry("nvarchar", 231), Map.entry("nchar", 239), Map.entry("xml", 241), Map.entry("sysname", 256));

    private Types() {}

    /** A type with the name it was declared by (numeric and decimal are two names of one type). */
    record Declared(String name, SqlType type) {}

    static Map<String, Integer> ids() {
        return IDS;
    }

    static boolean isType(Token token) {
        return token.isName() && (IDS.containsKey(lower(token)) || token.isOneOf("integer", "dec", "smallmoney"));
    }

    private static String lower(Token token) {
        return token.value().toLowerCase(Locale.ROOT);
    }

    /** @param defaultLength of char and binary types without one: 1 in a definition, 30 in CAST and CONVERT */
    static Declared read(Cursor cursor, int defaultLength) {
        Token first = cursor.next();
        if (first.is("sys") && cursor.accept(".")) {
            first = cursor.next();
        }
        if (!isType(first)) {
            throw Refused.of(2715, "Cannot find data type " + first.text() + ". (sandbox: or it is not understood)");
        }
        String name = lower(first).replace("integer", "int");
        int[] arguments = {-2, -2};
        if (cursor.accept("(")) {
            for (int i = 0; i < 2; i++) {
                arguments[i] = cursor.accept("max") ? -1 : (int) cursor.number();
                if (!cursor.accept(",")) {
                    break;
                }
            }
            cursor.expect(")");
        }
        return new Declared(name.equals("dec") ? "decimal" : name, type(name, arguments, defaultLength));
    }

    private static SqlType type(String name, int[] arguments, int defaultLength) {
        int length = arguments[0] == -2 ? defaultLength : arguments[0];
        int fraction = arguments[0] == -2 ? 7 : arguments[0];
        return switch (name) {
            case "char", "nchar", "varchar", "nvarchar", "binary", "varbinary" -> SqlType.of(Kind.valueOf(name.toUpperCase(Locale.ROOT)), length);
            case "decimal", "numeric", "dec" -> SqlType.decimal(arguments[0] == -2 ? 18 : arguments[0], Math.max(0, arguments[1]));
            case "time", "datetime2", "datetimeoffset" -> new SqlType(Kind.valueOf(name.toUpperCase(Locale.ROOT)), 0, 0, fraction);
            case "sysname" -> SqlType.of(Kind.NVARCHAR, 128);
            case "smallmoney" -> SqlType.of(Kind.MONEY);
            default -> SqlType.of(Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        };
    }

    /** tinyint is unsigned, so it needs H2's next wider type; datetime keeps milliseconds. */
    static String h2(SqlType type) {
        return switch (type.kind()) {
            case BIT -> "BOOLEAN";
            case TINYINT, SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT -> "BIGINT";
            case REAL -> "REAL";
            case FLOAT -> "DOUBLE PRECISION";
            case DECIMAL -> "NUMERIC(" + type.precision() + ", " + type.scale() + ")";
            case MONEY -> "NUMERIC(19, 4)";
            case UNIQUEIDENTIFIER -> "UUID";
            case DATE -> "DATE";
            case TIME -> "TIME(" + type.scale() + ")";
            case DATETIME -> "TIMESTAMP(3)";
            case SMALLDATETIME -> "TIMESTAMP(0)";
            case DATETIME2 -> "TIMESTAMP(" + type.scale() + ")";
            case DATETIMEOFFSET -> "TIMESTAMP(" + type.scale() + ") WITH TIME ZONE";
            case CHAR, NCHAR -> "CHAR(" + type.length() + ")";
            case VARCHAR, NVARCHAR -> type.length() < 0 ? "VARCHAR(" + LONGEST + ")" : "VARCHAR(" + type.length() + ")";
            case BINARY -> "BINARY(" + type.length() + ")";
            case VARBINARY -> type.length() < 0 ? "VARBINARY(" + LONGEST + ")" : "VARBINARY(" + type.length() + ")";
            case TEXT, NTEXT, XML -> "VARCHAR(" + LONGEST + ")";
            case IMAGE -> "VARBINARY(" + LONGEST + ")";
        };
    }

    /** The type of a computed result column, as near as H2 tells. */
    static SqlType ofResult(ResultSetMetaData meta, int column) throws SQLException {
        int precision = meta.getPrecision(column);
        int scale = meta.getScale(column);
        if (meta.getColumnTypeName(column).equals("UUID")) {
            return SqlType.of(Kind.UNIQUEIDENTIFIER);
        }
        return switch (meta.getColumnType(column)) {
            case java.sql.Types.BOOLEAN, java.sql.Types.BIT -> SqlType.of(Kind.BIT);
            case java.sql.Types.TINYINT, java.sql.Types.SMALLINT -> SqlType.of(Kind.SMALLINT);
            case java.sql.Types.INTEGER, java.sql.Types.NULL -> SqlType.of(Kind.INT);
            case java.sql.Types.BIGINT -> SqlType.of(Kind.BIGINT);
            case java.sql.Types.REAL -> SqlType.of(Kind.REAL);
            case java.sql.Types.DOUBLE, java.sql.Types.FLOAT -> SqlType.of(Kind.FLOAT);
            case java.sql.Types.NUMERIC, java.sql.Types.DECIMAL -> decimal(precision, scale);
            case java.sql.Types.DATE -> SqlType.of(Kind.DATE);
            case java.sql.Types.TIME -> new SqlType(Kind.TIME, 0, 0, Math.min(7, scale));
            case java.sql.Types.TIMESTAMP -> new SqlType(Kind.DATETIME2, 0, 0, Math.min(7, scale));
            case java.sql.Types.TIMESTAMP_WITH_TIMEZONE -> new SqlType(Kind.DATETIMEOFFSET, 0, 0, Math.min(7, scale));
            case java.sql.Types.BINARY, java.sql.Types.VARBINARY, java.sql.Types.BLOB ->
                SqlType.of(Kind.VARBINARY, precision > 8000 || precision <= 0 ? -1 : precision);
            default -> SqlType.of(Kind.NVARCHAR, precision > 4000 ? -1 : Math.max(1, precision));
        };
    }

    /** H2's numbers may be wider than 38 digits; the server's are not. */
    private static SqlType decimal(int precision, int scale) {
        int fraction = Math.min(scale, 19);
        return SqlType.decimal(Math.max(1, Math.min(38, precision)), Math.min(fraction, Math.min(38, Math.max(1, precision))));
    }

    static final List<Kind> TEXTS = List.of(Kind.CHAR, Kind.VARCHAR, Kind.NCHAR, Kind.NVARCHAR, Kind.TEXT, Kind.NTEXT, Kind.XML);
    static final List<Kind> BYTES = List.of(Kind.BINARY, Kind.VARBINARY, Kind.IMAGE);
}
