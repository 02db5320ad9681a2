package org.halomigration.sandbox.sftp;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;

/** Watches what clients do, and goes wrong where a test wants it to. */
final class UploadFaults implements SftpEventListener {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<String> operations = new CopyOnWriteArrayList<>();
    private volatile long cutAt = NEVER;
    private volatile boolean writesRefused;
    private volatile boolean renamesRefused;
    private volatile boolean inOrderOnly;
    private final AtomicInteger corrupting = new AtomicInteger();
    private volatile long quota = NEVER;
    private final Map<String, Long> ends = new java.util.concurrent.ConcurrentHashMap<>();
    private volatile HeldAnswer held;
    private final AtomicLong written = new AtomicLong();

    List<String> operations() {
        return operations;
    }

    void cutAt(long offset) {
        cutAt = offset;
    }

    void refuseWrites(boolean refuse) {
        writesRefused = refuse;
    }

    void refuseRenames(boolean refuse) {
        renamesRefused = refuse;
    }

    void inOrderOnly() {
        inOrderOnly = true;
    }

    void corrupt(int writes) {
        corrupting.set(writes);
    }

    void quota(long bytes) {
        quota = bytes;
    }

    void hold(HeldAnswer answer) {
        held = answer;
    }

    @Override
    public void open(ServerSession session, String remoteHandle, Handle handle) {
        if (handle instanceof FileHandle file) {
            operations.add((writes(file) ? "write " : "read ") + name(file.getFile()));
        } else {
            operations.add("list " + name(handle.getFile()));
        }
    }

    private static boolean writes(FileHandle file) {
        return file.getOpenOptions().contains(StandardOpenOption.WRITE);
    }

    @Override
    public void writing(ServerSession session, String remoteHandle, FileHandle file, long offset, byte[] data, int from, int length)
            throws IOException {
        if (writesRefused) {
            throw new SftpException(SftpConstants.SSH_FX_FAILURE, "No space left on device");
        }
        if (written.get() + length > quota) {
            throw new SftpException(SftpConstants.SSH_FX_FAILURE, "Disk quota exceeded");
        }
        if (inOrderOnly && offset != ends.getOrDefault(handleOf(session, remoteHandle), 0L)) {
            throw new SftpException(SftpConstants.SSH_FX_OP_UNSUPPORTED, "Writes must follow one another");
        }
        ends.put(handleOf(session, remoteHandle), offset + length);
        if (corrupting.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            data[from] ^= 1;
        }
        if (offset > 0) {
            hold("write", file.getFile());
        }
        if (offset + length > cutAt) {
            cutAt = NEVER;
            operations.add("cut " + name(file.getFile()));
            session.close(true);
            throw new IOException("The connection is cut, as the test asked");
        }
    }

    private static String handleOf(ServerSession session, String remoteHandle) {
        return session.getIoSession().getId() + "/" + remoteHandle;
    }

    @Override
    public void closed(ServerSession session, String remoteHandle, Handle handle, Throwable thrown) {
        ends.remove(handleOf(session, remoteHandle));
    }

    /** Bytes of all writes that succeeded. */
    long written() {
        return written.get();
    }

    @Override
    public void written(ServerSession session, String remoteHandle, FileHandle file, long offset, byte[] data, int from, int length, Throwable thrown) {
        if (thrown == null) {
            written.addAndGet(length);
        }
    }

    @Override
    public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options) throws IOException {
        if (renamesRefused) {
            throw new AccessDeniedException(name(from));
        }
    }

    @Override
    public void moved(ServerSession session, Path from, Path to, Collection<CopyOption> options, Throwable thrown) {
        if (thrown == null) {
            operations.add("rename " + name(from) + " -> " + name(to));
            hold("rename", to);
        }
    }

    @Override
    public void removed(ServerSession session, Path path, boolean directory, Throwable thrown) {
        if (thrown == null) {
            operations.add("remove " + name(path));
        }
    }

    @Override
    public void created(ServerSession session, Path path, Map<String, ?> attributes, Throwable thrown) {
        if (thrown == null) {
            operations.add("mkdir " + name(path));
        }
    }

    private void hold(String operation, Path file) {
        HeldAnswer answer = held;
        if (answer != null) {
            answer.hold(operation, name(file));
        }
    }

    /** As the client names it: the server's file system is rooted where the client's is. */
    private static String name(Path path) {
        return path.toString();
    }
}
