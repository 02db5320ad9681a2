package org.halomigration.sftp;

import java.util.Optional;

/**
 * Remembers across restarts how far each file has come. Without one, a file that was not sent to its end is sent from its start again. Of a
 * file that has its final name the last that was kept stays, so that it is not sent again when the process ends before that is recorded:
 * whoever records it forgets it with that.
 */
public interface Ledger {
    /** What was kept of that file. */
    Optional<Sent> sent(Outgoing file);

    /** Keeps it instead of what was kept before: before the first byte leaves, at most twice a second from then on, and when sending fails. */
    void keep(Outgoing file, Sent sent);

    /** What had arrived of it is taken away. */
    void forget(Outgoing file);
}
