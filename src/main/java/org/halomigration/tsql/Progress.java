package org.halomigration.tsql;

import java.util.Locale;
import java.util.Set;

/**
 * How far a statement has come, as {@code sys.dm_exec_requests} says.
 *
 * @param percent 0 to 100
 * @param remainingMillis what the server expects to need still; 0 when it does not say
 * @param reads,writes pages so far
 * @param waitType what it waits for now; null when it runs
 */
public record Progress(double percent, long remainingMillis, long reads, long writes, String waitType) {
    private static final Set<String> ZEROED_BY_OTHERS = Set.of("BACKUPTHREAD", "ASYNC_IO_COMPLETION");

    /**
     * Files are being filled with zeros: percent, reads and writes stand still, and nothing is wrong. The session either does it itself or
     * waits for the thread that does.
     */
    public boolean zeroing() {
        return percent < 1 && waitType != null && (waitType.startsWith("PREEMPTIVE_OS_WRITEFILEGATHER") || ZEROED_BY_OTHERS.contains(waitType));
    }

    /** All is copied; the log is being redone, or the database upgraded. */
    public boolean redoing() {
        return percent >= 100;
    }

    /** As a line shows it: {@code 40.0 %, 7 pages read, 9 written, waits for BACKUPIO}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %%, %d pages read, %d written%s", percent, reads, writes, waitType == null ? "" : ", waits for " + waitType);
    }
}
