package org.halomigration.backup;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.halomigration.backup.Plan.Gap;
import org.halomigration.backup.Plan.LeftOut;
import org.halomigration.backup.Plan.Reason;

/** Says why a usable set is no step of the chain that was chosen. */
final class Explain {
    private final Chain chain;
    private final TargetState target;
    private final PlanOptions options;
    private final Bases bases;
    private final Chains chains;
    private final Set<UUID> paths;
    private final UUID endPath;
    private final BackupSet crossed;
    private final Map<UUID, BackupSet> forks = new HashMap<>();
    private final TreeMap<Lsn, Gap> gaps = new TreeMap<>();

    /**
     * @param usable the sets of the chain's database
     * @param bases knows every full that is here
     */
    Explain(Chain chain, List<BackupSet> usable, List<Gap> gaps, Chains chains, Bases bases, TargetState target, PlanOptions options) {
        this.chain = chain;
        this.target = target;
        this.options = options;
        this.bases = bases;
        this.chains = chains;
        this.paths = chain.paths();
        this.endPath = chain.endPath();
        this.crossed = chain.hops().stream().map(Hop::set).filter(set -> set.forkPointLsn() != null).findFirst().orElse(null);
        gaps.stream().filter(gap -> gap.bridgedBy() == null).forEach(gap -> this.gaps.put(gap.toLsn(), gap));
        usable.stream()
                .filter(set -> set.forkPointLsn() != null && set.recoveryForkId() != null)
                .sorted(Comparator.comparing(BackupSet::guid))
                .forEach(set -> forks.putIfAbsent(set.recoveryForkId(), set));
    }

    LeftOut leftOut(BackupSet set) {
        return switch (set.type()) {
            case FULL -> full(set);
            case LOG -> log(set);
            default -> differential(set);
        };
    }

    private LeftOut full(BackupSet full) {
        String name = Sentences.theName(full);
        if (chain.full() != null) {
            Lsn reach = chains.reach(full);
            return new LeftOut(full, Reason.NOT_NEEDED, reach.equals(chain.reached())
                    ? "%s ends at LSN %s; the plan begins with the newer %s (LSN %s) and leads to LSN %s as well."
                            .formatted(name, full.lastLsn(), Sentences.name(chain.full()), chain.start(), chain.reached())
                    : "%s leads to LSN %s only; the plan begins with the %s and reaches LSN %s."
                            .formatted(name, reach, Sentences.name(chain.full()), chain.reached()));
        }
        if (full.guid().equals(target.differentialBaseGuid())) {
            return new LeftOut(full, Reason.COVERED, "%s is what %s was restored from: it is there up to LSN %s already."
                    .formatted(name, Sentences.target(target), chain.start()));
        }
        if (full.lastLsn().compareTo(chain.start()) <= 0) {
            return new LeftOut(full, Reason.COVERED, "%s ends at LSN %s; %s is at LSN %s already."
                    .formatted(name, full.lastLsn(), Sentences.target(target), chain.start()));
        }
        return new LeftOut(full, Reason.TARGET, ("%s would replace what %s holds (%s at LSN %s), which never happens by itself. "
                        + "It is continued with logs or differentials; to begin anew, drop the target database first.")
                .formatted(name, Sentences.target(target), target.state(), chain.start()));
    }

    private LeftOut differential(BackupSet differential) {
        String name = Sentences.theName(differential);
        if (differential.lastLsn().compareTo(chain.start()) <= 0) {
            return covered(differential);
        }
        boolean fits = chain.full() != null
                ? bases.of(differential).stream().anyMatch(full -> full.guid().equals(chain.full().guid()))
                : bases.fits(differential, target.differentialBaseGuid());
        if (fits && isLeftBehind(differential)) {
            return leftBehind(differential);
        }
        if (fits) {
            return differential.lastLsn().isAfter(chain.reached()) || !onPath(differential) ? fork(differential) : covered(differential);
        }
        if (differential.lastLsn().compareTo(chain.reached()) <= 0) {
            return new LeftOut(differential, Reason.NOT_NEEDED, "%s is based on %s, from which the plan does not begin; it reaches LSN %s without it."
                    .formatted(name, base(differential), chain.reached()));
        }
        return otherBase(differential, name);
    }

    private LeftOut otherBase(BackupSet differential, String name) {
        BackupSet copyOnly = copyOnlyBase();
        String holds = chain.full() != null
                ? "the plan begins with the %s".formatted(Sentences.name(chain.full()))
                : "%s holds %s".formatted(Sentences.target(target), held());
        String advice = copyOnly != null
                ? "The full is copy-only and cannot carry a differential. Send the full that it is based on, or take a full that is not copy-only and a differential after it."
                : "Send that full, or take a new differential after a new full. Nothing was changed.";
        return new LeftOut(differential, Reason.OTHER_BASE, "%s is based on %s, but %s. %s".formatted(name, base(differential), holds, advice));
    }

    private BackupSet copyOnlyBase() {
        if (chain.full() != null) {
            return Boolean.TRUE.equals(chain.full().copyOnly()) ? chain.full() : null;
        }
        return target.differentialBaseGuid() == null ? bases.copyOnlyBefore(chain.start()) : null;
    }

