package org.halomigration.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The time; or, once it is impatient, an hour later whenever it is asked, so that the second try is always too late. */
final class ImpatientClock extends Clock {
    private final AtomicLong asked = new AtomicLong();
    private volatile boolean impatient;

    void impatient(boolean now) {
        impatient = now;
    }

    /** How often it was asked: once when a check begins, and once after each answer that was not ok. */
    long asked() {
        return asked.get();
    }

    @Override
    public Instant instant() {
        long times = asked.incrementAndGet();
        return impatient ? Instant.now().plus(Duration.ofHours(times)) : Instant.now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
