package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/** The way from a position to the highest LSN it leads to: newest differential first, then the logs that reach furthest. O(n log n). */
final class Walk {
    private static final Comparator<Reach.Node> PREFERENCE = Comparator.comparing((Reach.Node n) -> n.hop.set().type() == BackupType.LOG)
            .thenComparing(n -> n.hop.end(), Comparator.reverseOrder())
            .thenComparing(n -> Boolean.TRUE.equals(n.hop.set().copyOnly()))
            .thenComparing(n -> n.hop.low(), Comparator.reverseOrder())
            .thenComparing(n -> n.hop.set().guid());

    /**
     * @param hops in order
     * @param reached where they lead; the position itself where there are none
     */
    record Way(List<Hop> hops, Lsn reached) {}

    private Walk() {}

    static Way from(Lsn position, UUID path, Collection<Hop> all) {
        List<Hop> hops = all.stream().filter(hop -> hop.end().isAfter(position)).toList();
        Set<UUID> paths = paths(hops);
        paths.add(path == null ? Reach.UNKNOWN : path);
        Reach.From start = new Reach.From(position, path);
        List<Reach.Node> good = new ArrayList<>(Reach.measure(hops, List.of(start), paths));
        good.removeIf(node -> !node.value.equals(start.value));
        good.sort(Comparator.comparing(node -> node.hop.low()));
        Map<UUID, PriorityQueue<Reach.Node>> waiting = new HashMap<>();
        paths.forEach(each -> waiting.put(each, new PriorityQueue<>(PREFERENCE)));

        List<Hop> way = new ArrayList<>();
        int next = 0;
        Lsn at = position;
        UUID on = start.path;
        while (!at.equals(start.value)) {
            for (; next < good.size() && good.get(next).hop.low().compareTo(at) <= 0; next++) {
                Reach.Node node = good.get(next);
                Reach.pathsOf(node, paths).forEach(each -> waiting.get(each).add(node));
            }
            Reach.Node taken = waiting.get(on).poll();
            // Positions only rise, so what is out of reach now never comes back.
            while (!taken.hop.withinReach(at)) {
                taken = waiting.get(on).poll();
            }
            way.add(taken.hop);
            at = taken.hop.end();
            on = taken.after();
        }
        return new Way(way, start.value);
    }

    /** Every path that occurs, and the unknown one. */
    static Set<UUID> paths(Collection<Hop> hops) {
        Set<UUID> paths = new HashSet<>();
        paths.add(Reach.UNKNOWN);
        for (Hop hop : hops) {
            if (hop.from() != null) {
                paths.add(hop.from());
            }
            if (hop.to() != null) {
                paths.add(hop.to());
            }
        }
        return paths;
    }
}
