package org.halomigration.tsql;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server messages in the log. */
final class LoggedMessages implements ServerMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMessages.class);

    @Override
    public void message(Running running, ServerMessage message) {
        // 5701 and 5703 (database, language) come with each login and USE.
        if (message.number() == 5701 || message.number() == 5703) {
            LOG.debug("{}: {}", running, message);
        } else {
            LOG.info("{}: {}", running, message);
        }
    }

    @Override
    public void stalled(Running running, Duration since, Progress last, boolean cancelled) {
        LOG.warn("{}: no progress for {} s, {}{}", running, since.toSeconds(), last == null ? "figures not visible" : last, cancelled ? "; cancelling" : "");
    }
}
