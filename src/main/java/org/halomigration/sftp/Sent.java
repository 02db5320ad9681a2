package org.halomigration.sftp;

import java.util.Map;

/**
 * How far a file has come: what a {@link Ledger} keeps, so that only the rest is sent after a cut, a restart or a reboot.
 *
 * @param part where it lies on the server until it is whole
 * @param size in bytes
 * @param modified of the source, in milliseconds since 1970
 * @param sliceSize in bytes; the last slice may be shorter
 * @param prefix how many slices from the first on have arrived without a gap
 * @param prefixHash SHA-256 of the file up to the end of that prefix; null where it is empty
 * @param beyond slices that have arrived behind the first gap, by their number from 0, with the SHA-256 of the file up to their end
 */
public record Sent(String part, long size, long modified, long sliceSize, int prefix, String prefixHash, Map<Integer, String> beyond) {

    /** Nothing has arrived yet. */
    static Sent nothing(String part, Outgoing file, long sliceSize) {
        return new Sent(part, file.size(), file.modified().toEpochMilli(), sliceSize, 0, null, Map.of());
    }

    boolean isOf(Outgoing file) {
        return size == file.size() && modified == file.modified().toEpochMilli();
    }

    /** Bytes that have arrived. */
    public long arrived() {
        return Math.min(size, prefix * sliceSize) + beyond.keySet().stream().mapToLong(slice -> Math.min(size, (slice + 1) * sliceSize) - slice * sliceSize).sum();
    }

    boolean empty() {
        return prefix == 0 && beyond.isEmpty();
    }

    /** How large the file on the server must be at least, if the server has lost nothing. */
    long reach() {
        int last = beyond.keySet().stream().mapToInt(Integer::intValue).max().orElse(prefix - 1);
        return Math.min(size, (last + 1L) * sliceSize);
    }

    boolean whole() {
        return prefix * sliceSize >= size;
    }
}
