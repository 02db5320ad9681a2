package org.halomigration.tsql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes values into T-SQL so that no value can change the shape of its statement. The reason of a refusal is its message. */
final class Quoted {
    /** sysname is nvarchar(128). */
    static final int LONGEST_NAME = 128;

    private static final Pattern LIMIT_ESCAPE = Pattern.compile("(?i)\\{\\s*limit\\s");

    private Quoted() {}

    /** {@code N'…'}. N keeps every character: without it the server folds some to an apostrophe of its code page. */
    static String literal(Object value) {
        String text = text(value);
        if (text.indexOf("\\\n") >= 0 || text.indexOf("\\\r") >= 0) {
            throw new IllegalArgumentException("has a line break after a backslash, which T-SQL would remove from the text");
        }
        return "N'" + text.replace("'", "''") + "'";
    }

    /** {@code […]}. */
    static String identifier(Object value) {
        String name = text(value);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("is empty, but names something");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "is %d characters long; a name has at most %d".formatted(name.length(), LONGEST_NAME));
        }
        if (LIMIT_ESCAPE.matcher(name).find()) {
            throw new IllegalArgumentException("holds {limit …}, which the JDBC driver would rewrite even inside brackets");
        }
        return "[" + name.replace("]", "]]") + "]";
    }

    /** Digits with an optional minus. */
    static String number(Object value) {
        if (value instanceof CharSequence text && text.toString().matches("-?[0-9]{1,38}")) {
            return text.toString();
        }
        if (value instanceof BigInteger || value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return value.toString();
        }
        if (value instanceof BigDecimal decimal) {
            try {
                return decimal.toBigIntegerExact().toString();
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("is " + decimal.toPlainString() + ", not a whole number", e);
            }
        }
        throw new IllegalArgumentException("is " + described(value) + ", not a whole number");
    }

    /** A JDBC parameter's value. */
    static Object parameter(Object value) {
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        }
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Temporal || value instanceof byte[]) {
            return value;
        }
        return text(value);
    }

    private static String text(Object value) {
        boolean single = value instanceof CharSequence
                || value instanceof Number
                || value instanceof UUID
                || value instanceof Path
                || value instanceof Temporal
                || value instanceof Enum<?>;
        if (!single) {
            throw new IllegalArgumentException("is " + described(value) + ", not a text");
        }
        String text = value.toString();
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("holds a NUL character");
        }
        return text;
    }

    private static String described(Object value) {
        return value == null ? "null" : value instanceof CharSequence ? "a text" : "a " + value.getClass().getSimpleName();
    }
}
