package org.halomigration.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
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

    /** From so many characters on it is faster to have them copied as a block, which takes some preparation. */
    private static final int MANY = 64;

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
    void put(String text) {
        for (int at = 0; at < text.length(); at += MOST) {
            int to = Math.min(text.length(), at + MOST);
            text.getChars(at, to, characters, 0);
            putCharacters(to - at);
        }
    }

    /** @return how many characters there were */
    long put(Reader text) throws IOException {
        long count = 0;
        for (int read = text.read(characters); read >= 0; read = text.read(characters)) {
            putCharacters(read);
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

    /** The first ones of {@link #characters}. */
    private void putCharacters(int count) {
        room(2 * count);
        if (count >= MANY) {
            ByteBuffer.wrap(buffer, used, 2 * count).slice().asCharBuffer().put(characters, 0, count);
        } else {
            for (int i = 0, at = used; i < count; i++) {
                buffer[at++] = (byte) (characters[i] >>> 8);
                buffer[at++] = (byte) characters[i];
            }
        }
        used += 2 * count;
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
