package org.halomigration.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;

/**
 * Checks files while they arrive, by the hashes that the source writes beside them: the bean {@code arriving}. When the manifest comes only
 * the last piece is left to be read. What is kept is in memory: after a restart a file is read from its start again.
 */
public final class ArrivingFiles {
    private static final String SUFFIX = ".slices";
    private static final int LINE = 65;
    private static final int LONGEST_HEADER = 2000;
    private static final HexFormat HEX = HexFormat.of();

    private final Journal journal;
    private final Map<Path, Arriving> arriving = new ConcurrentHashMap<>();

    public ArrivingFiles(Journal journal) {
        this.journal = journal;
    }

    /** The first line of such a file. @param part the file's name until it is whole */
    private record Header(String format, int version, String part, long size, @JsonProperty("sliceSize") long sliceSize) {}

    /** How far a file has been read and found right; guarded by itself. */
    private static final class Arriving {
        private final String header;
        private Object file;
        private MessageDigest sha256;
        private long bytes;
        private int slices;
        private int bad;

        Arriving(String header) {
            this.header = header;
            begin(null);
        }

        /** Nothing of that file is read yet: it is the first, or was sent anew from its start. */
        void begin(Object key) {
            file = key;
            sha256 = LandedDirectory.digest();
            bytes = 0;
            slices = 0;
            bad = -1;
        }
    }

    /** Reads what has arrived of each file since the last look. What cannot be used says so at the latest when the manifest comes. */
    public void look(String migration, LandedFiles landed) throws IOException {
        LandedDirectory directory = new LandedDirectory(landed.path());
        for (Path notes : directory.list(SUFFIX)) {
            if (directory.holds(notes)) {
                check(migration, directory, notes);
            }
        }
        arriving.keySet().removeIf(file -> file.getParent().equals(landed.path()) && !Files.exists(notes(file), LinkOption.NOFOLLOW_LINKS));
    }

    private void check(String migration, LandedDirectory directory, Path notes) throws IOException {
        String name = notes.getFileName().toString();
        Path whole = notes.resolveSibling(name.substring(0, name.length() - SUFFIX.length()));
        try (FileChannel lines = FileChannel.open(notes, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            String first = firstLine(lines);
            Header header = Json.read(first, Header.class, name);
            if (header.sliceSize() <= 0) {
                return;
            }
            Path part = directory.file(header.part());
            Path file = directory.holds(part) ? part : whole;
            if (!directory.holds(file)) {
                return;
            }
            Arriving known = arriving.compute(whole, (path, before) -> before != null && before.header.equals(first) ? before : new Arriving(first));
            synchronized (known) {
                read(migration, known, header, file, whole, lines);
            }
        } catch (Json.Unreadable | java.nio.file.NoSuchFileException e) {
            // Its header is not whole yet, or it was renamed just now: there is a next look, and the manifest decides.
            return;
        }
    }

    private static String firstLine(FileChannel lines) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(LONGEST_HEADER);
        lines.read(start, 0);
        String text = new String(start.array(), 0, start.position(), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\n') + 1);
    }

    private void read(String migration, Arriving known, Header header, Path file, Path whole, FileChannel lines) throws IOException {
        // Asked before it is opened: of a file that takes its place in between nothing is taken as read.
        Object key = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (!Objects.equals(key, known.file) || content.size() < known.bytes) {
                known.begin(key);
            }
            int headerBytes = known.header.getBytes(StandardCharsets.UTF_8).length;
            while (known.bytes < header.size()) {
                String hash = line(lines, headerBytes + (long) LINE * known.slices);
                long end = Math.min(header.size(), known.bytes + header.sliceSize());
                if (hash == null || content.size() < end) {
                    return;
                }
                MessageDigest next = copy(known.sha256);
                update(next, content, known.bytes, end);
                if (!HEX.formatHex(copy(next).digest()).equals(hash)) {
                    askAgain(migration, known, whole);
                    return;
                }
                known.sha256 = next;
                known.bytes = end;
                known.slices++;
            }
        }
    }

    /** The hash in that line; null where it is not whole yet. */
    private static String line(FileChannel lines, long at) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LINE);
        int read = lines.read(line, at);
        String text = new String(line.array(), 0, Math.max(0, read), StandardCharsets.US_ASCII);
        return text.matches("[0-9a-f]{64}\n") ? text.strip() : null;
    }

    private void askAgain(String migration, Arriving known, Path whole) throws IOException {
        if (known.bad == known.slices) {
            return;
        }
        known.bad = known.slices;
        Path asked = notes(whole).resolveSibling(notes(whole).getFileName() + ".bad");
        Files.deleteIfExists(asked);
        Files.writeString(asked, known.bad + "\n", StandardOpenOption.CREATE_NEW);
        journal.events()
                .happened(migration, "receive.damaged", whole.getFileName() + ": what arrived from byte " + known.bytes + " on does not hash as it was sent; that slice is asked for again");
    }

    private static void update(MessageDigest sha256, FileChannel content, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (long at = from; at < to; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
            int read = content.read(buffer, at);
            if (read < 0) {
                throw new IOException("it was cut short while it was read");
            }
            sha256.update(buffer.flip());
            at += read;
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-256 of a file that has arrived; of what was read while it arrived nothing is read again. */
    String sha256(Path file) throws IOException {
        Arriving known = arriving.remove(file);
        if (known == null) {
            return LandedDirectory.sha256(file);
        }
        synchronized (known) {
            Object now = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
            if (now == null || !now.equals(known.file)) {
                return LandedDirectory.sha256(file);
            }
            try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                update(known.sha256, content, known.bytes, content.size());
            }
            Files.deleteIfExists(notes(file));
            return HEX.formatHex(known.sha256.digest());
        }
    }

    private static Path notes(Path file) {
        return file.resolveSibling(file.getFileName() + SUFFIX);
    }
}
