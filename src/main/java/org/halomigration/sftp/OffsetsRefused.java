package org.halomigration.sftp;

import com.jcraft.jsch.SftpException;

/** The server has refused a write where no earlier write over that connection had ended, and never took one: it may take files from their start to their end only. */
final class OffsetsRefused extends Exception {
    private static final long serialVersionUID = 1L;

    OffsetsRefused(SftpException why) {
        super(why);
    }
}
