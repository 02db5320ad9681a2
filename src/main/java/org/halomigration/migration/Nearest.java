package org.halomigration.migration;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word that was probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@code " Did you mean 'readLock'?"} or nothing when no known word comes near. */
    static String to(String found, Collection<String> known) {
        int near = Math.max(found.length() < 4 ? 1 : 2, found.length() / 3);
        return known.stream()
                .filter(word -> distance(found, word) <= near)
                .min(Comparator.comparingInt((String word) -> distance(found, word)).thenComparing(Comparator.naturalOrder()))
                .map(word -> " Did you mean '" + word + "'?")
                .orElse("");
    }

    /** Levenshtein's: how many letters to insert, remove or replace. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1)) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
