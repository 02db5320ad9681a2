package org.halomigration.sandbox.sqlserver;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The recovery path of a database: each recovery opens a new fork at an LSN ("Recovery paths", "RESTORE HEADERONLY"). */
final class Forks {
    private record Fork(UUID id, long from) {}

    private final List<Fork> forks = new ArrayList<>();

    Forks(UUID first) {
        forks.add(new Fork(first, 0));
    }

    UUID current() {
        return forks.get(forks.size() - 1).id();
    }

    UUID first() {
        return forks.get(0).id();
    }

    /** The fork that an LSN lies on; the fork point itself still belongs to the path before it. */
    UUID at(long lsn) {
        UUID id = forks.get(0).id();
        for (Fork fork : forks) {
            if (fork.from() < lsn) {
                id = fork.id();
            }
        }
        return id;
    }

    Long pointOf(UUID id) {
        return forks.stream().filter(f -> f.id().equals(id) && f.from() > 0).map(Fork::from).findFirst().orElse(null);
    }

    void open(UUID id, long point) {
        forks.add(new Fork(id, point));
    }
}
