package org.halomigration.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * A backup file being read for the wire: the body that the SFTP endpoint sends. It hashes what goes by, and fails at its end when the
 * file is no longer the one that was to be sent, so that the endpoint never renames a torn copy to its final name.
 */
public final class OutgoingFile extends FilterInputStream {
    private static final int LOOK = 64 * 1024;
    private static final long TELL_NANOS = 500_000_000;

    private final long transfer;
    private final Path path;
    private final String name;
    private final long size;
    private final Instant modified;
    private final MessageDigest sha256;
    private final LongConsumer progress;
    private long bytes;
    private long told = System.nanoTime();

    /**
     * @param transfer the journal's row
     * @param name its name in the landing zone
     * @param modified in milliseconds, as the journal keeps it
     * @param progress told how many bytes were read so far, twice a second and at the end
     * @throws SourceFileProblem when the file is gone, unreadable, or not the one that was found
     */
    OutgoingFile(long transfer, Path path, String name, long size, Instant modified, LongConsumer progress) throws SourceFileProblem {
        super(open(path));
        this.transfer = transfer;
        this.path = path;
        this.name = name;
        this.size = size;
        this.modified = modified;
        this.progress = progress;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
            checkUnchanged();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (SourceFileProblem e) {
            try {
                in.close();
            } catch (IOException ignored) {
                e.addSuppressed(ignored);
            }
            throw e;
        }
    }

    public long transfer() {
        return transfer;
    }

    public String name() {
        return name;
    }

    /**
     * What it is called until it is whole: the name itself where it is plain, so that nothing in it can mean something to the endpoint,
     * else as near to it as can be, and no other file's.
     */
    public String unfinishedName() {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return (plain.equals(name) ? plain : plain + "." + transfer) + ".part";
    }

    public long size() {
        return size;
    }

    /** The hash of all that was read; asked once, after the last byte. */
    String digest() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        if (n < 0) {
            if (bytes != size) {
                throw changed("it ended after " + bytes + " of " + size + " bytes");
            }
            checkUnchanged();
            return n;
        }
        sha256.update(buffer, offset, n);
        bytes += n;
        if (bytes > size) {
            throw changed("it has grown beyond " + size + " bytes");
        }
        long now = System.nanoTime();
        if (now - told >= TELL_NANOS || bytes == size) {
            told = now;
            progress.accept(bytes);
        }
        return n;
    }

    /** What is skipped would be missing from the hash. */
    @Override
    public long skip(long n) throws IOException {
        return read(new byte[(int) Math.min(n, LOOK)]);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void checkUnchanged() throws SourceFileProblem {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            if (now.size() != size) {
                throw changed("it had " + size + " bytes, now it has " + now.size());
            }
            if (!now.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS).equals(modified)) {
                throw changed("it was written to again");
            }
        } catch (SourceFileProblem e) {
            throw e;
        } catch (IOException e) {
            throw new SourceFileProblem(path + " cannot be read any more: " + e + ". It is sent when it is back.");
        }
    }

    private SourceFileProblem changed(String how) {
        return new SourceFileProblem(path + " changed while it was sent: " + how + ". It is looked at again and sent anew; nothing of it counts as arrived.");
    }

    private static InputStream open(Path path) throws SourceFileProblem {
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new SourceFileProblem(path + " cannot be opened: " + e + ". Check that it is still there and that this process may read it.");
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** The file to be sent is at fault, not the way to the landing zone: others can go on. */
    public static final class SourceFileProblem extends IOException {
        SourceFileProblem(String message) {
            super(message);
        }
    }
}
