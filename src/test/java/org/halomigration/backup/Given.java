package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Short words for backup sets in tests. A set is called by a name, its GUID follows from it, and its file is the name. */
final class Given {
    static final UUID FAMILY = guid("the family");
    static final UUID PATH = guid("path A");
    static final UUID OTHER_PATH = guid("path B");
    static final LocalDateTime SUNDAY = LocalDateTime.of(2025, 6, 1, 22, 0);

    private Given() {}

    static UUID guid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static BackupSetBuilder set(String name, BackupType type, long first, long last) {
        return BackupSet.builder(guid(name))
                .type(type)
                .file("D:\\Backup\\" + name + (type == BackupType.LOG ? ".trn" : ".bak"))
                .position(1)
                .databaseName("Halo")
                .serverName("SQL01")
                .familyGuid(FAMILY)
                .firstRecoveryForkId(PATH)
                .recoveryForkId(PATH)
                .hasChecksums(true)
                .firstLsn(Lsn.of(first))
                .lastLsn(Lsn.of(last));
    }

    static BackupSetBuilder full(String name, long first, long last) {
        return set(name, BackupType.FULL, first, last).checkpointLsn(Lsn.of(first));
    }

    static BackupSetBuilder differential(String name, String base, long first, long last) {
        return set(name, BackupType.DIFFERENTIAL, first, last).differentialBaseGuid(guid(base));
    }

    static BackupSetBuilder log(String name, long first, long last) {
        return set(name, BackupType.LOG, first, last);
    }

    static List<BackupSet> sets(BackupSetBuilder... sets) {
        return Arrays.stream(sets).map(BackupSetBuilder::build).toList();
    }

    static Plan plan(BackupSetBuilder... sets) {
        return Planner.plan(sets(sets), TargetState.absent("acme_halo"), PlanOptions.forDatabase("Halo"));
    }

    static Plan plan(TargetState target, BackupSetBuilder... sets) {
        return Planner.plan(sets(sets), target, PlanOptions.forDatabase("Halo"));
    }

    /** acme_halo in restore, as the full of that name and what came after it left it. */
    static TargetState restoring(String base, long position) {
        return new TargetState("acme_halo", TargetState.State.RESTORING, Lsn.of(position), PATH, guid(base), FAMILY);
    }

    /** The steps' names, in order: "F L1 L2". */
    static String steps(Plan plan) {
        return plan.steps().stream().map(step -> name(step.set())).collect(Collectors.joining(" "));
    }

    static String name(BackupSet set) {
        return set.label().replaceFirst("\\.(bak|trn)$", "");
    }

    static Plan.LeftOut leftOut(Plan plan, String name) {
        return plan.leftOut().stream().filter(out -> name(out.set()).equals(name)).findFirst().orElseThrow();
    }

    static String sentence(Plan plan, String name) {
        return leftOut(plan, name).sentence();
    }

    static Collection<String> gaps(Plan plan) {
        return plan.gaps().stream().map(gap -> gap.fromLsn() + "-" + gap.toLsn()).toList();
    }
}
