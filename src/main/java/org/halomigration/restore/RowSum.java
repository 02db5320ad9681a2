package org.halomigration.restore;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The sum, modulo 2^256, of the SHA-256 of each row. */
final class RowSum {
    private static final int HASH = 32;

    private final MessageDigest digest;
    private final byte[] hash = new byte[HASH];
    /** Least significant 32 bits first, each in a long, so that carries are plain. */
    private final long[] sum = new long[HASH / 4];

    RowSum() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The rows of a block, the first of which may have begun in the block before it, and the last may go on in the next one. */
    void add(RowBlock block) {
        int from = 0;
        for (int row = 0; row < block.rows; row++) {
            int end = block.end(row);
            digest.update(block.bytes, from, end - from);
            addHash();
            from = end;
        }
        digest.update(block.bytes, from, block.used - from);
    }

    private void addHash() {
        try {
            digest.digest(hash, 0, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("A SHA-256 has " + HASH + " bytes", e);
        }
        long carry = 0;
        for (int i = 0; i < sum.length; i++) {
            int at = HASH - 4 - 4 * i;
            long word = (hash[at] & 0xFFL) << 24 | (hash[at + 1] & 0xFFL) << 16 | (hash[at + 2] & 0xFFL) << 8 | hash[at + 3] & 0xFFL;
            long total = sum[i] + word + carry;
            sum[i] = total & 0xFFFF_FFFFL;
            carry = total >>> 32;
        }
    }

    /** 64 hex digits. */
    String hex() {
        StringBuilder hex = new StringBuilder(2 * HASH);
        for (int i = sum.length - 1; i >= 0; i--) {
            hex.append(HexFormat.of().toHexDigits((int) sum[i]));
        }
        return hex.toString();
    }
}
