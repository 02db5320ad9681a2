package org.halomigration.sftp;

import java.io.IOException;

/** A file is not sent, or not to its end, because somebody or a schedule says so: nothing is wrong. */
public final class Held extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean forgotten;

    /** @param forgotten whether what has arrived of it is taken away, so that it is sent from its start later */
    public Held(String why, boolean forgotten) {
        super(why);
        this.forgotten = forgotten;
    }

    boolean forgotten() {
        return forgotten;
    }
}
