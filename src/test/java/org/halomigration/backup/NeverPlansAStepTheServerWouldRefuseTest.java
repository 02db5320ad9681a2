package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds for every history of a source, whichever of its backups arrive, in whatever order, how often ever. */
@PropertyDefaults(tries = 1000, edgeCases = EdgeCasesMode.NONE)
class NeverPlansAStepTheServerWouldRefuseTest {
    private static final PlanOptions OPTIONS = PlanOptions.forDatabase("Halo");

    @Property
    void everyStepIsAcceptedAndLeadsWhereThePlanSays(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target) {
        TargetState state = target.state(sets);
        Plan plan = Planner.plan(sets, state, OPTIONS);
        ServerRules server = ServerRules.of(state, sets);
        for (Plan.Step step : plan.steps()) {
            server = server.restore(step.set());
        }
        assertThat(plan.reachedLsn()).isEqualTo(server.position());
    }

    @Property
    void everySetIsAStepOrLeftOutWithAReasonExactlyOnce(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target) {
        Plan plan = Planner.plan(sets, target.state(sets), OPTIONS);
        List<BackupSet> all = Stream.concat(plan.steps().stream().map(Plan.Step::set), plan.leftOut().stream().map(Plan.LeftOut::set)).toList();
        assertThat(all).containsExactlyInAnyOrderElementsOf(sets);
        assertThat(plan.leftOut()).allSatisfy(out -> {
            assertThat(out.reason()).isNotNull();
            assertThat(out.sentence()).contains(out.set().label()).doesNotContain("null");
        });
    }

    @Property
    void theOrderOfArrivalChangesNothing(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target, @ForAll Random random) {
        Plan plan = Planner.plan(sets, target.state(sets), OPTIONS);
        assertThat(Planner.plan(shuffled(sets, random), target.state(sets), OPTIONS)).isEqualTo(plan);
    }

    @Property
    void duplicatesChangeNothing(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target, @ForAll Random random) {
        Plan plan = Planner.plan(sets, target.state(sets), OPTIONS);
        List<BackupSet> more = new ArrayList<>(sets);
        sets.stream().filter(set -> random.nextBoolean()).forEach(more::add);
        Plan again = Planner.plan(shuffled(more, random), target.state(sets), OPTIONS);
        assertThat(again.steps()).isEqualTo(plan.steps());
        assertThat(again.gaps()).isEqualTo(plan.gaps());
        assertThat(again.brokenChain()).isEqualTo(plan.brokenChain());
        assertThat(again.leftOut().stream().filter(out -> out.reason() != Plan.Reason.DUPLICATE).toList())
                .containsAll(plan.leftOut().stream().filter(out -> out.reason() != Plan.Reason.DUPLICATE).toList());
    }

    @Property
    void anotherSetNeverLowersTheReachableLsn(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target) {
        TargetState state = target.state(sets);
        Lsn reached = reached(Planner.plan(sets, state, OPTIONS));
        for (int i = 0; i < sets.size(); i++) {
            List<BackupSet> fewer = new ArrayList<>(sets);
            fewer.remove(i);
            assertThat(reached(Planner.plan(fewer, state, OPTIONS))).isLessThanOrEqualTo(reached);
        }
    }

    @Property(tries = 4000)
    void noWayLeadsFurther(@ForAll("few") List<BackupSet> sets, @ForAll("targets") Target target) {
        TargetState state = target.state(sets);
        Plan plan = Planner.plan(sets, state, OPTIONS);
        assertThat(reached(plan)).isEqualTo(furthest(ServerRules.of(state, sets), sets));
    }

    @Property
    void ofTheFullsThatLeadThereTheNewestIsTaken(@ForAll("few") List<BackupSet> sets) {
        TargetState absent = TargetState.absent("acme_halo");
        Plan plan = Planner.plan(sets, absent, OPTIONS);
        ServerRules empty = ServerRules.of(absent, sets);
        Lsn newest = sets.stream()
                .filter(set -> set.type() == BackupType.FULL && set.missingStripes().isEmpty() && !Boolean.TRUE.equals(set.damaged()))
                .filter(full -> furthest(empty.restore(full), sets).equals(plan.reachedLsn()))
                .map(BackupSet::lastLsn)
                .max(Comparator.naturalOrder())
                .orElse(null);
        assertThat(plan.steps().stream().findFirst().map(step -> step.set().lastLsn()).orElse(null)).isEqualTo(newest);
    }

