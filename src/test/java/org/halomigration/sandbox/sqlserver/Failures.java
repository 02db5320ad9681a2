package org.halomigration.sandbox.sqlserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Failures that a test orders; each happens once. */
public final class Failures {
    enum Kind { DROP_CONNECTION, DISK_FULL, READ_ERROR }

    private record Order(Kind kind, String command, int percent) {}

    private final AtomicReference<Order> order = new AtomicReference<>();
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private volatile boolean recoveryLeavesRestoring;
    private volatile boolean diskFullWhilePlanning;
    private volatile boolean logDoesNothing;

    /**
     * The client's connection is lost when a BACKUP or RESTORE reaches the percentage.
     *
     * @param command what the statement begins with: "RESTORE", "BACKUP LOG", …
     */
    public void dropConnectionAt(String command, int percent) {
        order.set(new Order(Kind.DROP_CONNECTION, command, percent));
    }

    /** A BACKUP fails with 3202 (112) when it reaches the percentage, a RESTORE with 5149 (112): its files could not grow. */
    public void fullDiskAt(String command, int percent) {
        order.set(new Order(Kind.DISK_FULL, command, percent));
    }

    /** Reading a backup fails with 3203 (error 23) when a RESTORE reaches the percentage. */
    public void readErrorAt(String command, int percent) {
        order.set(new Order(Kind.READ_ERROR, command, percent));
    }

    /** The next RESTORE DATABASE finds too little room for the files: 3257 before anything is written. */
    public void noRoomForRestore() {
        diskFullWhilePlanning = true;
    }

    /** The next WITH RECOVERY ends with an informational message only and leaves the database RESTORING. */
    public void recoveryLeavesRestoring() {
        recoveryLeavesRestoring = true;
    }

    /** The next RESTORE LOG says that it has ended well, and has done nothing. */
    public void logDoesNothing() {
        logDoesNothing = true;
    }

    boolean takeLogDoesNothing() {
        boolean taken = logDoesNothing;
        logDoesNothing = false;
        return taken;
    }

    boolean takeRecoveryLeavesRestoring() {
        boolean taken = recoveryLeavesRestoring;
        recoveryLeavesRestoring = false;
        return taken;
    }

    boolean takeNoRoom() {
        boolean taken = diskFullWhilePlanning;
        diskFullWhilePlanning = false;
        return taken;
    }

    /**
     * The next BACKUP or RESTORE stands at the percentage until it is let go.
     *
     * @param command what the statement begins with
     * @param percent from 0
     * @param waitType what sys.dm_exec_requests says that it waits for
     */
    public Held holdAt(String command, int percent, String waitType) {
        Held next = new Held(command, percent, waitType);
        held.add(next);
        return next;
    }

    Held takeHeld(String command, int percent) {
        return held.stream().filter(next -> command.startsWith(next.command) && percent >= next.percent && held.remove(next)).findFirst().orElse(null);
    }

    /** The failure ordered for this point, or null. */
    Kind take(String command, int percent) {
        Order next = order.get();
        if (next != null && command.startsWith(next.command()) && percent >= next.percent() && order.compareAndSet(next, null)) {
            return next.kind();
        }
        return null;
    }
}
