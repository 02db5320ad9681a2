package org.halomigration.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The sum, modulo 2^256, of the SHA-256 of each row. A sum does not depend on the rows' order; unlike an exclusive or, it does not lose
 * two equal rows. What is put is hashed by a thread of its own, as soon as there is more than a block of it, so that a table takes as long
 * as reading it or hashing it takes, and not both; a few blocks are all that is ever held.
 */
final class ContentSum implements AutoCloseable {
    private static final int BLOCKS = 4;
    /** Characters at a time. */
    private static final int MOST = 32 * 1024;

    /** From so many characters on it is faster to have them copied as a block, which takes some preparation. */
    private static final int MANY = 64;

    private final char[] characters = new char[MOST];
    private final RowSum sum = new RowSum();
    private final BlockingQueue<RowBlock> full = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<RowBlock> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final RowBlock last = new RowBlock();
    private RowBlock filling = new RowBlock();
    private long rows;

    /** Null while all fits into one block. */
    private Thread hasher;

    private volatile Throwable failure;

    void put(int value) {
        room(1);
        filling.bytes[filling.used++] = (byte) value;
    }

    void putLong(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            filling.bytes[filling.used++] = (byte) (value >>> shift);
        }
    }

    void put(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            room(1);
            int count = Math.min(bytes.length - at, RowBlock.BYTES - filling.used);
            System.arraycopy(bytes, at, filling.bytes, filling.used, count);
            filling.used += count;
            at += count;
        }
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
        while (true) {
            room(1);
            int read = bytes.read(filling.bytes, filling.used, RowBlock.BYTES - filling.used);
            if (read < 0) {
                return count;
            }
            filling.used += read;
            count += read;
        }
    }

    /** The first ones of {@link #characters}. */
    private void putCharacters(int count) {
        room(2 * count);
        if (count >= MANY) {
            ByteBuffer.wrap(filling.bytes, filling.used, 2 * count).slice().asCharBuffer().put(characters, 0, count);
        } else {
            for (int i = 0, at = filling.used; i < count; i++) {
                filling.bytes[at++] = (byte) (characters[i] >>> 8);
                filling.bytes[at++] = (byte) characters[i];
            }
        }
        filling.used += 2 * count;
    }

    private void room(int bytes) {
        if (filling.used + bytes > RowBlock.BYTES) {
            handOver();
        }
    }

    /** Ends the row that was put since the last call. */
    void endRow() {
        filling.endRow();
        rows++;
    }

    long rows() {
        return rows;
    }

    /** 64 hex digits; nothing may be put any more. */
    String hex() {
        if (hasher == null) {
            sum.add(filling);
            return sum.hex();
        }
        try {
            full.put(filling);
            full.put(last);
            hasher.join();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (failure != null) {
            throw new IllegalStateException("The rows could not be hashed: " + failure, failure);
        }
        return sum.hex();
    }

    private void handOver() {
        if (hasher == null) {
            for (int i = 1; i < BLOCKS; i++) {
                empty.add(new RowBlock());
            }
            hasher = new Thread(this::hash, "hash rows");
            hasher.setDaemon(true);
            hasher.start();
        }
        try {
            full.put(filling);
            filling = empty.take();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void hash() {
        try {
            for (RowBlock block = full.take(); block != last; block = full.take()) {
                // After a failure blocks are only given back: whoever reads hears of it at the end.
                if (failure == null) {
                    add(block);
                }
                block.clear();
                empty.put(block);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(RowBlock block) {
        try {
            sum.add(block);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private static IllegalStateException interrupted() {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted while a table was read");
    }

    /** Ends the thread where the table was not read to its end. */
    @Override
    public void close() {
        if (hasher != null) {
            hasher.interrupt();
        }
    }
}
