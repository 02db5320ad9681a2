package org.halomigration.sftp;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which slices of a file have arrived: a prefix without gaps, and a few beyond it. A slice counts when all of it was acknowledged. Its
 * hash is that of the whole file up to its end, so that one reading gives the file's hash and those of all slices.
 */
final class Slices {
    private final long size;
    private final long sliceSize;
    private final Map<Integer, Open> open = new HashMap<>();
    private final TreeMap<Integer, String> beyond = new TreeMap<>();
    private final TreeMap<Integer, String> before = new TreeMap<>();
    private int prefix;
    private String prefixHash;
    private long acknowledged;

    private static final class Open {
        private long missing;
        private String hash;
    }

    Slices(long size, long sliceSize) {
        this.size = size;
        this.sliceSize = sliceSize;
    }

    /** Goes on where {@code sent} ends. What it names is believed only when {@link #stillTrue} says so of each slice as it is read. */
    synchronized void goOnFrom(Sent sent) {
        prefix = sent.prefix();
        prefixHash = sent.prefixHash();
        beyond.putAll(sent.beyond());
        before.putAll(sent.beyond());
        if (prefix > 0) {
            before.put(prefix - 1, prefixHash);
        }
        acknowledged = end(prefix - 1);
        beyond.keySet().forEach(slice -> acknowledged += length(slice));
    }

    int count() {
        return (int) ((size + sliceSize - 1) / sliceSize);
    }

    int of(long offset) {
        return (int) (offset / sliceSize);
    }

    /** The offset of its first byte. */
    long start(int slice) {
        return slice * sliceSize;
    }

    /** The offset behind it. */
    long end(int slice) {
        return Math.min(size, (slice + 1) * sliceSize);
    }

    private long length(int slice) {
        return end(slice) - slice * sliceSize;
    }

    /** How many from the first on have arrived without a gap. */
    synchronized int prefix() {
        return prefix;
    }

    synchronized boolean arrived(int slice) {
        return slice < prefix || beyond.containsKey(slice);
    }

    /** Whether the file up to the end of this slice is what it was when the slice was sent. Only the ends of what arrived before say so. */
    synchronized boolean stillTrue(int slice, String hash) {
        String was = before.get(slice);
        return was == null || was.equals(hash);
    }

    /** The reader has come to its end. */
    synchronized void read(int slice, String hash) {
        if (!arrived(slice)) {
            Open now = open(slice);
            now.hash = hash;
            done(slice, now);
        }
    }

    synchronized void acknowledged(long offset, int length) {
        int slice = of(offset);
        Open now = open(slice);
        now.missing -= length;
        acknowledged += length;
        done(slice, now);
    }

    private Open open(int slice) {
        return open.computeIfAbsent(slice, fresh -> {
            Open made = new Open();
            made.missing = length(fresh);
            return made;
        });
    }

    private void done(int slice, Open now) {
        if (now.missing > 0 || now.hash == null) {
            return;
        }
        open.remove(slice);
        beyond.put(slice, now.hash);
        while (beyond.containsKey(prefix)) {
            prefixHash = beyond.remove(prefix++);
        }
    }

    /** Bytes that the server has acknowledged, those of slices that are not whole included. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    synchronized Sent sent(String part, long modified) {
        return new Sent(part, size, modified, sliceSize, prefix, prefixHash, new TreeMap<>(beyond));
    }
}
