package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.component.file.GenericFileOperationFailedException;

/**
 * One file on its way: what of it is under way, what has arrived, and what went wrong. One thread reads it and hands out chunks; lanes
 * send them. Fields that lanes and the reader share are guarded by the lock of {@link Connections}.
 */
final class Upload {
    private static final int MOST_LOST = 5;

    private final Connections connections;
    private final Part part;
    private final Slices slices;
    private final Way way;
    private final Map<Connection, byte[]> handles = new ConcurrentHashMap<>();
    /** Where the last write over each connection ended. */
    private final Map<Connection, Long> ends = new ConcurrentHashMap<>();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();
    private Lane lane;
    private int underWay;
    private volatile int retries;
    private volatile Exception failure;

    Upload(Connections connections, Part part, Slices slices, Way way) {
        this.connections = connections;
        this.part = part;
        this.slices = slices;
        this.way = way;
    }

    /** Where it goes: its final name. */
    String target() {
        return part.target();
    }

    Part part() {
        return part;
    }

    Way way() {
        return way;
    }

    /** Whether it is too small to be worth more than one connection, or must not have more. */
    boolean inOneLane() {
        return way.inOrder() || slices.count() <= 1;
    }

    Lane lane() {
        return lane;
    }

    Slices slices() {
        return slices;
    }

    /** Connections that broke under it. */
    int retries() {
        return retries;
    }

    // Called with the lock held.

    boolean failed() {
        return failure != null;
    }

    void fail(Exception why) {
        if (failure == null) {
            failure = why;
        }
    }

    void check() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }

    /** Nothing of it is queued or unanswered. */
    boolean idle() {
        return underWay == 0;
    }

    void queued() {
        underWay++;
    }

    /** It was queued, and is not to be sent any more. */
    void dropped() {
        underWay--;
    }

    void acknowledged(Chunk chunk) {
        underWay--;
        slices.acknowledged(chunk.offset(), chunk.length());
    }

    /** @param offset whether the server may have refused nothing but the place in the file */
    void refused(SftpException why, boolean offset) {
        underWay--;
        fail(offset ? new OffsetsRefused(why) : cannotStore(why));
    }

    /** A chunk of it must be sent again, because its connection broke. */
    void again() {
        retries++;
    }

    void notice(String sentence) {
        notices.add(sentence);
    }

    // For its own thread.

    /** The next thing that a person should know; null where there is none. */
    String notice() {
        return notices.poll();
    }

    /**
     * Opens it on one connection before any other does, and if it is small it stays with that one.
     *
     * @param fresh whether what an earlier try left is taken away
     */
    void settle(boolean fresh) throws Exception {
        while (true) {
            Lane chosen = connections.choose(this);
            Connection over = chosen.connection;
            try {
                if (over == null) {
                    continue;
                }
                handles.put(over, part.open(over, fresh));
                lane = inOneLane() ? chosen : null;
                return;
            } catch (ConnectionLost e) {
                retries++;
            } catch (SftpException e) {
                throw cannotStore(e);
            } finally {
                if (lane == null) {
                    connections.unchoose(chosen);
                }
            }
        }
    }

    /** @param bytesPerSecond over all connections to the server; 0: as fast as it goes */
    void limit(long bytesPerSecond) {
        connections.rate().limit(bytesPerSecond);
    }

    /** Ends it before its time, from another thread. */
    void stop(Exception why) {
        connections.stop(this, why);
    }

    void send(Chunk chunk) {
        connections.backlog().put(chunk);
    }

    /** Waits until the server has acknowledged all that was sent. */
    void awaitArrival() throws Exception {
        connections.await(this, this::idle);
    }

    /** For the thread of a lane: the open file on that connection. */
    byte[] handle(Connection over) throws IOException, SftpException {
        byte[] handle = handles.get(over);
        if (handle == null) {
            handle = part.open(over, false);
            handles.put(over, handle);
        }
        return handle;
    }

    /** Notes a write over a connection. @return whether it begins elsewhere than the one before ended */
    boolean jumps(Connection over, Chunk chunk) {
        Long end = ends.put(over, chunk.offset() + chunk.length());
        return chunk.offset() != (end == null ? 0 : end);
    }

    /** Closes it wherever it is open, as a server may refuse to rename a file that is, and asks for its size in the same breath. */
    long close() throws Exception {
        Map<Connection, CompletableFuture<Reply>> closing = new HashMap<>();
        handles.forEach((over, handle) -> closing.put(over, over.later(Sftp.CLOSE, Sftp.bytes(handle))));
        handles.clear();
        Connection asked = closing.keySet().stream().filter(Connection::usable).findAny().orElse(null);
        CompletableFuture<Reply> size = asked == null ? null : asked.later(Sftp.STAT, Sftp.text(part.name()));
        for (Map.Entry<Connection, CompletableFuture<Reply>> one : closing.entrySet()) {
            try {
                one.getKey().answer(one.getValue());
            } catch (ConnectionLost e) {
                // All of it was acknowledged before, and the server closes what a lost connection had open.
                asked = one.getKey() == asked ? null : asked;
            } catch (SftpException e) {
                throw cannotStore(e);
            }
        }
        try {
            return asked == null ? ask((over, again) -> Part.size(over, part.name())) : asked.answer(size).size();
        } catch (ConnectionLost e) {
            return ask((over, again) -> Part.size(over, part.name()));
        } catch (SftpException e) {
            throw cannotStore(e);
        }
    }

    /** Ends it, well or not. Nothing of it is on its way any more: what is sent to the same place next cannot mix with it. */
    void leave() {
        connections.leave(this);
        if (lane != null) {
            connections.unchoose(lane);
        }
        handles.forEach((over, handle) -> over.later(Sftp.CLOSE, Sftp.bytes(handle)));
    }

    /** A connection that works now; null where there is none. */
    Connection anyConnection() {
        return connections.any();
    }

    /** Something that is asked of the server over whichever connection there is. */
    interface Question<T> {
        /** @param again whether it was asked before and its answer lost */
        T ask(Connection over, boolean again) throws IOException, SftpException;
    }

    <T> T ask(Question<T> question) throws Exception {
        int lost = 0;
        while (true) {
            Lane chosen = connections.choose(this);
            Connection over = chosen.connection;
            try {
                if (over != null) {
                    return question.ask(over, lost > 0);
                }
            } catch (ConnectionLost e) {
                retries++;
                if (++lost > MOST_LOST) {
                    throw cannotStore(e);
                }
            } finally {
                connections.unchoose(chosen);
            }
        }
    }

    GenericFileOperationFailedException cannotStore(Exception why) {
        return new GenericFileOperationFailedException("Cannot store file: " + part.target(), why instanceof ConnectionLost lost ? lost.plain() : why);
    }
}
