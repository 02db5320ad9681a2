package org.halomigration.journal;

import java.util.Locale;

/** Where a migration stands. UAT runs beside these. */
public enum Phase {
    PREPARING,
    SEEDING,
    STANDING_BY,
    CUTTING_OVER,
    VERIFYING,
    LIVE,
    AFTERCARE,
    CLOSED,
    BACKED_OUT;

    /** The name shown everywhere: {@code standing-by}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Phase of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
