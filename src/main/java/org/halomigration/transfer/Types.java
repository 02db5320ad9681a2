package org.halomigration.transfer;

import java.math.BigDecimal;

/** Header values that the journal keeps in columns of their own. */
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

    static BigDecimal lsn(Object value) {
        return value == null ? null : new BigDecimal(value.toString());
    }
}
