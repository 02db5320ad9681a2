package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What a file's slices hash to, written beside it on the server as they arrive: whoever has the server's disk can check them meanwhile, and
 * asks for a slice again by its number in a file of the same name with {@code .bad} behind it. See docs/formats/slices.md.
 */
final class SliceNotes {
    /** What the name of such a file ends with. */
    static final String SUFFIX = ".slices";
    static final String BAD = ".bad";

    /** A hash in hex and the end of its line. */
    private static final int LINE = 65;
    private static final int LINES_AT_ONCE = Part.PIECE / LINE;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_TRIES = 5;

    private final Upload upload;
    private final List<String> hashes;
    private final byte[] header;
    private final String name;
    private final Deque<CompletableFuture<Reply>> unanswered = new ArrayDeque<>();
    private boolean fresh;
    private Connection over;
    private CompletableFuture<Reply> opening;
    private byte[] handle;
    private int written;
    private long last = System.nanoTime();

    /**
     * @param hashes SHA-256 of the file up to the end of each slice, which grow as it is read
     * @param fresh whether what bears the name already is of no use
     */
    SliceNotes(Upload upload, List<String> hashes, boolean fresh) {
        this.upload = upload;
        this.hashes = hashes;
        this.fresh = fresh;
        this.name = upload.target() + SUFFIX;
        Slices slices = upload.slices();
        String part = upload.part().name();
        header = ("{\"format\":\"halo-migration/slices\",\"version\":1,\"part\":" + quoted(part.substring(part.lastIndexOf('/') + 1)) + ",\"size\":" + slices.end(slices.count() - 1)
                        + ",\"sliceSize\":" + slices.end(0) + "}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" + (char) c : c < ' ' ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
        return quoted.append('"').toString();
    }

    /** Writes what has arrived since, and waits for nothing. To be called often: most calls do nothing. */
    void write() throws SftpException {
        if (System.nanoTime() - last >= PAUSE) {
            last = System.nanoTime();
            step();
        }
    }

    private void step() throws SftpException {
        if (over == null || !over.usable()) {
            over = upload.anyConnection();
            handle = null;
            written = 0;
            unanswered.clear();
            if (over == null) {
                return;
            }
            opening = over.later(Sftp.OPEN, Sftp.text(name), Sftp.number(Sftp.FOR_WRITING | Sftp.CREATE | (fresh ? Sftp.TRUNCATE : 0)), Sftp.number(0));
            fresh = false;
        }
        if (handle == null && opening.isDone()) {
            handle = answered(opening) == null ? null : opening.join().handle();
        }
        while (!unanswered.isEmpty() && unanswered.peek().isDone()) {
            answered(unanswered.remove());
        }
        if (handle != null) {
            send();
        }
    }

    /** @return null where its connection broke */
    private static Reply answered(CompletableFuture<Reply> reply) throws SftpException {
        if (reply.isCompletedExceptionally()) {
            return null;
        }
        reply.join().check();
        return reply.join();
    }

    private void send() {
        int arrived = Math.min(upload.slices().prefix(), hashes.size());
        if (written == 0 && arrived > 0) {
            unanswered.add(over.later(Sftp.WRITE, Sftp.bytes(handle), Sftp.number(0L), Sftp.bytes(header)));
        }
        while (written < arrived) {
            int end = Math.min(arrived, written + LINES_AT_ONCE);
            byte[] lines = (String.join("\n", hashes.subList(written, end)) + "\n").getBytes(StandardCharsets.US_ASCII);
            unanswered.add(over.later(Sftp.WRITE, Sftp.bytes(handle), Sftp.number(header.length + (long) LINE * written), Sftp.bytes(lines)));
            written = end;
        }
    }

    /** Writes the rest, when all has arrived. */
    void finish() throws Exception {
        for (int tries = 1; ; tries++) {
            try {
                if (over == null || !over.usable()) {
                    upload.ask((some, again) -> some);
                }
                step();
                if (over == null) {
                    throw new IOException("there is no connection");
                }
                if (handle == null) {
                    handle = over.answer(opening).handle();
                    send();
                }
                while (!unanswered.isEmpty()) {
                    over.answer(unanswered.remove());
                }
                over.answer(over.later(Sftp.CLOSE, Sftp.bytes(handle)));
                return;
            } catch (IOException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The slice that is asked for again by now; -1 where there is none, or the server does not let it be read. */
    int askedFor() throws Exception {
        String asked;
        try {
            asked = asked();
        } catch (SftpException e) {
            return -1;
        }
        int slice = asked.matches("[0-9]{1,9}") ? Integer.parseInt(asked) : -1;
        return slice < upload.slices().count() ? slice : -1;
    }

    private String asked() throws Exception {
        return upload.ask((some, again) -> {
            if (Part.size(some, name + BAD) < 0) {
                return "-1";
            }
            byte[] open = some.ask(Sftp.OPEN, Sftp.text(name + BAD), Sftp.number(Sftp.FOR_READING), Sftp.number(0)).handle();
            try {
                return new String(some.ask(Sftp.READ, Sftp.bytes(open), Sftp.number(0L), Sftp.number(100)).data(), StandardCharsets.US_ASCII).strip();
            } finally {
                some.later(Sftp.CLOSE, Sftp.bytes(open));
            }
        });
    }

    /** It has been sent again. */
    void given() throws Exception {
        try {
            upload.ask((some, again) -> {
                Part.remove(some, name + BAD);
                return null;
            });
        } catch (SftpException e) {
            upload.notice(name + BAD + " is left over and cannot be removed: " + e.getMessage());
        }
    }
}
