package org.halomigration.journal;

import java.util.Map;
import org.slf4j.MDC;

/**
 * What the log lines of this thread say beside their text, until it is closed: {@code migration}; {@code correlation}, which is
 * {@code <migration>/<attempt>} and the same on both sides from collect to verify; {@code set}, the BackupSetGUID. Camel adds
 * {@code camel.routeId}.
 */
public final class LogContext implements AutoCloseable {
    private final Map<String, String> before = MDC.getCopyOfContextMap();

    private LogContext() {}

    /** @param attempt null where it is not known */
    public static LogContext of(String migration, Integer attempt) {
        LogContext context = new LogContext();
        put("migration", migration);
        put("correlation", migration == null || attempt == null ? null : migration + "/" + attempt);
        return context;
    }

    static LogContext of(Events.Event event) {
        LogContext context = of(event.migration(), event.attempt());
        put("set", event.setId());
        put("event", event.kind());
        put("actor", event.actor());
        return context;
    }

    private static void put(String key, String value) {
        if (value != null) {
            MDC.put(key, value);
        }
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
