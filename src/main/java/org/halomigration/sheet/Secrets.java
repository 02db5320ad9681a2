package org.halomigration.sheet;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every secret that a sheet brought in, so that texts from elsewhere (output of commands, server messages) can be shown without them. */
final class Secrets {
    /** Masking shorter ones would make holes in every other word. */
    private static final int SHORTEST = 4;

    private final Set<String> values = ConcurrentHashMap.newKeySet();

    void add(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    /** The text with each secret in it as {@code ***}; the longest first, so that one within another leaves no rest. */
    String mask(String text) {
        if (text == null) {
            return null;
        }
        String masked = text;
        for (String value : values.stream()
                .filter(text::contains)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList()) {
            masked = masked.replace(value, "***");
        }
        return masked;
    }
}
