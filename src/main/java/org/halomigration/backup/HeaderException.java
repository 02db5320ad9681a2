package org.halomigration.backup;

/** A header row that cannot be used. The message names the row, the column, what was expected and what was found. */
public final class HeaderException extends RuntimeException {
    private final int row;
    private final String file;
    private final boolean interrupted;

    HeaderException(int row, String file, boolean interrupted, String message) {
        super(message);
        this.row = row;
        this.file = file;
        this.interrupted = interrupted;
    }

    /** Whether the row is as the server writes it for a backup that was cut off, and so nobody's mistake. */
    public boolean isInterrupted() {
        return interrupted;
    }

    /** The row's number among those given, from 1. */
    public int row() {
        return row;
    }

    /** The file that the row was read from; null where the row does not say. */
    public String file() {
        return file;
    }
}
