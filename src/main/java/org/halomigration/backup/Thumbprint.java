package org.halomigration.backup;

import java.util.Locale;

/** A certificate's thumbprint, varbinary(20) on the server, compared as 0x and upper-case hexadecimal. */
final class Thumbprint {
    private Thumbprint() {}

    static String normal(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String trimmed = text.trim();
        String digits = trimmed.startsWith("0x") || trimmed.startsWith("0X") ? trimmed.substring(2) : trimmed;
        return "0x" + digits.toUpperCase(Locale.ROOT);
    }
}
