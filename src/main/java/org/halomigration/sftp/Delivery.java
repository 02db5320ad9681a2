package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.halomigration.sftp.Shipment.OtherThanBefore;

/** Brings one file to the server: goes on where an earlier try broke off if the file is still the same, else begins anew and says so. */
final class Delivery {
    private static final Way AT_ONCE = new Way(true, false);

    private final SlicedSftpEndpoint endpoint;
    private final Connections connections;
    private final ScheduledExecutorService ticks;
    private final String target;
    private final String temporary;

    /**
     * @param target its final name
     * @param temporary the name it has until it is whole, where the endpoint has one; null: one that no other sender uses
     */
    Delivery(SlicedSftpEndpoint endpoint, Connections connections, ScheduledExecutorService ticks, String target, String temporary) {
        this.endpoint = endpoint;
        this.connections = connections;
        this.ticks = ticks;
        this.target = target;
        this.temporary = temporary;
    }

    /** @return its SHA-256 */
    String deliver(byte[] text) throws Exception {
        try (Content content = Content.of(text)) {
            Upload upload = upload(name(), new Slices(text.length, endpoint.getSliceSize()), AT_ONCE, endpoint.getRateLimit());
            try {
                Shipment shipment = new Shipment(content, connections, upload);
                String hash = shipment.send(true, false);
                shipment.rename();
                return hash;
            } finally {
                upload.leave();
            }
        }
    }

    /** @return its SHA-256 */
    String deliver(Outgoing file) throws Exception {
        Ledger ledger = endpoint.getLedger();
        Optional<Sent> known = ledger == null ? Optional.empty() : ledger.sent(file);
        if (known.isPresent() && !known.get().isOf(file)) {
            notice(file, "The file has changed since " + known.get().arrived() + " bytes of it arrived: it is sent from its start.");
            remove(file, known.get().part());
            known = Optional.empty();
        }
        try {
            return deliver(file, known.orElse(null));
        } catch (OtherThanBefore e) {
            notice(file, "The file is not what it was when a part of it was sent, though its size and time are the same: it is sent from its start.");
            remove(file, known.get().part());
            return deliver(file, null);
        } catch (Held e) {
            if (e.forgotten() && ledger != null && ledger.sent(file).isPresent()) {
                remove(file, ledger.sent(file).get().part());
                ledger.forget(file);
            }
            throw e;
        }
    }

    private String deliver(Outgoing file, Sent known) throws Exception {
        if (connections.takesWholeFilesOnly()) {
            return deliverInOrder(file, known);
        }
        try {
            return deliver(file, known != null ? known : Sent.nothing(name(), file, endpoint.getSliceSize()), false);
        } catch (OffsetsRefused e) {
            String hash = deliverInOrder(file, known);
            connections.takeWholeFilesOnly();
            notice(file, "The server takes a file from its start to its end only (" + e.getCause().getMessage()
                    + "): over one connection, and from the start again when that breaks.");
            return hash;
        }
    }

    /** A full disk refuses as a server does that takes no offsets: what had arrived before stays until all of it is there under another name. */
    private String deliverInOrder(Outgoing file, Sent known) throws Exception {
        if (known == null || known.empty()) {
            return deliver(file, Sent.nothing(name(), file, endpoint.getSliceSize()), true);
        }
        String hash = deliver(file, Sent.nothing(Names.part(target, endpoint.getComponent().token() + ".1"), file, endpoint.getSliceSize()), true);
        remove(file, known.part());
        return hash;
    }

    /** @param inOrder whether the server takes it in one piece only: then nothing is kept, for nothing can go on */
    private String deliver(Outgoing file, Sent sent, boolean inOrder) throws Exception {
        try (Content content = Content.of(file)) {
            Upload upload = upload(sent.part(), new Slices(file.size(), sent.sliceSize()), new Way(file.urgent(), inOrder), endpoint.limit(file));
            try (Diary diary = new Diary(file, upload, inOrder ? null : endpoint.getLedger(), endpoint.getProgress(), endpoint::limit)) {
                diary.begin(ticks);
                Shipment shipment = new Shipment(content, connections, upload);
                if (!sent.empty() && movedAlready(upload, sent)) {
                    upload.slices().goOnFrom(sent);
                    String hash = shipment.read();
                    diary.named();
                    return hash;
                }
                boolean goesOn = !sent.empty() && goesOn(file, upload, sent);
                diary.startsAt(upload.slices().acknowledged());
                String hash = shipment.send(!goesOn, endpoint.isSliceHashes());
                if (endpoint.getVerify() == SlicedSftpEndpoint.Verify.content) {
                    shipment.compare();
                }
                diary.keep();
                shipment.rename();
                diary.named();
                return hash;
            }
        }
    }

    /** Whether all had arrived and been renamed, and only the word of it was lost. */
    private boolean movedAlready(Upload upload, Sent known) throws Exception {
        return known.whole() && upload.ask((over, again) -> Part.size(over, known.part()) < 0 && Part.size(over, target) == known.size());
    }

    private boolean goesOn(Outgoing file, Upload upload, Sent known) throws Exception {
        long there = upload.ask((over, again) -> Part.size(over, known.part()));
        if (there < known.reach()) {
            notice(file, "The server has " + (there < 0 ? "nothing" : "only " + there + " bytes") + " of what had arrived: it is sent from its start.");
            return false;
        }
        upload.slices().goOnFrom(known);
        notice(file, "Going on: " + known.arrived() + " of " + file.size() + " bytes had arrived.");
        return true;
    }

    private Upload upload(String name, Slices slices, Way way, long limit) throws InterruptedException {
        Part part = new Part(name, target, endpoint.isAutoCreate(), mode(endpoint.getConfiguration().getChmod()), mode(endpoint.getConfiguration().getChmodDirectory()));
        Upload upload = new Upload(connections, part, slices, way);
        upload.limit(limit);
        connections.enter(upload, endpoint.getConnections(), Math.max(1, endpoint.getMaximumReconnectAttempts()), endpoint.getReconnectDelay());
        return upload;
    }

    private static Integer mode(String octal) {
        return octal == null || octal.isBlank() ? null : Integer.valueOf(octal, 8);
    }

    private String name() {
        return temporary != null ? temporary : Names.part(target, endpoint.getComponent().token());
    }

    /** What is of no use any more; if it cannot be removed it is only in the way. */
    private void remove(Outgoing file, String part) throws Exception {
        Upload upload = upload(part, new Slices(0, endpoint.getSliceSize()), AT_ONCE, endpoint.getRateLimit());
        try {
            upload.ask((over, again) -> {
                Part.remove(over, part);
                return null;
            });
        } catch (SftpException e) {
            notice(file, part + " is left over and cannot be removed: " + e.getMessage());
        } finally {
            upload.leave();
        }
    }

    /**
     * How long a file on the server is; 0 where it is not there.
     *
     * @param most what is longer is cut off there; negative: nothing is
     */
    long lengthOf(String path, long most) throws Exception {
        Upload upload = upload(path, new Slices(0, endpoint.getSliceSize()), AT_ONCE, endpoint.getRateLimit());
        try {
            return upload.ask((over, again) -> {
                long length = Math.max(0, Part.size(over, path));
                if (most >= 0 && length > most) {
                    Part.cut(over, path, most);
                    return most;
                }
                return length;
            });
        } finally {
            upload.leave();
        }
    }

    private void notice(Outgoing file, String sentence) {
        endpoint.getProgress().noticed(file, sentence);
    }
}
