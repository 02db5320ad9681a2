package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.halomigration.backup.Plan.Gap;

/** Finds the holes between the logs that a chain runs along, and between its end and the logs beyond. */
final class Gaps {
    private Gaps() {}

    /**
     * @param chain null where nothing is there to begin with: then the holes are those between the logs
     * @param logs usable ones
     */
    static List<Gap> find(Chain chain, List<Hop> logs) {
        List<Hop> along = along(chain, logs);
        along.sort(Comparator.comparing(Hop::low).thenComparing(Hop::end).thenComparing(hop -> hop.set().guid()));
        List<Hop> bridges = chain == null ? List.of() : chain.hops().stream().filter(Gaps::isDifferential).toList();
        List<Gap> gaps = new ArrayList<>();
        Lsn covered = chain == null ? null : chain.start();
        BackupSet by = chain == null ? null : chain.full();
        boolean afterLog = false;
        for (Hop log : along) {
            if (covered != null && log.low().isAfter(covered)) {
                Gap gap = hole(covered, by, log, bridges);
                if (gap.bridgedBy() == null || afterLog) {
                    gaps.add(gap);
                }
            }
            if (covered == null || log.end().isAfter(covered)) {
                covered = log.end();
                by = log.set();
                afterLog = true;
            }
        }
        if (chain != null && chain.isStopped()) {
            gaps.removeIf(gap -> gap.fromLsn().compareTo(chain.reached()) >= 0);
        }
        return gaps;
    }

    private static Gap hole(Lsn covered, BackupSet by, Hop log, List<Hop> bridges) {
        Hop over = null;
        Hop into = null;
        for (Hop bridge : bridges) {
            if (bridge.end().compareTo(log.low()) >= 0) {
                over = over == null || bridge.end().isBefore(over.end()) ? bridge : over;
            } else if (bridge.end().isAfter(covered)) {
                into = into == null || bridge.end().isAfter(into.end()) ? bridge : into;
            }
        }
        if (over == null && into != null) {
            return new Gap(into.end(), log.low(), into.set(), log.set(), null);
        }
        return new Gap(covered, log.low(), by, log.set(), over == null ? null : over.set());
    }

    /** The logs beyond the chain's start and on its recovery paths, without those that the source left behind when it was restored. */
    private static List<Hop> along(Chain chain, List<Hop> logs) {
        if (chain == null) {
            return new ArrayList<>(logs);
        }
        Set<UUID> paths = chain.paths();
        Map<UUID, Lsn> left = new HashMap<>();
        UUID at = chain.path();
        for (Hop hop : chain.hops()) {
            if (hop.crosses() && at != null) {
                left.put(at, hop.high());
            }
            at = hop.pathAfter(at);
        }
        List<Hop> along = new ArrayList<>();
        for (Hop log : logs) {
            boolean onPath = paths.contains(null) || (log.from() == null || paths.contains(log.from())) && (log.to() == null || paths.contains(log.to()));
            Lsn leftAt = log.crosses() || log.from() == null ? null : left.get(log.from());
            if (log.end().isAfter(chain.start()) && onPath && (leftAt == null || log.low().isBefore(leftAt))) {
                along.add(log);
            }
        }
        return along;
    }

    private static boolean isDifferential(Hop hop) {
        return hop.set().type() == BackupType.DIFFERENTIAL;
    }
}
