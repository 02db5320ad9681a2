package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The best chain through one database's usable sets: the highest LSN first, then the newest full, newest differential, and logs. */
final class Chains {
    private static final Comparator<BackupSet> NEWEST_FULL = Comparator.comparing(BackupSet::lastLsn)
            .thenComparing(full -> !Boolean.TRUE.equals(full.copyOnly()))
            .thenComparing(BackupSet::firstLsn, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(BackupSet::guid);

    private final List<BackupSet> fulls = new ArrayList<>();
    private final List<Hop> logs = new ArrayList<>();
    /** The logs, and once more those that cross a fork, for positions beyond it. */
    private final List<Hop> moves = new ArrayList<>();
    private final List<Hop> differentials = new ArrayList<>();
    private final Map<UUID, Lsn> reaches = new HashMap<>();

    Chains(List<BackupSet> usable, LocalDateTime stopAt) {
        for (BackupSet set : usable) {
            switch (set.type()) {
                case FULL -> fulls.add(set);
                case LOG -> {
                    Hop log = Hop.of(set, stopAt);
                    logs.add(log);
                    moves.add(log);
                    if (log.pastItsFork() != null) {
                        moves.add(log.pastItsFork());
                    }
                }
                default -> differentials.add(Hop.of(set, stopAt));
            }
        }
    }

    List<Hop> logs() {
        return logs;
    }

    /** How far a full leads, once {@link #fromFull} has been asked. */
    Lsn reach(BackupSet full) {
        return reaches.get(full.guid());
    }

    /** @param bases knows every full that is here, usable or not */
    Chain fromTarget(TargetState target, Bases bases) {
        List<Hop> hops = new ArrayList<>(moves);
        differentials.stream().filter(d -> bases.fits(d.set(), target.differentialBaseGuid())).forEach(hops::add);
        Walk.Way way = Walk.from(target.redoStartLsn(), target.redoStartForkGuid(), hops);
        return new Chain(null, target.redoStartLsn(), target.redoStartForkGuid(), way.hops(), way.reached());
    }

    Optional<Chain> fromFull() {
        Bases bases = new Bases(fulls);
        Map<UUID, List<Hop>> followers = new HashMap<>();
        for (Hop differential : differentials) {
            bases.of(differential.set()).forEach(full -> followers.computeIfAbsent(full.guid(), guid -> new ArrayList<>()).add(differential));
        }
        measure(followers);
        Comparator<BackupSet> best = Comparator.comparing(this::reach);
        return fulls.stream().max(best.thenComparing(NEWEST_FULL)).map(full -> {
            Walk.Way way = walk(full, followers);
            return new Chain(full, full.lastLsn(), Hop.to(full), way.hops(), way.reached());
        });
    }

    private Walk.Way walk(BackupSet full, Map<UUID, List<Hop>> followers) {
        List<Hop> hops = new ArrayList<>(moves);
        hops.addAll(followers.getOrDefault(full.guid(), List.of()));
        return Walk.from(full.lastLsn(), Hop.to(full), hops);
    }

    /**
     * Measures all fulls in one sweep over the logs: a differential that applies right after its full leads there from nowhere better, so it
     * counts as another position to begin from. Only where a differential needs other sets first, to get onto its recovery path, is its full measured alone.
     */
    private void measure(Map<UUID, List<Hop>> followers) {
        Set<UUID> paths = Walk.paths(moves);
        boolean forks = logs.stream().anyMatch(Hop::crosses) || differentials.stream().anyMatch(Hop::crosses);
        Map<UUID, List<Reach.From>> positions = new HashMap<>();
        List<Reach.From> all = new ArrayList<>();
        Set<BackupSet> alone = new LinkedHashSet<>();
        for (BackupSet full : fulls) {
            List<Reach.From> own = new ArrayList<>();
            own.add(new Reach.From(full.lastLsn(), Hop.to(full)));
            for (Hop differential : followers.getOrDefault(full.guid(), List.of())) {
                if (!differential.end().isAfter(full.lastLsn())) {
                    continue;
                }
                boolean direct = differential.appliesAt(full.lastLsn(), Hop.to(full));
                if (direct) {
                    own.add(new Reach.From(differential.end(), differential.pathAfter(Hop.to(full))));
                }
                if (needsOthersFirst(differential, full, direct, forks)) {
                    alone.add(full);
                }
            }
            own.forEach(from -> paths.add(from.path));
            positions.put(full.guid(), own);
            all.addAll(own);
        }
        Reach.measure(moves, all, paths);
        positions.forEach((guid, own) -> reaches.put(guid, own.stream().map(from -> from.value).max(Comparator.naturalOrder()).orElseThrow()));
        alone.forEach(full -> reaches.put(full.guid(), walk(full, followers).reached()));
    }

    private static boolean needsOthersFirst(Hop differential, BackupSet full, boolean direct, boolean forks) {
        boolean keepsPath = differential.to() == null && Hop.to(full) != null;
        return forks && (!direct || keepsPath);
    }
}