    @Property
    void everySetBehindAGapNamesOneThatIsListed(@ForAll("arrived") List<BackupSet> sets, @ForAll("targets") Target target) {
        Plan plan = Planner.plan(sets, target.state(sets), OPTIONS);
        plan.leftOut().stream().filter(out -> out.reason() == Plan.Reason.GAP).forEach(out -> assertThat(plan.gaps())
                .anySatisfy(gap -> {
                    assertThat(gap.toLsn()).isLessThanOrEqualTo(out.set().firstLsn());
                    assertThat(out.sentence()).contains(gap.sentence());
                }));
        assertThat(plan.gaps()).allSatisfy(gap -> assertThat(gap.fromLsn()).isLessThan(gap.toLsn()));
    }

    private static Lsn reached(Plan plan) {
        return plan.reachedLsn() == null ? Lsn.of(0) : plan.reachedLsn();
    }

    private static Lsn furthest(ServerRules from, Collection<BackupSet> sets) {
        return from.everythingReachable(sets).stream()
                .map(state -> state.position() == null ? Lsn.of(0) : state.position())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static List<BackupSet> shuffled(List<BackupSet> sets, Random random) {
        List<BackupSet> shuffled = new ArrayList<>(sets);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }

    /** Absent, or in restore after some of the sets. */
    record Target(boolean absent, int seed, boolean pathKnown) {
        TargetState state(List<BackupSet> sets) {
            ServerRules server = ServerRules.of(TargetState.absent("acme_halo"), sets);
            List<BackupSet> order = new ArrayList<>(sets);
            Collections.shuffle(order, new Random(seed));
            order.sort(Comparator.comparing(set -> set.type() != BackupType.FULL));
            for (BackupSet set : absent ? List.<BackupSet>of() : order) {
                try {
                    server = server.restore(set);
                } catch (ServerRules.Refused e) {
                    // Then the next one.
                }
            }
            if (server.position() == null) {
                return TargetState.absent("acme_halo");
            }
            return new TargetState("acme_halo", TargetState.State.RESTORING, server.position(), pathKnown ? server.path() : null, server.differentialBase(), server.family());
        }
    }

    @Provide
    Arbitrary<Target> targets() {
        return Combinators.combine(Arbitraries.of(true, false), Arbitraries.integers().between(0, 1000), Arbitraries.of(true, true, false)).as(Target::new);
    }

    /** A source's backups, some of them lost, spoiled or described incompletely, in any order. */
    @Provide
    Arbitrary<List<BackupSet>> arrived() {
        return Combinators.combine(actions(25), Arbitraries.integers().between(0, 1_000_000)).as((actions, seed) -> spoil(SourceModel.play(actions), new Random(seed)));
    }

    /** Few enough to try every way: a short history, or sets that no source would write, so that every rule meets every other. */
    @Provide
    Arbitrary<List<BackupSet>> few() {
        Arbitrary<List<BackupSet>> real = Combinators.combine(actions(9), Arbitraries.integers().between(0, 1_000_000))
                .as((actions, seed) -> spoil(SourceModel.play(actions), new Random(seed)));
        Arbitrary<List<BackupSet>> wild = Combinators.combine(Arbitraries.integers().between(1, 8), Arbitraries.integers().between(0, Integer.MAX_VALUE))
                .as((count, seed) -> WildSets.of(count, new Random(seed)));
        return Arbitraries.oneOf(real, wild);
    }

    private static Arbitrary<List<SourceModel.Action>> actions(int atMost) {
        Arbitrary<SourceModel.Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of(SourceModel.Kind.WRITE, SourceModel.Kind.LOG)),
                Tuple.of(3, Arbitraries.of(SourceModel.Kind.DIFFERENTIAL, SourceModel.Kind.FULL)),
                Tuple.of(2, Arbitraries.of(SourceModel.Kind.values())));
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 9)).as(SourceModel.Action::new).list().ofMaxSize(atMost);
    }

    private static List<BackupSet> spoil(List<BackupSet> sets, Random random) {
        boolean noPaths = random.nextInt(5) == 0;
        boolean noFamily = random.nextInt(5) == 0;
        boolean noBaseGuid = random.nextInt(4) == 0;
        List<BackupSet> arrived = new ArrayList<>();
        for (BackupSet set : sets) {
            if (random.nextInt(6) == 0) {
                continue;
            }
            BackupSetBuilder spoiled = set.toBuilder().damaged(random.nextInt(15) == 0);
            if (random.nextInt(15) == 0) {
                spoiled.familyCount(2);
            }
            if (noFamily) {
                spoiled.familyGuid(null);
            }
            if (noBaseGuid) {
                spoiled.differentialBaseGuid(null);
            }
            if (noPaths || random.nextInt(12) == 0) {
                spoiled.firstRecoveryForkId(null);
                if (random.nextBoolean()) {
                    spoiled.recoveryForkId(null).forkPointLsn(null);
                }
            }
            arrived.add(spoiled.build());
        }
        Collections.shuffle(arrived, random);
        return arrived;
    }
}
