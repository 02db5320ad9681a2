package org.halomigration.sandbox.sqlserver;

import java.time.LocalDateTime;

/** What a session is doing now, as sys.dm_exec_requests shows it. Percent is -1 where the command has none. */
final class Request {
    private final String command;
    private final LocalDateTime since = LocalDateTime.now();
    private final long start = System.nanoTime();
    private volatile float percent;
    private volatile long bytes;
    private volatile String waitType;

    Request(String command, float percent) {
        this.command = command;
        this.percent = percent;
    }

    String command() {
        return command;
    }

    LocalDateTime since() {
        return since;
    }

    float percent() {
        return percent;
    }

    long bytes() {
        return bytes;
    }

    void at(float percent, long bytes) {
        this.percent = percent;
        this.bytes = bytes;
    }

    void waitsFor(String type) {
        waitType = type;
    }

    /** Null where nothing in particular is waited for. */
    String waitType() {
        return waitType;
    }

    int elapsed() {
        return (int) ((System.nanoTime() - start) / 1_000_000);
    }
}
