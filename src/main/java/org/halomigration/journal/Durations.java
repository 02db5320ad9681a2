package org.halomigration.journal;

import java.util.Locale;

/** Durations and sizes as people read them. */
public final class Durations {
    private Durations() {}

    /** {@code 850 ms}, {@code 3.2 s}, {@code 4 min 10 s}, {@code 2 h 05 min}. */
    public static String text(long millis) {
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }

    /** {@code 41.2 MB}: decimal units, as transfer rates are given. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        String unit = "B";
        for (String next : new String[] {"kB", "MB", "GB", "TB"}) {
            if (value < 1000) {
                break;
            }
            value /= 1000;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }
}
