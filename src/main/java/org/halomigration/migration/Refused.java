package org.halomigration.migration;

/** A command that does not fit: the message says why and what has to be true first. Nothing was changed. */
public final class Refused extends RuntimeException {
    public Refused(String message) {
        super(message);
    }
}
