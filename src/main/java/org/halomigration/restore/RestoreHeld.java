package org.halomigration.restore;

import org.halomigration.tsql.Advised;
import org.halomigration.tsql.Retry;

/** A restore was not begun, because something stands in its way; nothing was changed, and it is looked at again by itself. */
public final class RestoreHeld extends RuntimeException implements Advised {
    private final String advice;

    RestoreHeld(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    @Override
    public String advice() {
        return advice;
    }

    @Override
    public Retry retry() {
        return Retry.WAIT;
    }
}
