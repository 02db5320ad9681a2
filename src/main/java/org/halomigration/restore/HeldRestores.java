package org.halomigration.restore;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.Advised;
import org.halomigration.tsql.Retry;

/**
 * Restores that SQL Server refused for a reason that does not go away by itself ({@link Retry#NEVER}): the same RESTORE is not sent again
 * until something is otherwise. A look goes on at every tick, which is cheap; hours of work that end the same way are not.
 *
 * <p>A process that starts anew knows of none, and tries each once more.
 */
public final class HeldRestores {
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /**
     * What was refused, and how things stood then.
     *
     * @param position rows of restore-position.sql
     */
    private record Held(Migration sheet, String setId, List<Map<String, Object>> position, String words, String advice) {
        RestoreHeld told() {
            return new RestoreHeld(words, advice + " It is not tried again by itself until the migration file, the target database or what is to be restored next has changed;"
                    + " when the cause is gone, say so by the migration's operation retry.");
        }
    }

    /**
     * Remembers a failure, if it is one of those.
     *
     * @throws RestoreHeld then, with the failure's words
     */
    void hold(Migration migration, String setId, List<Map<String, Object>> position, Exception failure) {
        if (failure instanceof Advised advised && advised.retry() == Retry.NEVER) {
            Held now = new Held(migration, setId, position, advised.words(), advised.advice());
            held.put(migration.name(), now);
            throw (RestoreHeld) now.told().initCause(failure);
        }
    }

    /** @throws RestoreHeld with the words of the failure, where nothing has changed since */
    void check(Migration migration, String setId, List<Map<String, Object>> position) {
        Held before = held.get(migration.name());
        if (before == null) {
            return;
        }
        if (before.sheet().equals(migration) && before.setId().equals(setId) && before.position().equals(position)) {
            throw before.told();
        }
        held.remove(migration.name(), before);
    }

    /** Somebody says that the cause is gone: it is tried again. */
    public void release(String migration) {
        held.remove(migration);
    }
}
