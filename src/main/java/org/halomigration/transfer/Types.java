package org.halomigration.transfer;

import java.math.BigDecimal;

/** Values of headers and messages that the journal keeps in columns of their own. */
final class Types {
    private Types() {}

    /** RESTORE HEADERONLY's BackupType as a word. */
    static String of(Object backupType) {
        return switch (String.valueOf(backupType)) {
            case "1" -> "full";
            case "2" -> "log";
            case "5" -> "differential";
            case "4", "6", "7", "8" -> "partial";
            default -> "unknown";
        };
    }

    static boolean isGuid(String text) {
        return text != null && text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }

    static BigDecimal lsn(Object value) {
        return value == null ? null : new BigDecimal(value.toString());
    }
}
