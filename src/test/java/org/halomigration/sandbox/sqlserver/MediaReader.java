package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.InflaterInputStream;

/** Reads one backup set from the files of its media set. */
final class MediaReader {
    /** Told how many bytes of how many have been read. */
    interface Listener {
        void read(long done, long total) throws InterruptedException;
    }

    private final List<Media.Contents> families;
    private final List<Media.Entry> entries;

    /**
     * @param contents of the devices that the statement names
     * @param position FILE, counted from 1
     * @throws Refused 3132 or 3231 when the devices are not one whole media set, 4038 when it holds no such set
     */
    MediaReader(List<Media.Contents> contents, int position) {
        Media.Contents first = contents.get(0);
        for (Media.Contents other : contents) {
            if (!other.label().mediaSet().equals(first.label().mediaSet())) {
                throw Refused.of(3258, "The volume on the device \"" + other.device() + "\" is not part of the media set that is currently being"
                    + " processed. Ensure that the backup devices are loaded with the correct media.");
            }
        }
        int count = first.label().count();
        if (contents.size() > count) {
            throw Refused.of(3231, "The media loaded on \"" + first.device() + "\" is formatted to support " + count + " media families, but "
                + contents.size() + " media families are expected according to the backup device specification.");
        }
        long distinct = contents.stream().map(c -> c.label().sequence()).distinct().count();
        if (distinct < count) {
            throw Refused.of(3132, "The media set has " + count + " media families but only " + distinct
                + " are provided. All members must be provided.");
        }
        families = contents.stream().sorted(Comparator.comparingInt(c -> c.label().sequence())).toList();
        entries = new ArrayList<>();
        for (Media.Contents family : families) {
            if (position < 1 || position > family.sets().size()) {
                throw Refused.of(4038, "Cannot find file ID " + position + " on device '" + family.device() + "'.");
            }
            entries.add(family.sets().get(position - 1));
        }
    }

    /** What the set says of itself; of an incomplete one only what was known when it began. */
    BackupHeader header() {
        return isComplete() ? entries.get(0).header() : entries.get(0).begin();
    }

    boolean isComplete() {
        return entries.stream().allMatch(Media.Entry::isComplete);
    }

    List<Media.Contents> families() {
        return families;
    }

    /**
     * Reads the set's data to its end.
     *
     * @throws Refused 3203 where a file ends too early, 3256 where the backup did, 3183 where a block does not match its checksum
     */
    byte[] read(Listener listener) throws IOException, InterruptedException {
        List<RandomAccessFile> files = new ArrayList<>();
        try {
            long total = 1;
            for (int i = 0; i < families.size(); i++) {
                RandomAccessFile file = new RandomAccessFile(families.get(i).path().toFile(), "r");
                files.add(file);
                file.seek(entries.get(i).from());
                total += entries.get(i).to() - entries.get(i).from();
            }
            return read(files, total, listener);
        } finally {
            for (RandomAccessFile file : files) {
                file.close();
            }
        }
    }

    private byte[] read(List<RandomAccessFile> files, long total, Listener listener) throws IOException, InterruptedException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        boolean compressed = header().number("Compressed") == 1;
        long done = 0;
        int page = 0;
        for (int turn = 0; ; turn = (turn + 1) % files.size(), page++) {
            Media.Block block = block(files.get(turn), turn);
            if (block.type() == 'E') {
                listener.read(total, total);
                return data.toByteArray();
            }
            if (!block.sum() && header().is("HasBackupChecksums")) {
                throw Refused.of(3183, "RESTORE detected an error on page (1:" + page * 8 + ") in database \"" + header().text("DatabaseName")
                    + "\" as read from the backup set.");
            }
            if (block.type() == 'D' && !block.sum()) {
                throw Media.damaged();
            }
            if (block.type() == 'D') {
                data.write(compressed ? new InflaterInputStream(new ByteArrayInputStream(block.bytes())).readAllBytes() : block.bytes());
            }
            done += block.bytes().length + Media.FRAME;
            listener.read(Math.min(done, total - 1), total);
        }
    }

    private Media.Block block(RandomAccessFile file, int family) throws IOException {
        String device = families.get(family).device();
        Media.Block block;
        try {
            block = Media.read(file);
        } catch (EOFException e) {
            throw Refused.of(3203, "Read on \"" + device + "\" failed: 38(Reached the end of the file.)");
        }
        if (block == null) {
            throw Refused.of(3256, "The backup set on device '" + device
                + "' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.");
        }
        if ("DPE".indexOf(block.type()) < 0) {
            throw Media.damaged();
        }
        return block;
    }
}
