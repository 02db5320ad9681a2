package org.halomigration.sftp;

/** A piece of a file in memory, from its reading until the server has acknowledged it. Its memory is used again and again. */
final class Chunk {
    /** Fits into OpenSSH's largest packet, 256 KiB, with the request's head. */
    static final int SIZE = 255 * 1024;

    private final byte[] bytes = new byte[SIZE];
    private Upload upload;
    private long offset;
    private int length;

    /** It holds this piece of that file now. */
    void hold(Upload upload, long offset, int length) {
        this.upload = upload;
        this.offset = offset;
        this.length = length;
    }

    byte[] bytes() {
        return bytes;
    }

    Upload upload() {
        return upload;
    }

    long offset() {
        return offset;
    }

    int length() {
        return length;
    }
}
