package org.halomigration.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The sum, modulo 2^256, of the SHA-256 of each row. A sum does not depend on the rows' order; unlike an exclusive or, it does not lose
 * two equal rows.
 */
final class ContentSum {
    private static final int BUFFER = 64 * 1024;
    /** Characters that the buffer holds. */
    private static final int MOST = BUFFER / 2;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];
    private final char[] characters = new char[MOST];
    /** Least significant 32 bits first, each in a long, so that carries are plain. */
    private final long[] sum = new long[8];

    private int used;
    private long rows;

    ContentSum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    void put(int value) {
        room(1);
        buffer[used++] = (byte) value;
    }

    void putLong(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[used++] = (byte) (value >>> shift);
        }
    }

    void put(byte[] bytes) {
        if (bytes.length > BUFFER) {
            flush();
            digest.update(bytes);
            return;
        }
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    /** UTF-16, high byte first: half of a surrogate pair counts as what it is. */
    void put(CharSequence text) {
        for (int at = 0; at < text.length(); at += MOST) {
            putCharacters(text, at, Math.min(text.length(), at + MOST));
        }
    }

    /** @return how many characters there were */
    long put(Reader text) throws IOException {
        long count = 0;
        for (int read = text.read(characters); read >= 0; read = text.read(characters)) {
            putCharacters(CharBuffer.wrap(characters), 0, read);
            count += read;
        }
        return count;
    }

    /** @return how many bytes there were */
    long put(InputStream bytes) throws IOException {
        long count = 0;
        flush();
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            digest.update(buffer, 0, read);
            count += read;
        }
        return count;
    }

    /** @param to at most {@link #MOST} after {@code from} */
    private void putCharacters(CharSequence text, int from, int to) {
        room(2 * (to - from));
        int at = used;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            buffer[at++] = (byte) (c >>> 8);
            buffer[at++] = (byte) c;
        }
        used = at;
    }

    private void room(int bytes) {
        if (used + bytes > BUFFER) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer, 0, used);
        used = 0;
    }

    /** Adds the row that was put since the last call. */
    void endRow() {
        flush();
        byte[] hash = digest.digest();
        long carry = 0;
        for (int i = 0; i < 8; i++) {
            int at = 28 - 4 * i;
            long word = (hash[at] & 0xFFL) << 24 | (hash[at + 1] & 0xFFL) << 16 | (hash[at + 2] & 0xFFL) << 8 | hash[at + 3] & 0xFFL;
            long total = sum[i] + word + carry;
            sum[i] = total & 0xFFFF_FFFFL;
            carry = total >>> 32;
        }
        rows++;
    }

    long rows() {
        return rows;
    }

    /** 64 hex digits. */
    String hex() {
        StringBuilder hex = new StringBuilder(64);
        for (int i = 7; i >= 0; i--) {
            hex.append(HexFormat.of().toHexDigits((int) sum[i]));
        }
        return hex.toString();
    }
}
