package org.halomigration.check;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;

/** Judges when the integrator ran last: the bean {@code heartbeat}. */
public final class Heartbeat {
    private static final String SUBJECT = "integrator";

    private final Clock clock;

    Heartbeat(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param rows of the migration's own query; the first value of the first row is a time in UTC
     * @param limit how old it may be
     */
    public Finding judge(String check, List<?> rows, Duration limit) {
        String expected = "The integrator should have run in the last " + words(limit);
        Object value = first(rows);
        if (value == null) {
            return failed(check, expected + "; found: the query gives no time", "Look whether the integrator is installed, and correct checks.integrator.sql.");
        }
        try {
            Instant last = instant(value);
            if (last.isBefore(clock.instant().minus(limit))) {
                return failed(check, expected + "; found: it ran last at " + last.truncatedTo(ChronoUnit.SECONDS), "Start the integrator's service on the hosted side and look into its log.");
            }
            return new Finding(check, SUBJECT, Severity.OK, "The integrator has run in the last " + words(limit), null, null);
        } catch (DateTimeException e) {
            return failed(check, expected + "; found: '" + value + "', which is no time", "Correct checks.integrator.sql: its first value has to be a time in UTC.");
        }
    }

    private static Finding failed(String check, String detail, String advice) {
        return new Finding(check, SUBJECT, Severity.FAILED, detail, advice, "host");
    }

    private static Object first(List<?> rows) {
        return rows.isEmpty() || !(rows.get(0) instanceof Map<?, ?> row) || row.isEmpty() ? null : row.values().iterator().next();
    }

    private static Instant instant(Object value) {
        // A driver reads a time without zone as one of this machine's zone; its figures are UTC all the same.
        if (value instanceof Timestamp time) {
            return time.toLocalDateTime().toInstant(ZoneOffset.UTC);
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        String text = value.toString().strip().replace(' ', 'T');
        return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$") ? OffsetDateTime.parse(text).toInstant() : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static String words(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }
}
