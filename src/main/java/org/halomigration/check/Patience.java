package org.halomigration.check;

import java.time.Clock;
import java.time.Instant;
import org.halomigration.journal.Finding;
import org.springframework.boot.convert.DurationStyle;

/** How long a check asks again before it gives up: the bean {@code patience}. */
public final class Patience {
    private final Clock clock;

    Patience(Clock clock) {
        this.clock = clock;
    }

    /** @param limit from now, for instance {@code 20s} or {@code 1500ms} */
    public Instant until(String limit) {
        return clock.instant().plus(DurationStyle.detectAndParse(limit));
    }

    /** True before the first answer; then as long as the answer is not ok and there is time left. */
    public boolean lasts(Instant until, Finding finding) {
        return finding == null || finding.severity() != Finding.Severity.OK && clock.instant().isBefore(until);
    }
}
