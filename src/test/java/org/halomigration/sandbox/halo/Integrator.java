package org.halomigration.sandbox.halo;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Halo's integrator, of which nothing is left but its heartbeat: it writes when it ran last. */
final class Integrator implements HaloWorker.Task {
    private final HaloStore store;
    private final HaloApplication halo;

    Integrator(HaloStore store, HaloApplication halo) {
        this.store = store;
        this.halo = halo;
    }

    @Override
    public void run() throws Exception {
        if (store.integrates()) {
            store.beat(lastRun(halo));
        }
    }

    static LocalDateTime lastRun(HaloApplication halo) {
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
        return halo.suffers(Fault.INTEGRATOR_STALE) ? now.minusHours(1) : now;
    }
}
