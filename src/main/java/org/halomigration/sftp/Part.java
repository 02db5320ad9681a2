package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A file on the server under the name that it has until it is whole.
 *
 * @param name from where the login begins
 * @param target its final name
 * @param makesDirectories whether directories that are missing are made
 * @param mode permissions that it gets; null: the server's
 * @param directoryMode permissions that directories get which are made; null: the server's
 */
record Part(String name, String target, boolean makesDirectories, Integer mode, Integer directoryMode) {
    /** What every server takes in one write. */
    static final int PIECE = 32 * 1024;

    private static final byte[] AS_IT_IS = Sftp.number(0);

    /** Opens it for writing at any offset: several may, at once, and none takes away what another wrote. */
    byte[] open(Connection over, boolean fresh) throws IOException, SftpException {
        int how = Sftp.FOR_WRITING | Sftp.CREATE | (fresh ? Sftp.TRUNCATE : 0);
        try {
            return over.ask(Sftp.OPEN, Sftp.text(name), Sftp.number(how), AS_IT_IS).handle();
        } catch (SftpException e) {
            if (e.id != Sftp.NO_SUCH_FILE || !makesDirectories || name.indexOf('/') < 0) {
                throw e;
            }
        }
        makeDirectories(over);
        return over.ask(Sftp.OPEN, Sftp.text(name), Sftp.number(how), AS_IT_IS).handle();
    }

    /** Writes a piece and waits until it is there. */
    void write(Connection over, long offset, byte[] bytes, int length) throws IOException, SftpException {
        byte[] handle = open(over, false);
        try {
            over.ask(Sftp.WRITE, Sftp.bytes(handle), Sftp.number(offset), Sftp.bytes(java.util.Arrays.copyOf(bytes, length)));
        } finally {
            over.ask(Sftp.CLOSE, Sftp.bytes(handle));
        }
    }

    /** Those that are there already are refused, which is as good. */
    private void makeDirectories(Connection over) throws IOException, SftpException {
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int slash = name.indexOf('/', 1); slash > 0; slash = name.indexOf('/', slash + 1)) {
            replies.add(over.later(Sftp.MKDIR, Sftp.text(name.substring(0, slash)), AS_IT_IS));
        }
        int slash = 0;
        for (CompletableFuture<Reply> reply : replies) {
            slash = name.indexOf('/', slash + 1);
            try {
                over.answer(reply);
                if (directoryMode != null) {
                    permit(over, name.substring(0, slash), directoryMode);
                }
            } catch (SftpException e) {
                continue;
            }
        }
    }

    private static void permit(Connection over, String path, int mode) throws IOException, SftpException {
        over.ask(Sftp.SETSTAT, Sftp.text(path), Sftp.number(Sftp.HAS_PERMISSIONS), Sftp.number(mode));
    }

    void permit(Connection over) throws IOException, SftpException {
        if (mode != null) {
            permit(over, name, mode);
        }
    }

    /** Leaves no more of a file than its first bytes. */
    static void cut(Connection over, String path, long length) throws IOException, SftpException {
        over.ask(Sftp.SETSTAT, Sftp.text(path), Sftp.number(Sftp.HAS_SIZE), Sftp.number(length));
    }

    /** In bytes; -1 where there is no such file. */
    static long size(Connection over, String path) throws IOException, SftpException {
        try {
            return over.ask(Sftp.STAT, Sftp.text(path)).size();
        } catch (SftpException e) {
            if (e.id == Sftp.NO_SUCH_FILE) {
                return -1;
            }
            throw e;
        }
    }

    static void remove(Connection over, String path) throws IOException, SftpException {
        try {
            over.ask(Sftp.REMOVE, Sftp.text(path));
        } catch (SftpException e) {
            if (e.id != Sftp.NO_SUCH_FILE) {
                throw e;
            }
        }
    }

    /**
     * Gives it its final name, in place of a file that has it.
     *
     * @return false where the server cannot do so in one step and for a moment there was no file of that name
     */
    boolean rename(Connection over) throws IOException, SftpException {
        byte[] from = Sftp.text(name);
        byte[] to = Sftp.text(target);
        if (over.offers(Sftp.POSIX_RENAME)) {
            over.ask(Sftp.EXTENDED, Sftp.text(Sftp.POSIX_RENAME), from, to);
            return true;
        }
        try {
            over.ask(Sftp.RENAME, from, to);
            return true;
        } catch (SftpException e) {
            // Where the part is gone, what bears the final name may be this very file: it must not be removed.
            if (size(over, name) < 0 || size(over, target) < 0) {
                throw e;
            }
        }
        remove(over, target);
        over.ask(Sftp.RENAME, from, to);
        return false;
    }
}
