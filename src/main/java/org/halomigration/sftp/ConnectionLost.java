package org.halomigration.sftp;

import java.io.IOException;

/** The connection is gone, so the outcome of what was asked over it is unknown: what was not acknowledged is sent again over another. */
final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionLost(String why, Throwable cause) {
        super(why, cause);
    }

    /** The same for those outside, who know nothing of connections: what it says is all that matters. */
    IOException plain() {
        return new IOException(getMessage());
    }
}
