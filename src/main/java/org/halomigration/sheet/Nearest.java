package org.halomigration.sheet;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known key that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /** The known key with the fewest edits, if those are few; case and dashes cost nothing ({@code landingZone}). */
    public static Optional<String> to(String found, Collection<String> known) {
        String plain = plain(found);
        return known.stream()
                .filter(key -> edits(plain, plain(key)) <= Math.max(1, plain(key).length() / 3))
                .min(Comparator.comparingInt(key -> edits(plain, plain(key))));
    }

    private static String plain(String key) {
        return key.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
