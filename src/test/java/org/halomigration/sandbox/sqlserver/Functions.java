package org.halomigration.sandbox.sqlserver;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

import org.h2.value.Value;
import org.h2.value.ValueNull;

/** Functions that H2 calls, where a conversion depends on the value's type. Public because H2 asks for it. */
public final class Functions {
    private Functions() {}

    static void register(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String name : new String[] {"text", "bytes", "length"}) {
                statement.execute("CREATE ALIAS SANDBOX_" + name.toUpperCase(Locale.ROOT) + " DETERMINISTIC FOR '" + Functions.class.getName() + "." + name + "'");
            }
        }
    }

    /** CONVERT to a character type: an identifier in upper case, dates by style 120, 121, 126 or as datetime2 ("CAST and CONVERT"). */
    public static String text(Value value, int length, int style) {
        if (value == null || value == ValueNull.INSTANCE) {
            return null;
        }
        String text = switch (value.getValueType()) {
            case Value.UUID -> value.getString().toUpperCase(Locale.ROOT);
            case Value.BOOLEAN -> value.getBoolean() ? "1" : "0";
            case Value.BINARY, Value.VARBINARY -> binary(value.getBytes(), style);
            case Value.TIMESTAMP -> date(LocalDateTime.parse(value.getString().replace(' ', 'T')), value.getString(), style);
            default -> value.getString();
        };
        return length >= 0 && text.length() > length ? text.substring(0, length) : text;
    }

    private static String binary(byte[] bytes, int style) {
        if (style == 0) {
            return new String(bytes, StandardCharsets.UTF_16LE);
        }
        StringBuilder text = new StringBuilder(style == 1 ? "0x" : "");
        for (byte b : bytes) {
            text.append(String.format("%02X", b));
        }
        return text.toString();
    }

    private static String date(LocalDateTime value, String plain, int style) {
        return switch (style) {
            case 120 -> value.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
            case 121 -> value.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS"));
            case 126, 127 -> value.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS"));
            case 112 -> value.format(DateTimeFormatter.ofPattern("yyyyMMdd"));
            default -> plain;
        };
    }

    /** CONVERT to a binary type; text is taken as Unicode. */
    public static byte[] bytes(Value value, int length) {
        if (value == null || value == ValueNull.INSTANCE) {
            return null;
        }
        byte[] bytes = switch (value.getValueType()) {
            case Value.BINARY, Value.VARBINARY, Value.UUID -> value.getBytes();
            default -> value.getString().getBytes(StandardCharsets.UTF_16LE);
        };
        return length >= 0 && bytes.length > length ? Arrays.copyOf(bytes, length) : bytes;
    }

    /** DATALENGTH: bytes; text counts two a character, as nvarchar does. */
    public static Long length(Value value) {
        if (value == null || value == ValueNull.INSTANCE) {
            return null;
        }
        return switch (value.getValueType()) {
            case Value.BINARY, Value.VARBINARY -> (long) value.getBytes().length;
            default -> 2L * value.getString().length();
        };
    }
}
