package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the databases apart that sets belong to: by FamilyGUID, and by name, as a restored copy under another name has the family of its
 * original. What a set does not say fits every database.
 */
final class Databases {
    /** Null parts are not known. */
    record Key(UUID family, String name) {
        boolean fits(Key set) {
            return (family == null || set.family == null || family.equals(set.family)) && (name == null || set.name == null || name.equals(set.name));
        }

        boolean isWhole() {
            return family != null && name != null;
        }

        @Override
        public String toString() {
            return (name == null ? "without a name" : name) + (family == null ? "" : " (family " + family + ")");
        }
    }

    private static final Comparator<Key> ORDER = Comparator.comparing(Key::name, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Key::family, Comparator.nullsLast(Comparator.naturalOrder()));

    private Databases() {}

    static Key key(BackupSet set) {
        return new Key(set.familyGuid(), set.databaseName() == null ? null : lowerCase(set.databaseName()));
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Each database with its sets; a set that does not say enough is in several. */
    static Map<Key, List<BackupSet>> tellApart(Collection<BackupSet> sets) {
        Map<Key, List<BackupSet>> byKey = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (BackupSet set : sets) {
            String name = set.databaseName() == null ? null : names.computeIfAbsent(set.databaseName(), Databases::lowerCase);
            byKey.computeIfAbsent(new Key(set.familyGuid(), name), key -> new ArrayList<>()).add(set);
        }
        Map<Key, List<BackupSet>> databases = new LinkedHashMap<>();
        List<Key> partial = byKey.keySet().stream().filter(key -> !key.isWhole()).toList();
        for (Key database : databases(byKey.keySet())) {
            List<BackupSet> own = new ArrayList<>(byKey.getOrDefault(database, List.of()));
            partial.stream().filter(key -> !key.equals(database) && database.fits(key)).forEach(key -> own.addAll(byKey.get(key)));
            databases.put(database, own);
        }
        return databases;
    }

    private static List<Key> databases(Set<Key> keys) {
        Set<Key> whole = new LinkedHashSet<>();
        Set<UUID> families = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        keys.stream().filter(Key::isWhole).forEach(key -> {
            whole.add(key);
            families.add(key.family());
            names.add(key.name());
        });
        List<Key> nameless = keys.stream().filter(key -> key.family() != null && !families.contains(key.family())).toList();
        List<Key> homeless = keys.stream().filter(key -> key.name() != null && !names.contains(key.name()) && key.family() == null).toList();
        for (Key family : nameless) {
            homeless.forEach(name -> whole.add(new Key(family.family(), name.name())));
        }
        if (nameless.isEmpty() || homeless.isEmpty()) {
            whole.addAll(nameless);
            whole.addAll(homeless);
        }
        if (whole.isEmpty()) {
            whole.addAll(keys);
        }
        return whole.stream().sorted(ORDER).toList();
    }
}
