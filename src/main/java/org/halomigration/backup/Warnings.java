package org.halomigration.backup;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What to know before a plan is run. */
final class Warnings {
    private Warnings() {}

    /** @param databases the names of all that sets are here of */
    static List<String> of(Chain chain, List<BackupSet> sets, List<String> databases, PlanOptions options) {
        List<String> warnings = new ArrayList<>();
        List<BackupSet> used = Stream.concat(Stream.ofNullable(chain.full()), chain.hops().stream().map(Hop::set)).toList();
        if (databases.size() > 1) {
            warnings.add("Backups of %d databases are here: %s. Say which one is meant.".formatted(databases.size(), String.join(", ", databases)));
        }
        long unchecked = used.stream().filter(set -> Boolean.FALSE.equals(set.hasChecksums())).count();
        if (unchecked > 0 && options.checksums() == PlanOptions.ChecksumPolicy.WARN) {
            warnings.add("%d of %d backup sets carry no checksum: corruption would only show in CHECKDB. Take backups WITH CHECKSUM.".formatted(unchecked, used.size()));
        }
        BackupSet end = chain.end();
        if (end != null && "SIMPLE".equalsIgnoreCase(end.recoveryModel())) {
            warnings.add("Source is SIMPLE: using full + differential plan, as there are no log backups in it.");
        }
        if (chain.full() != null && Boolean.TRUE.equals(chain.full().copyOnly())) {
            warnings.add("The plan begins with %s, which is copy-only and cannot carry a differential; only logs can follow it.".formatted(chain.full().label()));
        }
        leftPath(chain, sets).ifPresent(warnings::add);
        if (options.stopAt() != null && !chain.isStopped()) {
            warnings.add("No usable log backup reaches the point in time %s; the plan ends before it, at LSN %s, and recovery with that time would leave the database in restore."
                    .formatted(Sentences.time(options.stopAt()), chain.reached()));
        }
        return warnings;
    }

    /** Where the source has left the path that the chain follows to its end: the highest LSN is then not the newest data. */
    private static Optional<String> leftPath(Chain chain, List<BackupSet> sets) {
        Set<UUID> paths = chain.paths();
        return sets.stream()
                .filter(set -> set.forkPointLsn() != null && set.forkPointLsn().isBefore(chain.reached()))
                .filter(set -> !paths.contains(Hop.to(set)) && Objects.equals(set.firstRecoveryForkId(), chain.endPath()))
                .min(Comparator.comparing(BackupSet::forkPointLsn).thenComparing(BackupSet::guid))
                .map(set -> "The source was restored at LSN %s and went on from there on another recovery path; the plan follows the older path, to LSN %s. What the source wrote after it was restored needs a new full."
                        .formatted(set.forkPointLsn(), chain.reached()));
    }
}
