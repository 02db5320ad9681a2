package org.halomigration.sftp;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** Takes the server's own limit for a write from its answer to {@code limits@openssh.com}, where it names one. */
record LargestWrite(IntConsumer limit) implements Answer {
    /** OpenSSH's server and every other takes as much in one WRITE, said or unsaid. */
    static final int OF_ALL = 32 * 1024;

    @Override
    public void came(int type, ByteBuffer body) {
        if (type == Sftp.EXTENDED_REPLY && body.remaining() >= 24) {
            body.getLong();
            body.getLong();
            long most = body.getLong();
            if (most >= OF_ALL) {
                limit.accept((int) Math.min(most, Chunk.SIZE));
            }
        }
    }

    @Override
    public void lost(ConnectionLost why) {
        // Whoever sends next is told.
    }
}
