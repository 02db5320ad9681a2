package org.halomigration.backup;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log sequence number, exact: numeric(25,0) in SQL Server's headers, msdb and {@code sys.master_files}.
 *
 * <p>The decimal form is the virtual log file's number, ten digits of the block's offset and five of the slot.
 */
public final class Lsn implements Comparable<Lsn> {
    private static final BigInteger LIMIT = BigInteger.TEN.pow(25);
    private static final int FILE_DIGITS = 15;
    private static final BigInteger FILE_UNIT = BigInteger.TEN.pow(FILE_DIGITS);
    private static final BigInteger BLOCK_UNIT = BigInteger.TEN.pow(5);
    private static final Pattern DIGITS = Pattern.compile("\\d+(\\.0+)?");
    private static final Pattern COLONS = Pattern.compile("(0[xX])?([0-9a-fA-F]{1,10}):([0-9a-fA-F]{1,10}):([0-9a-fA-F]{1,5})");
    private static final Pattern LOG_RECORD = Pattern.compile("[0-9a-fA-F]{8}:[0-9a-fA-F]{8}:[0-9a-fA-F]{4}");

    /** The digits before the last fifteen, and those: planning compares a lot, and a big number is slow at it. */
    private final long file;

    private final long offset;

    private Lsn(long file, long offset) {
        this.file = file;
        this.offset = offset;
    }

    /** @throws IllegalArgumentException where the number is negative or has more than 25 digits */
    public static Lsn of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException("An LSN is a whole number of at most 25 digits, found " + value);
        }
        BigInteger[] parts = value.divideAndRemainder(FILE_UNIT);
        return new Lsn(parts[0].longValueExact(), parts[1].longValueExact());
    }

    /** @throws IllegalArgumentException where the number is negative */
    public static Lsn of(long value) {
        return of(BigInteger.valueOf(value));
    }

    /**
     * Reads decimal digits, or three numbers with colons: {@code 37:48:1} as the server's log writes it is decimal,
     * {@code 00000025:00000030:0001} as log records are named (always 8, 8 and 4 digits) is hexadecimal.
     *
     * @throws IllegalArgumentException where the text is neither
     */
    public static Lsn parse(String text) {
        String trimmed = text.trim();
        if (trimmed.length() <= 25 && trimmed.chars().allMatch(c -> c >= '0' && c <= '9') && !trimmed.isEmpty()) {
            int split = Math.max(0, trimmed.length() - FILE_DIGITS);
            return new Lsn(split == 0 ? 0 : Long.parseLong(trimmed.substring(0, split)), Long.parseLong(trimmed.substring(split)));
        }
        Matcher colons = COLONS.matcher(trimmed);
        if (colons.matches()) {
            boolean hex = colons.group(1) != null || LOG_RECORD.matcher(trimmed).matches() || trimmed.matches(".*[a-fA-F].*");
            int radix = hex ? 16 : 10;
            BigInteger log = new BigInteger(colons.group(2), radix);
            BigInteger block = new BigInteger(colons.group(3), radix);
            BigInteger slot = new BigInteger(colons.group(4), radix);
            return of(log.multiply(FILE_UNIT).add(block.multiply(BLOCK_UNIT)).add(slot));
        }
        if (!DIGITS.matcher(trimmed).matches()) {
            throw new IllegalArgumentException("An LSN is a whole number of at most 25 digits, found \"" + text + "\"");
        }
        int point = trimmed.indexOf('.');
        return of(new BigInteger(point < 0 ? trimmed : trimmed.substring(0, point)));
    }

    /**
     * Reads what JDBC or JSON gives; null stays null.
     *
     * @throws IllegalArgumentException for text that is no LSN, and for floating point, which has lost digits already
     */
    public static Lsn from(Object value) {
        if (value == null || value instanceof Lsn) {
            return (Lsn) value;
        }
        if (value instanceof BigInteger whole) {
            return of(whole);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return of(((Number) value).longValue());
        }
        // Below a scale of 0 it was written with an exponent and fewer digits than it stands for: a spreadsheet has rounded it.
        if (value instanceof BigDecimal decimal && decimal.scale() >= 0 && decimal.stripTrailingZeros().scale() <= 0) {
            return of(decimal.toBigIntegerExact());
        }
        if (value instanceof String text) {
            return parse(text);
        }
        throw new IllegalArgumentException("An LSN is a whole number of at most 25 digits, found "
                + value.getClass().getSimpleName() + " " + value + "; give it as text or as a whole number, so that no digit is lost");
    }

    /** The exact number, as it binds to a numeric(25,0). */
    public BigInteger value() {
        return BigInteger.valueOf(file).multiply(FILE_UNIT).add(BigInteger.valueOf(offset));
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Lsn other) {
        int byFile = Long.compare(file, other.file);
        return byFile != 0 ? byFile : Long.compare(offset, other.offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lsn lsn && file == lsn.file && offset == lsn.offset;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(file) * 31 + Long.hashCode(offset);
    }

    /** The decimal digits. */
    @Override
    public String toString() {
        String digits = Long.toString(offset);
        return file == 0 ? digits : file + "0".repeat(FILE_DIGITS - digits.length()) + digits;
    }
}
