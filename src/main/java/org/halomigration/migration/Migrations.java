package org.halomigration.migration;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.halomigration.sheet.Migration;

/** The migrations that are configured now, by name. */
public final class Migrations {
    private volatile Map<String, Migration> byName = Map.of();

    public Optional<Migration> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<Migration> all() {
        return byName.values();
    }

    void set(Collection<Migration> migrations) {
        Map<String, Migration> map = new TreeMap<>();
        migrations.forEach(migration -> map.put(migration.name(), migration));
        byName = map;
    }
}
