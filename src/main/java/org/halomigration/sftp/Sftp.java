package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Words of the SFTP protocol, version 3 (draft-ietf-secsh-filexfer-02), and of OpenSSH's extensions to it. */
final class Sftp {
    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int FSTAT = 8;
    static final int SETSTAT = 9;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;
    static final int EXTENDED_REPLY = 201;

    static final int OK = 0;
    static final int EOF = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;
    static final int OP_UNSUPPORTED = 8;

    static final int FOR_READING = 1;
    static final int FOR_WRITING = 2;
    static final int CREATE = 8;
    static final int TRUNCATE = 16;

    static final int HAS_SIZE = 1;
    static final int HAS_PERMISSIONS = 4;

    static final String LIMITS = "limits@openssh.com";
    static final String POSIX_RENAME = "posix-rename@openssh.com";

    private static final String[] WORDS = {
        "OK", "End of file", "No such file", "Permission denied", "Failure", "Bad message", "No connection", "Connection lost", "Operation unsupported"
    };

    private Sftp() {}

    /** A file name or other text, as the wire has it; names are UTF-8. */
    static byte[] text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(byte[] bytes) {
        return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
    }

    static byte[] number(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    static byte[] takeBytes(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    static String takeText(ByteBuffer from) {
        return new String(takeBytes(from), StandardCharsets.UTF_8);
    }

    /** What a STATUS answer says, in the server's words where it has any; null where all is well. @param body behind the request's number */
    static SftpException problem(ByteBuffer body) {
        int code = body.getInt();
        if (code == OK) {
            return null;
        }
        String said = body.remaining() >= 4 ? takeText(body) : "";
        String own = code >= 0 && code < WORDS.length ? WORDS[code] : "The server answered with status " + code;
        return new SftpException(code, said.isBlank() ? own : said);
    }
}
