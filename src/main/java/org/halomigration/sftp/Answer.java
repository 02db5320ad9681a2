package org.halomigration.sftp;

import java.nio.ByteBuffer;

/** What becomes of a request: exactly one of the two is called, once, and must not block. */
interface Answer {
    /** @param body what follows the type and the request's number; valid during the call only */
    void came(int type, ByteBuffer body);

    void lost(ConnectionLost why);

    /** What becomes of a chunk, which may take several requests; each of them is answered. */
    interface Many extends Answer {
        /** Told before the first of them is sent. */
        void due(int requests);
    }
}
