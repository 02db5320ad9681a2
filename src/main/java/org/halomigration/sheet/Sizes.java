package org.halomigration.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: GB is 10^9 bytes, GiB is 2^30. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?)\\s*([a-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "b", 1L, "kb", 1_000L, "mb", 1_000_000L, "gb", 1_000_000_000L, "tb", 1_000_000_000_000L, //
            "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30, "tib", 1L << 40);

    private Sizes() {}

    /** Bytes, rounded down, at least 1. */
    static long bytes(String text) {
        Matcher size = SIZE.matcher(text.trim().toLowerCase(Locale.ROOT));
        Long unit = size.matches() ? UNITS.get(size.group(2)) : null;
        if (unit == null) {
            throw new Format.Refused("");
        }
        long bytes = new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
        if (bytes < 1) {
            throw new Format.Refused("");
        }
        return bytes;
    }
}
