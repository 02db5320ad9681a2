package org.halomigration.tsql;

/**
 * How far a statement has come, as {@code sys.dm_exec_requests} says.
 *
 * @param percent 0 to 100
 * @param remainingMillis what the server expects to need still; 0 when it does not say
 * @param reads,writes pages so far
 * @param waitType what it waits for now; null when it runs
 */
public record Progress(double percent, long remainingMillis, long reads, long writes, String waitType) {
    /** Files are being filled with zeros: percent, reads and writes stand still, and nothing is wrong. */
    public boolean zeroing() {
        return percent < 1 && waitType != null && waitType.startsWith("PREEMPTIVE_OS_WRITEFILEGATHER");
    }

    /** All is copied; the log is being redone, or the database upgraded. */
    public boolean redoing() {
        return percent >= 100;
    }
}