    private String held() {
        if (target.differentialBaseGuid() == null) {
            BackupSet copyOnly = copyOnlyBase();
            return copyOnly != null ? "the " + Sentences.name(copyOnly) : "a full that it does not name (differential base unknown)";
        }
        BackupSet full = bases.full(target.differentialBaseGuid());
        return full == null ? "the full with BackupSetGUID " + target.differentialBaseGuid() : "the " + Sentences.name(full);
    }

    private String base(BackupSet differential) {
        List<BackupSet> named = bases.named(differential);
        if (!named.isEmpty()) {
            return "the " + Sentences.name(named.get(0));
        }
        return differential.differentialBaseGuid() != null
                ? "a full that is not here (BackupSetGUID %s)".formatted(differential.differentialBaseGuid())
                : "a full that is not here (CheckpointLSN %s)".formatted(differential.databaseBackupLsn());
    }

    private LeftOut log(BackupSet log) {
        boolean onPath = onPath(log);
        if (log.lastLsn().isAfter(chain.start()) && isLeftBehind(log)) {
            return leftBehind(log);
        }
        if (log.lastLsn().compareTo(chain.start()) <= 0 || onPath && log.lastLsn().compareTo(chain.reached()) <= 0) {
            return covered(log);
        }
        if (chain.isStopped() && onPath) {
            return new LeftOut(log, Reason.AFTER_STOP, "%s begins at LSN %s, and the point in time %s is reached before its end, in %s."
                    .formatted(Sentences.theName(log), log.firstLsn(), Sentences.time(options.stopAt()), chain.end().label()));
        }
        if (log.firstLsn().isAfter(chain.reached()) && onPath && continuesEnd(log)) {
            Map.Entry<Lsn, Gap> gap = gaps.floorEntry(log.firstLsn());
            if (gap != null) {
                String later = gap.getValue().before().guid().equals(log.guid()) ? "" : " It cannot be joined before they are there.";
                return new LeftOut(log, Reason.GAP, "%s begins at LSN %s. %s%s"
                        .formatted(Sentences.theName(log), log.firstLsn(), gap.getValue().sentence(), later));
            }
        }
        return fork(log);
    }

    private LeftOut covered(BackupSet set) {
        BackupSet by = chain.covering(set.lastLsn());
        return new LeftOut(set, Reason.COVERED, by == null
                ? "%s ends at LSN %s; %s is at LSN %s already.".formatted(Sentences.theName(set), set.lastLsn(), Sentences.target(target), chain.start())
                : "%s ends at LSN %s, which the %s already holds (up to LSN %s)."
                        .formatted(Sentences.theName(set), set.lastLsn(), Sentences.name(by), by.lastLsn()));
    }

    private LeftOut fork(BackupSet set) {
        BackupSet onto = forks.get(Hop.to(set));
        BackupSet crossing = onto != null ? onto : crossed;
        String where = crossing == null ? "between these backups" : "at LSN " + crossing.forkPointLsn();
        return new LeftOut(set, Reason.FORK, ("%s (LSN %s to %s) is on another recovery path%s than the plan, which is%s at LSN %s. "
                        + "Source was restored %s; backups after that need a new full.")
                .formatted(Sentences.theName(set), set.firstLsn(), set.lastLsn(), path(Hop.from(set)), path(endPath), chain.reached(), where));
    }

    /** What it holds up to the fork is in the chain, and what it holds beyond is no part of the source any more. */
    private LeftOut leftBehind(BackupSet set) {
        return new LeftOut(set, Reason.FORK, ("%s (LSN %s to %s) is on another recovery path%s: the source was restored at LSN %s and went on from there "
                        + "on the path of the plan%s, so what this set holds beyond was left behind.")
                .formatted(Sentences.theName(set), set.firstLsn(), set.lastLsn(), path(Hop.to(set)), crossing(set).forkPointLsn(), path(endPath)));
    }

    private static String path(UUID path) {
        return path == null ? "" : " (" + path + ")";
    }

    private boolean continuesEnd(BackupSet log) {
        UUID from = Hop.from(log);
        return from == null || endPath == null || from.equals(endPath);
    }

    private boolean onPath(BackupSet set) {
        UUID from = Hop.from(set);
        UUID to = Hop.to(set);
        return paths.contains(null) || (from == null || paths.contains(from)) && (to == null || paths.contains(to));
    }

    /** Whether a set lies on a path that the source left, before the set began, for the one that the chain is on. */
    boolean isLeftBehind(BackupSet set) {
        return crossing(set) != null;
    }

    /** The set that crossed from this set's path to one of the chain's, before this set's end; null where none did. */
    private BackupSet crossing(BackupSet set) {
        return paths.stream()
                .map(path -> path == null ? null : forks.get(path))
                .filter(crossing -> crossing != null
                        && crossing.firstRecoveryForkId() != null
                        && crossing.firstRecoveryForkId().equals(Hop.to(set))
                        && crossing.forkPointLsn().isBefore(set.lastLsn()))
                .min(Comparator.comparing(BackupSet::forkPointLsn).thenComparing(BackupSet::guid))
                .orElse(null);
    }
}
