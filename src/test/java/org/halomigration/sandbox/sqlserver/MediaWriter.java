package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes one backup set to one or more files (stripes), block by block in turn. */
final class MediaWriter implements AutoCloseable {
    /** Files that a backup is being written to; others get operating system error 32 there. */
    private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();
    private final List<RandomAccessFile> files = new ArrayList<>();
    private final List<Path> paths;
    private final List<Media.Label> labels = new ArrayList<>();
    private final boolean compress;
    private int turn;
    private long written;
    private int position;

    private MediaWriter(List<Path> paths, boolean compress) {
        this.paths = paths;
        this.compress = compress;
    }

    static boolean isBeingWritten(Path path) {
        return WRITING.contains(path.toAbsolutePath().normalize());
    }

    /**
     * Opens the devices: a new media set, or the one that the files hold ("BACKUP", Media Set Options).
     *
     * @param init overwrites the backup sets and keeps the media header; format overwrites both
     */
    static MediaWriter open(List<String> devices, List<Path> paths, boolean init, boolean format, boolean compress) throws IOException {
        List<Media.Contents> old = new ArrayList<>();
        for (int i = 0; i < paths.size() && !format; i++) {
            if (Files.exists(paths.get(i)) && Files.size(paths.get(i)) > 0) {
                old.add(Media.contents(devices.get(i), paths.get(i)));
            }
        }
        for (Media.Contents contents : old) {
            int count = contents.label().count();
            if (count != paths.size()) {
                throw Refused.of(3231, "The media loaded on \"" + contents.device() + "\" is formatted to support " + count
                    + " media families, but " + paths.size() + " media families are expected according to the backup device specification.");
            }
        }
        if (!old.isEmpty() && old.size() < paths.size()) {
            throw Refused.of(3132, "The media set has " + paths.size() + " media families but only " + old.size()
                + " are provided. All members must be provided.");
        }
        MediaWriter writer = new MediaWriter(paths, compress);
        paths.forEach(path -> WRITING.add(path.toAbsolutePath().normalize()));
        try {
            writer.begin(old, init);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
        return writer;
    }

    private void begin(List<Media.Contents> old, boolean init) throws IOException {
        UUID mediaSet = UUID.randomUUID();
        for (int i = 0; i < paths.size(); i++) {
            RandomAccessFile file = new RandomAccessFile(paths.get(i).toFile(), "rw");
            files.add(file);
            boolean appends = !old.isEmpty() && !init;
            Media.Label label = old.isEmpty() ? new Media.Label(mediaSet, UUID.randomUUID(), i + 1, paths.size()) : old.get(i).label();
            labels.add(label);
            if (appends) {
                file.setLength(old.get(i).end());
                file.seek(old.get(i).end());
                position = (int) old.get(i).sets().stream().filter(Media.Entry::isComplete).count() + 1;
            } else {
                file.setLength(0);
                file.write(Media.MAGIC);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                Values.write(out, label.mediaSet());
                Values.write(out, label.family());
                out.writeInt(label.sequence());
                out.writeInt(label.count());
                block(file, 'M', bytes.toByteArray());
                position = 1;
            }
        }
    }

    List<Media.Label> labels() {
        return labels;
    }

    int position() {
        return position;
    }

    /** Bytes written to all files for this set. */
    long written() {
        return written;
    }

    void begin(BackupHeader header) throws IOException {
        for (RandomAccessFile file : files) {
            block(file, 'S', header.toBytes());
        }
    }

    void end(BackupHeader header) throws IOException {
        for (RandomAccessFile file : files) {
            block(file, 'E', header.toBytes());
        }
    }

    /** One block of the set's data, at most {@link Media#BLOCK} bytes; filler is what only makes the set larger. */
    void data(byte[] bytes, boolean filler) throws IOException {
        byte[] stored = bytes;
        if (compress && !filler) {
            ByteArrayOutputStream small = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(small, new Deflater(Deflater.BEST_SPEED))) {
                out.write(bytes);
            }
            stored = small.toByteArray();
        }
        block(files.get(turn), filler ? 'P' : 'D', stored);
        turn = (turn + 1) % files.size();
    }

    private void block(RandomAccessFile file, char type, byte[] bytes) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream(bytes.length + Media.FRAME);
        DataOutputStream out = new DataOutputStream(block);
        out.writeByte(type);
        out.writeInt(bytes.length);
        out.writeInt(Media.crc(bytes));
        out.write(bytes);
        file.write(block.toByteArray());
        written += block.size();
    }

    @Override
    public void close() throws IOException {
        paths.forEach(path -> WRITING.remove(path.toAbsolutePath().normalize()));
        for (RandomAccessFile file : files) {
            file.close();
        }
    }
}
