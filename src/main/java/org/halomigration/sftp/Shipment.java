package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Sends one file under its part name, gives it its final name when all of it has arrived, and knows what it hashed to. One thread reads
 * and hashes, from the file's start to its end; what has arrived before is read and hashed again, and not sent.
 */
final class Shipment {
    private static final HexFormat HEX = HexFormat.of();

    private final Content content;
    private final Upload upload;
    private final Connections connections;
    private final Part part;
    private final Slices slices;
    private final MessageDigest sha256;
    /** Of the file up to the end of each slice. */
    private final List<String> hashes = new ArrayList<>();
    private SliceNotes notes;

    Shipment(Content content, Connections connections, Upload upload) {
        this.content = content;
        this.connections = connections;
        this.upload = upload;
        this.part = upload.part();
        this.slices = upload.slices();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Brings all of it to the server, under its part name.
     *
     * @param fresh whether what bears that name already is of no use
     * @param notes whether its slices' hashes are written beside it
     * @return SHA-256 of the whole file, in lower-case hex
     */
    String send(boolean fresh, boolean notes) throws Exception {
        if (upload.inOneLane() || fresh) {
            upload.settle(fresh);
        }
        if (notes && slices.count() > 1) {
            this.notes = new SliceNotes(upload, hashes, fresh);
        }
        String hash = read();
        upload.awaitArrival();
        arrivedWhole(upload.close());
        finishNotes();
        if (this.notes != null) {
            sendAgainWhatIsAskedFor();
        }
        content.checkUnchanged();
        return hash;
    }

    private void writeNotes() {
        try {
            if (notes != null) {
                notes.write();
            }
        } catch (SftpException e) {
            goOnWithoutNotes(e);
        }
    }

    private void finishNotes() throws Exception {
        try {
            if (notes != null) {
                notes.finish();
            }
        } catch (SftpException e) {
            goOnWithoutNotes(e);
        }
    }

    /** They only let the target check earlier: the file itself must not fail for them. */
    private void goOnWithoutNotes(SftpException why) {
        connections.say("slices", "The server does not take what the slices of " + part.target() + " hash to (" + why.getMessage() + "): the file goes without.");
        notes = null;
    }

    /** Whoever checks the slices as they arrive has found one that is not as it was sent. */
    private void sendAgainWhatIsAskedFor() throws Exception {
        int slice = notes.askedFor();
        if (slice >= 0) {
            upload.notice("The target says that what arrived from byte " + slices.start(slice) + " on is not what was sent: that slice is sent again.");
            sendAgain(slice);
            notes.given();
        }
    }

    /** Reads and hashes it, and sends what has not arrived yet. @return SHA-256 of the whole file, in lower-case hex */
    String read() throws Exception {
        String hash = readAndSend();
        content.checkUnchanged();
        return hash;
    }

    private String readAndSend() throws Exception {
        long offset = 0;
        while (offset < content.size()) {
            int slice = slices.of(offset);
            int length = (int) Math.min(Chunk.SIZE, slices.end(slice) - offset);
            boolean there = slices.arrived(slice);
            Chunk chunk = connections.backlog().take(upload);
            try {
                chunk.hold(upload, offset, length);
                content.read(chunk.bytes(), length);
                sha256.update(chunk.bytes(), 0, length);
            } catch (IOException | RuntimeException e) {
                connections.backlog().giveBack(chunk);
                throw e;
            }
            if (there) {
                connections.backlog().giveBack(chunk);
            } else {
                upload.send(chunk);
            }
            offset += length;
            if (offset == slices.end(slice)) {
                sliceRead(slice);
            }
            writeNotes();
        }
        return HEX.formatHex(sha256.digest());
    }

    private void sliceRead(int slice) throws CloneNotSupportedException, OtherThanBefore {
        String hash = HEX.formatHex(((MessageDigest) sha256.clone()).digest());
        if (!slices.stillTrue(slice, hash)) {
            throw new OtherThanBefore();
        }
        slices.read(slice, hash);
        hashes.add(hash);
    }

    private void arrivedWhole(long size) {
        if (size != content.size()) {
            throw upload.cannotStore(new SftpException(
                    Sftp.FAILURE, "All of it was acknowledged, but " + part.name() + " has " + size + " bytes on the server instead of " + content.size()));
        }
    }

    /** Reads it back, and sends again, alone, each slice that is not as it was sent. @throws GenericFileOperationFailedException when that does not help */
    void compare() throws Exception {
        int former = -1;
        int bad;
        while ((bad = upload.ask((over, again) -> ReadBack.firstOther(over, part.name(), slices, hashes))) >= 0) {
            if (bad <= former) {
                throw upload.cannotStore(new SftpException(Sftp.FAILURE, part.name() + " reads back other than it was sent at byte " + slices.start(bad) + ", also after it was sent again"));
            }
            former = bad;
            upload.notice("What was read back from byte " + slices.start(bad) + " on is not what was sent: that slice is sent again.");
            sendAgain(bad);
            content.checkUnchanged();
        }
    }

    private void sendAgain(int slice) throws Exception {
        byte[] piece = new byte[Part.PIECE];
        for (long at = slices.start(slice); at < slices.end(slice); at += piece.length) {
            int length = (int) Math.min(piece.length, slices.end(slice) - at);
            long offset = at;
            content.goTo(at);
            content.read(piece, length);
            upload.ask((over, again) -> {
                part.write(over, offset, piece, length);
                return null;
            });
        }
    }

    /** Gives it its final name. */
    void rename() throws Exception {
        try {
            boolean atOnce = upload.ask((over, again) -> {
                try {
                    part.permit(over);
                    return part.rename(over);
                } catch (SftpException e) {
                    // The answer to the first try was lost: if the part is gone and the file is there, it had been done.
                    if (again && Part.size(over, part.name()) < 0 && Part.size(over, part.target()) == content.size()) {
                        return true;
                    }
                    throw e;
                }
            });
            if (!atOnce) {
                connections.say("rename", "The server cannot replace a file in one step: for a moment there is none of that name.");
            }
        } catch (SftpException e) {
            throw new org.apache.camel.component.file.GenericFileOperationFailedException("Cannot rename file from: " + part.name() + " to: " + part.target(), e);
        }
    }

    /** The source is not what was sent before, though its size and time are: what arrived of it is of no use. */
    static final class OtherThanBefore extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
