package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** An answer that was waited for. @param body what follows the type and the request's number */
record Reply(int type, ByteBuffer body) {

    static Answer into(CompletableFuture<Reply> reply) {
        return new Answer() {
            @Override
            public void came(int type, ByteBuffer body) {
                byte[] copy = new byte[body.remaining()];
                body.get(copy);
                reply.complete(new Reply(type, ByteBuffer.wrap(copy)));
            }

            @Override
            public void lost(ConnectionLost why) {
                reply.completeExceptionally(why);
            }
        };
    }

    /** @throws SftpException what the server refused the request with */
    void check() throws SftpException {
        if (type == Sftp.STATUS) {
            SftpException problem = Sftp.problem(body.duplicate());
            if (problem != null) {
                throw problem;
            }
        }
    }

    byte[] handle() throws SftpException {
        expect(Sftp.HANDLE);
        return Sftp.takeBytes(body);
    }

    byte[] data() throws SftpException {
        expect(Sftp.DATA);
        return Sftp.takeBytes(body);
    }

    /** The size in an ATTRS answer. */
    long size() throws SftpException {
        expect(Sftp.ATTRS);
        if ((body.getInt() & Sftp.HAS_SIZE) == 0) {
            throw new SftpException(Sftp.FAILURE, "The server does not say how large the file is");
        }
        return body.getLong();
    }

    private void expect(int wanted) throws SftpException {
        if (type != wanted) {
            throw new SftpException(Sftp.FAILURE, "The server answered with a packet of type " + type + " where " + wanted + " is due");
        }
    }
}
