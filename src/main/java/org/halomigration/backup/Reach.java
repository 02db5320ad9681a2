package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The highest LSN that can be reached from a position, worked out from the end of the log backwards: every move leads to a higher
 * position, so where the moves are taken by falling end, all that may follow one is known when its turn comes. O(n log n).
 */
final class Reach {
    /** Stands for a path that is not known, which any move fits. */
    static final UUID UNKNOWN = new UUID(0, 0);

    /** A move on one path, and how far it leads. */
    static final class Node {
        final Hop hop;
        /** Null for whatever the move itself allows. */
        final UUID on;

        Lsn value;

        Node(Hop hop, UUID on) {
            this.hop = hop;
            this.on = on;
        }

        UUID after() {
            return on != null ? on : hop.to();
        }
    }

    /** A position of which somebody wants to know how far it leads. */
    static final class From {
        final Lsn position;
        final UUID path;

        Lsn value;

        From(Lsn position, UUID path) {
            this.position = position;
            this.path = path == null ? UNKNOWN : path;
        }
    }

    private record Event(Lsn position, Node node, From from) {}

    private final Set<UUID> paths;
    private final Map<UUID, TreeMap<Lsn, Lsn>> best = new HashMap<>();
    private final PriorityQueue<Node> crossing = new PriorityQueue<>(Comparator.comparing((Node n) -> n.hop.high()).reversed());

    private Reach(Set<UUID> paths) {
        this.paths = paths;
        paths.forEach(path -> best.put(path, new TreeMap<>()));
    }

    /**
     * Fills in the values of the positions, and of one node for each move (for a move without a path, one for each path).
     *
     * @param paths every path that occurs, and UNKNOWN
     */
    static List<Node> measure(Collection<Hop> hops, Collection<From> positions, Set<UUID> paths) {
        List<Node> nodes = new ArrayList<>(hops.size());
        for (Hop hop : hops) {
            if (hop.to() == null) {
                paths.forEach(path -> nodes.add(new Node(hop, path)));
            } else {
                nodes.add(new Node(hop, null));
            }
        }
        List<Event> events = new ArrayList<>(nodes.size() + positions.size());
        nodes.forEach(node -> events.add(new Event(node.hop.end(), node, null)));
        positions.forEach(from -> events.add(new Event(from.position, null, from)));
        // Rising, as the moves mostly are already, which sorting them makes use of; the sweep runs from the end.
        events.sort(Comparator.comparing(Event::position));
        new Reach(paths).sweep(events);
        return nodes;
    }

    private void sweep(List<Event> events) {
        for (int end = events.size(), begin; end > 0; end = begin) {
            Lsn position = events.get(end - 1).position();
            for (begin = end; begin > 0 && events.get(begin - 1).position().equals(position); begin--) {
                Event event = events.get(begin - 1);
                if (event.node() != null) {
                    event.node().value = event.node().hop.last() ? position : from(position, event.node().after());
                } else {
                    event.from().value = from(position, event.from().path);
                }
            }
            // A move leads on only from positions below its end, so those that end here come in after all of them are measured.
            for (int i = begin; i < end; i++) {
                if (events.get(i).node() != null) {
                    offer(events.get(i).node());
                }
            }
        }
    }

    private Lsn from(Lsn position, UUID path) {
        while (!crossing.isEmpty() && crossing.peek().hop.high().compareTo(position) >= 0) {
            add(crossing.poll());
        }
        Map.Entry<Lsn, Lsn> entry = best.get(path).floorEntry(position);
        return entry == null ? position : entry.getValue();
    }

    private void offer(Node node) {
        if (node.hop.crosses()) {
            crossing.add(node);
        } else {
            add(node);
        }
    }

    private void add(Node node) {
        for (UUID path : pathsOf(node, paths)) {
            TreeMap<Lsn, Lsn> steps = best.get(path);
            Map.Entry<Lsn, Lsn> below = steps.floorEntry(node.hop.low());
            if (below != null && below.getValue().compareTo(node.value) >= 0) {
                continue;
            }
            Map.Entry<Lsn, Lsn> above = steps.ceilingEntry(node.hop.low());
            while (above != null && above.getValue().compareTo(node.value) <= 0) {
                steps.remove(above.getKey());
                above = steps.higherEntry(above.getKey());
            }
            steps.put(node.hop.low(), node.value);
        }
    }

    /** The paths that a node can be taken on. */
    static Collection<UUID> pathsOf(Node node, Set<UUID> paths) {
        if (node.on != null) {
            return List.of(node.on);
        }
        return node.hop.from() == null ? paths : List.of(node.hop.from(), UNKNOWN);
    }
}
