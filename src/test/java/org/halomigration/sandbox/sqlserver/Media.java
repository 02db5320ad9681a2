package org.halomigration.sandbox.sqlserver;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * The sandbox's own backup format. Like Microsoft Tape Format it begins with "TAPE"; a media header names the media set and which of its
 * families (stripes) the file is; backup sets follow one another. Every block is type, length, CRC-32 and contents. A set's block S says what
 * is known when it begins, its E the rest: a file without the E was cut off.
 */
final class Media {
    static final byte[] MAGIC = "TAPE".getBytes(StandardCharsets.US_ASCII);
    static final int BLOCK = 64 * 1024;
    static final int FRAME = 9;

    private Media() {}

    /** Label of a file: which family of which media set. */
    record Label(UUID mediaSet, UUID family, int sequence, int count) {}

    /** A backup set within a file; header is null when the set is incomplete, blocks counts those before its end. */
    record Entry(int position, BackupHeader begin, BackupHeader header, long from, long to, boolean cutInsideBlock) {
        boolean isComplete() {
            return header != null;
        }
    }

    /** All that stands in a file. @param end where the last complete set ends */
    record Contents(String device, Path path, Label label, List<Entry> sets, long end) {}

    /** @param sum whether the contents match their CRC-32 */
    record Block(char type, byte[] bytes, boolean sum) {}

    static Block read(RandomAccessFile file) throws IOException {
        int type = file.read();
        if (type < 0) {
            return null;
        }
        int length = file.readInt();
        int crc = file.readInt();
        if ("MSDPE".indexOf(type) < 0 || length < 0 || length > 64 << 20) {
            return new Block('?', new byte[0], false);
        }
        byte[] bytes = new byte[length];
        file.readFully(bytes);
        return new Block((char) type, bytes, crc == crc(bytes));
    }

    static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /**
     * Reads the headers of a file.
     *
     * @param device as the statement named it, for the messages
     * @throws Refused 3254 an empty file, 3241 no backup or a damaged label, 3189 a damaged header
     */
    static Contents contents(String device, Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() == 0) {
                throw Refused.of(3254, "The volume on device '" + device + "' is empty.");
            }
            Label label = label(device, file);
            List<Entry> sets = new ArrayList<>();
            long end = file.getFilePointer();
            while (file.getFilePointer() < file.length()) {
                Entry entry = entry(file, sets.size() + 1);
                if (entry == null) {
                    break;
                }
                sets.add(entry);
                end = entry.isComplete() ? entry.to() : end;
            }
            return new Contents(device, path, label, sets, end);
        }
    }

    private static Label label(String device, RandomAccessFile file) throws IOException {
        byte[] magic = new byte[MAGIC.length];
        try {
            file.readFully(magic);
            Block block = java.util.Arrays.equals(magic, MAGIC) ? read(file) : null;
            if (block != null && block.type() == 'M' && block.sum()) {
                DataInputStream in = new DataInputStream(new ByteArrayInputStream(block.bytes()));
                return new Label((UUID) Values.read(in), (UUID) Values.read(in), in.readInt(), in.readInt());
            }
        } catch (EOFException e) {
            // too short for a label: not a backup
        }
        throw Refused.of(3241, "The media family on device '" + device + "' is incorrectly formed. SQL Server cannot process this media family.");
    }

    /** Skips over the data to the set's end. Null when not even its first block is whole. */
    private static Entry entry(RandomAccessFile file, int position) throws IOException {
        BackupHeader begin = null;
        long from = 0;
        try {
            Block first = read(file);
            if (first == null) {
                return null;
            }
            begin = header(first, 'S');
            from = file.getFilePointer();
            while (true) {
                int type = file.read();
                if (type < 0) {
                    return new Entry(position, begin, null, from, file.length(), false);
                }
                if (type == 'E') {
                    file.seek(file.getFilePointer() - 1);
                    return new Entry(position, begin, header(read(file), 'E'), from, file.getFilePointer(), false);
                }
                int length = file.readInt();
                if ("DP".indexOf(type) < 0 || length < 0 || length > 64 << 20) {
                    throw damaged();
                }
                long next = file.getFilePointer() + 4 + length;
                if (next > file.length()) {
                    throw new EOFException();
                }
                file.seek(next);
            }
        } catch (EOFException e) {
            file.seek(file.length());
            return begin == null ? null : new Entry(position, begin, null, from, file.length(), true);
        }
    }

    private static BackupHeader header(Block block, char type) throws IOException {
        if (block.type() != type || !block.sum()) {
            throw damaged();
        }
        return BackupHeader.read(block.bytes());
    }

    static Refused damaged() {
        return Refused.of(3189, "Damage to the backup set was detected.");
    }
}
