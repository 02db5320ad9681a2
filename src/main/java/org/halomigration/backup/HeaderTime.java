package org.halomigration.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The source's local time, as drivers and other people's JSON write it. */
final class HeaderTime {
    /** .NET's JSON: milliseconds since 1970 in UTC, and maybe the offset of the clock that was meant. */
    private static final Pattern DOT_NET = Pattern.compile("\\\\?/Date\\((-?\\d+)([+-]\\d{4})?\\)\\\\?/");

    private static final Pattern SPACE = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2}) +");
    private static final Pattern OFFSET = Pattern.compile("\\s*(Z|[+-]\\d{2}:?\\d{2})$");

    private HeaderTime() {}

    /** Null where it cannot be read: a time decides nothing, so a strange one must not cost a backup. */
    static LocalDateTime read(Object value) {
        if (value == null || value instanceof LocalDateTime) {
            return (LocalDateTime) value;
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof OffsetDateTime offset) {
            return offset.toLocalDateTime();
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toLocalDateTime();
        }
        if (value instanceof Date date) {
            return new java.sql.Timestamp(date.getTime()).toLocalDateTime();
        }
        return value instanceof Long millis ? utc(millis, ZoneOffset.UTC) : parse(value.toString().trim());
    }

    private static LocalDateTime parse(String text) {
        Matcher dotNet = DOT_NET.matcher(text);
        try {
            if (dotNet.matches()) {
                ZoneOffset offset = dotNet.group(2) == null ? ZoneOffset.UTC : ZoneOffset.of(dotNet.group(2));
                return utc(Long.parseLong(dotNet.group(1)), offset);
            }
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay();
            }
            String iso = SPACE.matcher(text).replaceFirst("$1T");
            return LocalDateTime.parse(OFFSET.matcher(iso).replaceFirst(""));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static LocalDateTime utc(long millis, ZoneOffset offset) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), offset);
    }
}
