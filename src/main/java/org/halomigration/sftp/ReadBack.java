package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongUnaryOperator;

/** A file that is read from the server again, many pieces asked for at once; nothing of it is kept but its hash. */
final class ReadBack {
    private static final int AT_ONCE = 64;
    private static final HexFormat HEX = HexFormat.of();

    private record Piece(long offset, int length) {}

    private record Asked(Piece piece, CompletableFuture<Reply> answer) {}

    private final Connection over;
    private final byte[] handle;
    private final long size;
    private final MessageDigest sha256;
    /** Where at the latest a piece that begins at an offset must end. */
    private final LongUnaryOperator ends;
    private final Deque<Asked> asked = new ArrayDeque<>();
    private long next;
    private long at;

    private ReadBack(Connection over, String path, long size, LongUnaryOperator ends) throws IOException, SftpException {
        this.over = over;
        this.size = size;
        this.ends = ends;
        handle = over.ask(Sftp.OPEN, Sftp.text(path), Sftp.number(Sftp.FOR_READING), Sftp.number(0)).handle();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return SHA-256 of its first {@code size} bytes, in lower-case hex */
    static String sha256(Connection over, String path, long size) throws IOException, SftpException {
        ReadBack back = new ReadBack(over, path, size, offset -> size);
        try {
            back.readTo(size);
            return HEX.formatHex(back.sha256.digest());
        } finally {
            back.close();
        }
    }

    /**
     * Reads it until it is not what was sent.
     *
     * @param hashes SHA-256 of what was sent up to the end of each slice
     * @return the first slice that is another; -1 where all are the same
     */
    static int firstOther(Connection over, String path, Slices slices, List<String> hashes) throws IOException, SftpException {
        ReadBack back = new ReadBack(over, path, slices.end(slices.count() - 1), offset -> slices.end(slices.of(offset)));
        try {
            for (int slice = 0; slice < hashes.size(); slice++) {
                back.readTo(slices.end(slice));
                if (!HEX.formatHex(((MessageDigest) back.sha256.clone()).digest()).equals(hashes.get(slice))) {
                    return slice;
                }
            }
            return -1;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        } finally {
            back.close();
        }
    }

    private void readTo(long end) throws IOException, SftpException {
        while (at < end) {
            while (next < size && asked.size() < AT_ONCE) {
                Piece piece = new Piece(next, (int) Math.min(Part.PIECE, ends.applyAsLong(next) - next));
                asked.add(new Asked(piece, ask(piece)));
                next += piece.length();
            }
            Asked first = asked.remove();
            Piece rest = take(first.piece(), first.answer());
            while (rest.length() > 0) {
                // A server may give less than it was asked for.
                rest = take(rest, ask(rest));
            }
        }
    }

    private Piece take(Piece piece, CompletableFuture<Reply> answer) throws IOException, SftpException {
        byte[] data = over.answer(answer).data();
        if (data.length == 0 || data.length > piece.length()) {
            throw new SftpException(Sftp.FAILURE, "The server answered with " + data.length + " bytes where " + piece.length() + " from byte " + piece.offset() + " on were asked for");
        }
        sha256.update(data);
        at += data.length;
        return new Piece(at, piece.length() - data.length);
    }

    private CompletableFuture<Reply> ask(Piece piece) {
        return over.later(Sftp.READ, Sftp.bytes(handle), Sftp.number(piece.offset()), Sftp.number(piece.length()));
    }

    private void close() {
        asked.clear();
        over.later(Sftp.CLOSE, Sftp.bytes(handle));
    }
}
