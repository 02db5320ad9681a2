package org.halomigration.sftp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log, where nobody else listens. */
final class LoggedProgress implements Progress {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedProgress.class);

    @Override
    public void moved(Outgoing file, State state) {
        LOG.debug("{}: {}", file.path(), state);
    }

    @Override
    public void noticed(Outgoing file, String sentence) {
        LOG.info("{}: {}", file.path(), sentence);
    }
}
