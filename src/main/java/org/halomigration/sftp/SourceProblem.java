package org.halomigration.sftp;

import java.io.IOException;

/** The file to be sent is at fault, not the way to the server: others can go on. */
public final class SourceProblem extends IOException {
    private static final long serialVersionUID = 1L;

    SourceProblem(String message) {
        super(message);
    }
}
