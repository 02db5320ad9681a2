package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.halomigration.backup.Plan.Gap;
import org.halomigration.backup.Plan.LeftOut;
import org.halomigration.backup.Plan.Reason;

/**
 * Chooses what to restore and in which order. A pure function: LSNs, GUIDs and recovery forks decide, never names or clocks (but for a
 * point in time, which is a clock's).
 *
 * <p>The highest LSN that can be reached comes first; of the ways there the one with the newest full, then the newest differential, then
 * logs. A target in restore is continued, and never replaced.
 */
public final class Planner {
    private static final Comparator<BackupSet> SETS_BY_LSN = Comparator.comparing(BackupSet::lastLsn, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(BackupSet::firstLsn, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(BackupSet::guid);
    private static final Comparator<LeftOut> BY_LSN = Comparator.comparing(LeftOut::set, SETS_BY_LSN)
            .thenComparing(out -> out.reason() == Reason.DUPLICATE)
            .thenComparing(out -> out.set().files().toString())
            .thenComparing(out -> out.set().toString());

    private final TargetState target;
    private final PlanOptions options;
    private final Bases bases;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<BackupSet> usable = new ArrayList<>();

    private Planner(Collection<BackupSet> sets, TargetState target, PlanOptions options) {
        this.target = target;
        this.options = options;
        List<BackupSet> unique = unique(sets);
        this.bases = new Bases(unique);
        BackupSet held = bases.full(target.differentialBaseGuid());
        UUID family = target.familyGuid() != null || held == null ? target.familyGuid() : held.familyGuid();
        Gate gate = new Gate(options, family);
        unique.forEach(set -> gate.refuse(set).ifPresentOrElse(leftOut::add, () -> usable.add(set)));
    }

    /** The same sets in any order, and any number of times, give the same steps. */
    public static Plan plan(Collection<BackupSet> sets, TargetState target, PlanOptions options) {
        return new Planner(sets, target, options).plan();
    }

    /** Each set once, of two descriptions the one with more stripes; by LSN, so that no later sort has much to do. */
    private List<BackupSet> unique(Collection<BackupSet> sets) {
        Map<UUID, BackupSet> unique = new HashMap<>(sets.size() * 2);
        Comparator<BackupSet> fuller = Comparator.comparing((BackupSet set) -> set.missingStripes().isEmpty())
                .thenComparing(set -> set.stripes().size())
                .thenComparing(set -> set.files().toString(), Comparator.reverseOrder())
                .thenComparing(BackupSet::toString);
        for (BackupSet set : sets) {
            BackupSet other = unique.putIfAbsent(set.guid(), set);
            if (other != null) {
                BackupSet kept = fuller.compare(set, other) > 0 ? set : other;
                unique.put(set.guid(), kept);
                leftOut.add(duplicate(kept == set ? other : set));
            }
        }
        return unique.values().stream().sorted(SETS_BY_LSN).toList();
    }

    private static LeftOut duplicate(BackupSet set) {
        return new LeftOut(set, Reason.DUPLICATE, "%s is here more than once (BackupSetGUID %s); one copy is enough."
                .formatted(Sentences.theName(set), set.guid()));
    }

    private Plan plan() {
        if (target.state() != TargetState.State.ABSENT && !target.takesMore()) {
            return nothing(closed());
        }
        if (target.takesMore() && target.redoStartLsn() == null) {
            return nothing("%s is %s, and it does not say up to where (redo_start_lsn is unknown), so nothing can be matched to it. Its first restore may have been interrupted: repeat it, or drop the target database and begin from the full backup."
                    .formatted(Sentences.target(target), target.state()));
        }
        Draft best = null;
        List<Draft> drafts = new ArrayList<>();
        for (Map.Entry<Databases.Key, List<BackupSet>> database : Databases.tellApart(usable).entrySet()) {
            Draft draft = draft(database.getKey(), database.getValue());
            drafts.add(draft);
            best = best == null || draft.isBetterThan(best) ? draft : best;
        }
        if (best == null || best.chain() == null) {
            return noFull(drafts);
        }
        return finish(best, drafts);
    }

    private Draft draft(Databases.Key database, List<BackupSet> sets) {
        Chains chains = new Chains(sets, options.stopAt());
        Optional<Chain> chain = target.takesMore() ? Optional.of(chains.fromTarget(target, bases)) : chains.fromFull();
        return new Draft(database, sets, chains, chain.orElse(null));
    }

    /** One database's best chain; null where nothing is there to begin with. */
    private record Draft(Databases.Key database, List<BackupSet> sets, Chains chains, Chain chain) {
        boolean isBetterThan(Draft other) {
            if (chain == null || other.chain == null) {
                return chain != null;
            }
            int byReach = chain.reached().compareTo(other.chain.reached());
            return byReach > 0 || byReach == 0 && chain.start().isAfter(other.chain.start());
        }
    }

    private Plan finish(Draft best, List<Draft> drafts) {
        Chain chain = best.chain();
        List<Gap> gaps = Gaps.find(chain, best.chains().logs());
        Explain explain = new Explain(chain, best.sets(), gaps, best.chains(), bases, target, options);
        Set<UUID> used = chain.hops().stream().map(hop -> hop.set().guid()).collect(Collectors.toCollection(HashSet::new));
        if (chain.full() != null) {
            used.add(chain.full().guid());
        }
        Set<UUID> own = best.sets().stream().map(BackupSet::guid).collect(Collectors.toSet());
        LeftOut beyond = null;
        for (BackupSet set : usable) {
            if (used.contains(set.guid())) {
                continue;
            }
            LeftOut out = own.contains(set.guid()) ? explain.leftOut(set) : otherDatabase(set, best.database());
            leftOut.add(out);
            if (isBeyond(out, chain, explain) && (beyond == null || BY_LSN.compare(out, beyond) < 0)) {
                beyond = out;
            }
        }
        leftOut.sort(BY_LSN);
        Steps steps = new Steps(chain, options);
        String why = beyond != null ? beyond.sentence() : steps.steps().isEmpty() ? nothingNew(chain) : null;
        return new Plan(steps.steps(), leftOut, gaps, beyond != null, why, Warnings.of(best.chain(), best.sets(), databases(drafts), options), chain.reached());
    }

    /** Whether newer data is here that the chain cannot reach. */
    private static boolean isBeyond(LeftOut out, Chain chain, Explain explain) {
        boolean unreached = out.reason() == Reason.GAP || out.reason() == Reason.OTHER_BASE || out.reason() == Reason.FORK;
        return unreached && out.set().lastLsn().isAfter(chain.reached()) && !(out.reason() == Reason.FORK && explain.isLeftBehind(out.set()));
    }

    private String nothingNew(Chain chain) {
        return "%s holds everything up to LSN %s (%s); nothing here continues it.".formatted(Sentences.target(target), chain.reached(), target.state());
    }

    private static LeftOut otherDatabase(BackupSet set, Databases.Key database) {
        return new LeftOut(set, Reason.OTHER_DATABASE, "%s belongs to another database: %s, and the plan is for %s."
                .formatted(Sentences.theName(set), Databases.key(set), database));
    }

    private static List<String> databases(List<Draft> drafts) {
        return drafts.stream().map(draft -> draft.database().toString()).toList();
    }

    private String closed() {
        return target.state() == TargetState.State.ONLINE
                ? "%s is ONLINE; later backups cannot be applied to it. Start again from the full backup, once the database there is dropped or renamed."
                        .formatted(Sentences.target(target))
                : "%s is %s, in which nothing can be restored to it. Bring it to RESTORING, or drop it and start again from the full backup."
                        .formatted(Sentences.target(target), target.state());
    }

    private Plan nothing(String why) {
        usable.forEach(set -> leftOut.add(new LeftOut(set, Reason.TARGET, "%s is not used. %s".formatted(Sentences.theName(set), why))));
        leftOut.sort(BY_LSN);
        return new Plan(List.of(), leftOut, List.of(), false, why, List.of(), null);
    }

    private Plan noFull(List<Draft> drafts) {
        List<String> fulls = leftOut.stream()
                .filter(out -> out.set().type() == BackupType.FULL && out.reason() != Reason.DUPLICATE && out.reason() != Reason.OTHER_DATABASE)
                .sorted(BY_LSN)
                .map(LeftOut::sentence)
                .toList();
        String database = options.database() == null ? "the database" : options.database();
        String why = fulls.isEmpty()
                ? "No full backup of %s is here, and nothing can be restored without one. Send one.".formatted(database)
                : "No full backup of %s can be used. %s".formatted(database, fulls.get(fulls.size() - 1));
        usable.forEach(set -> leftOut.add(new LeftOut(set, Reason.NO_FULL, "%s (LSN %s to %s) needs a full backup before it. %s"
                .formatted(Sentences.theName(set), set.firstLsn(), set.lastLsn(), why))));
        leftOut.sort(BY_LSN);
        List<Gap> gaps = drafts.stream().flatMap(draft -> Gaps.find(null, draft.chains().logs()).stream()).distinct().toList();
        return new Plan(List.of(), leftOut, gaps, true, why, List.of(), null);
    }
}
