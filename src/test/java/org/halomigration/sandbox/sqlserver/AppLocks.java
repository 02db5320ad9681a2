package org.halomigration.sandbox.sqlserver;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Application locks ("sp_getapplock", "sp_releaseapplock"): held by sessions, within the database they were taken in. */
final class AppLocks {
    private static final class Held {
        Session owner;
        boolean exclusive;
        int count;
    }

    private final Map<String, Map<Session, Held>> locks = new HashMap<>();

    /**
     * @param timeout milliseconds to wait; -1 without end
     * @return 0 granted at once, 1 after waiting, -1 timed out
     */
    synchronized int get(Session session, String database, String resource, boolean exclusive, long timeout) throws InterruptedException {
        String key = database + "/" + resource;
        long end = timeout < 0 ? Long.MAX_VALUE : System.currentTimeMillis() + timeout;
        boolean waited = false;
        while (isHeldByOther(session, key, exclusive)) {
            long left = end - System.currentTimeMillis();
            if (left <= 0) {
                return -1;
            }
            wait(Math.min(left, 200));
            waited = true;
        }
        Held held = locks.computeIfAbsent(key, k -> new HashMap<>()).computeIfAbsent(session, s -> new Held());
        held.owner = session;
        held.exclusive |= exclusive;
        held.count++;
        return waited ? 1 : 0;
    }

    private boolean isHeldByOther(Session session, String key, boolean exclusive) {
        return locks.getOrDefault(key, Map.of()).values().stream().anyMatch(h -> h.owner != session && (exclusive || h.exclusive));
    }

    /** "APPLOCK_TEST": 1 when the session would be granted the lock at once, else 0. */
    synchronized int test(Session session, String database, String resource, boolean exclusive) {
        return isHeldByOther(session, database + "/" + resource, exclusive) ? 0 : 1;
    }

    /** @return 0 released, -999 not held */
    synchronized int release(Session session, String database, String resource) {
        Map<Session, Held> holders = locks.getOrDefault(database + "/" + resource, Map.of());
        Held held = holders.get(session);
        if (held == null) {
            return -999;
        }
        if (--held.count == 0) {
            holders.remove(session);
        }
        notifyAll();
        return 0;
    }

    /** A session lock ends with its session. */
    synchronized void releaseAll(Session session) {
        for (Iterator<Map<Session, Held>> all = locks.values().iterator(); all.hasNext();) {
            Map<Session, Held> holders = all.next();
            holders.remove(session);
            if (holders.isEmpty()) {
                all.remove();
            }
        }
        notifyAll();
    }
}
