package org.halomigration.sftp;

import java.time.Duration;

/** Hears how files get on. Called from threads that send: it must be quick. */
public interface Progress {
    /**
     * How far a file is.
     *
     * @param bytes that the server has acknowledged
     * @param size of the file
     * @param rate of late, in bytes per second
     * @param averageRate since this try began, in bytes per second
     * @param left until it is sent at the average rate; null where that cannot be said yet
     * @param retries connections that had to be made again during this try
     */
    record State(long bytes, long size, long rate, long averageRate, Duration left, int retries) {}

    /** At most twice a second while it is sent, and at its end. */
    void moved(Outgoing file, State state);

    /** Something that a person should know, in one sentence: that it is sent from its start again, that the server cannot do something. */
    void noticed(Outgoing file, String sentence);
}
