package org.halomigration.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where JSch puts what the server says on the SFTP channel: cuts it into packets as it comes, on JSch's own thread. JSch's pipe is not
 * used: it breaks when the thread that read from it last has ended.
 */
final class Replies extends OutputStream {
    /** More than any answer to what is asked here: the largest is a piece of a file. */
    private static final int LARGEST = 1024 * 1024;

    /** Hears packets; must not block. */
    interface Hearer {
        /** @param packet from its type byte on; valid during the call only */
        void heard(ByteBuffer packet) throws IOException;

        void ended();
    }

    private final Hearer hearer;
    private byte[] buffer = new byte[4096];
    private int filled;

    Replies(Hearer hearer) {
        this.hearer = hearer;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (filled + length > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, filled + length));
        }
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
        int at = 0;
        while (filled - at >= 4) {
            int size = ByteBuffer.wrap(buffer, at, 4).getInt();
            if (size < 1 || size > LARGEST) {
                throw new IOException("The server sent a packet of " + size + " bytes on the SFTP channel: this is no SFTP server");
            }
            if (filled - at - 4 < size) {
                break;
            }
            hearer.heard(ByteBuffer.wrap(buffer, at + 4, size).slice());
            at += 4 + size;
        }
        filled -= at;
        System.arraycopy(buffer, at, buffer, 0, filled);
    }

    @Override
    public void close() {
        hearer.ended();
    }
}
