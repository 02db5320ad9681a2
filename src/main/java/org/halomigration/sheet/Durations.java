package org.halomigration.sheet;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them ({@code 500ms}, {@code 15m}, {@code 1h30m}, {@code 7d}) or as ISO-8601 does ({@code PT15M}). */
final class Durations {
    private static final Pattern ONE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SOME = Pattern.compile("(" + ONE.pattern() + ")+");

    private Durations() {}

    /** Longer than zero; a day has 24 hours. */
    static Duration duration(String text) {
        String written = text.trim().toLowerCase(Locale.ROOT);
        Duration duration = written.startsWith("p") ? Duration.parse(written) : sum(written);
        if (duration.isNegative() || duration.isZero()) {
            throw new Format.Refused("");
        }
        return duration;
    }

    private static Duration sum(String written) {
        if (!SOME.matcher(written).matches()) {
            throw new Format.Refused("");
        }
        Duration sum = Duration.ZERO;
        for (Matcher one = ONE.matcher(written); one.find(); ) {
            long amount = Long.parseLong(one.group(1));
            sum = sum.plus(
                    switch (one.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        return sum;
    }
}
