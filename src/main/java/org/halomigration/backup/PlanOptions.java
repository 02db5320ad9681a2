package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.halomigration.sheet.Migration;

/**
 * What the planner may use.
 *
 * @param database the source database expected; null takes any
 * @param checksums what to do with sets that carry no checksums
 * @param targetMajorVersion ProductMajorVersion of the target server; null where unknown
 * @param stopAt a point in time, source-local, for rehearsals; null for all there is
 * @param allowEncrypted whether encrypted sets may be restored at all
 * @param knownThumbprints certificates with a private key on the target, hexadecimal; null where unknown
 */
public record PlanOptions(
        String database,
        ChecksumPolicy checksums,
        Integer targetMajorVersion,
        LocalDateTime stopAt,
        boolean allowEncrypted,
        Set<String> knownThumbprints) {

    /** Sets without checksums are left out, used with a warning, or used. */
    public enum ChecksumPolicy {
        REFUSE,
        WARN,
        ALLOW
    }

    public PlanOptions {
        Objects.requireNonNull(checksums, "checksums");
        knownThumbprints = knownThumbprints == null
                ? null
                : knownThumbprints.stream().map(Thumbprint::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Any database, any version, everything there is; warns of missing checksums, refuses encryption. */
    public static PlanOptions defaults() {
        return new PlanOptions(null, ChecksumPolicy.WARN, null, null, false, null);
    }

    /** Backups of the migration's source database, and of those without checksums what its sheet says. */
    public static PlanOptions of(Migration migration) {
        return forDatabase(migration.source().database()).withChecksums(ChecksumPolicy.valueOf(migration.withoutChecksums().toUpperCase(Locale.ROOT)));
    }

    public static PlanOptions forDatabase(String database) {
        return defaults().withDatabase(database);
    }

    public PlanOptions withDatabase(String name) {
        return new PlanOptions(name, checksums, targetMajorVersion, stopAt, allowEncrypted, knownThumbprints);
    }

    public PlanOptions withChecksums(ChecksumPolicy policy) {
        return new PlanOptions(database, policy, targetMajorVersion, stopAt, allowEncrypted, knownThumbprints);
    }

    public PlanOptions withTargetMajorVersion(Integer version) {
        return new PlanOptions(database, checksums, version, stopAt, allowEncrypted, knownThumbprints);
    }

    public PlanOptions withStopAt(LocalDateTime time) {
        return new PlanOptions(database, checksums, targetMajorVersion, time, allowEncrypted, knownThumbprints);
    }

    public PlanOptions withEncrypted(boolean allowed, Set<String> thumbprints) {
        return new PlanOptions(database, checksums, targetMajorVersion, stopAt, allowed, thumbprints);
    }
}
