package org.halomigration.backup;

import java.util.Optional;
import java.util.UUID;
import org.halomigration.backup.Plan.LeftOut;
import org.halomigration.backup.Plan.Reason;

/** What keeps a backup set from being used whatever else is there: judged by its own header, the target's server and the options. */
final class Gate {
    private final PlanOptions options;
    private final UUID family;

    /** @param family of the database that the target holds; null where unknown */
    Gate(PlanOptions options, UUID family) {
        this.options = options;
        this.family = family;
    }

    /** Empty where the set may be used. */
    Optional<LeftOut> refuse(BackupSet set) {
        String name = Sentences.theName(set);
        if (isOtherName(set)) {
            return refuse(set, Reason.OTHER_DATABASE, "%s belongs to another database: %s on %s, where %s is expected."
                    .formatted(name, set.databaseName(), set.serverName() == null ? "an unnamed server" : set.serverName(), options.database()));
        }
        if (family != null && set.familyGuid() != null && !family.equals(set.familyGuid())) {
            return refuse(set, Reason.OTHER_DATABASE, "%s belongs to another database (family %s); the target holds family %s."
                    .formatted(name, set.familyGuid(), family));
        }
        if (set.type() == null) {
            return refuse(set, Reason.UNREADABLE, "%s: its header does not say what it is (BackupType is missing). Read the header again."
                    .formatted(name));
        }
        return switch (set.type()) {
            case FULL, DIFFERENTIAL, LOG -> content(set, name);
            default -> refuse(set, Reason.NOT_SUPPORTED, ("%s holds some files or filegroups only (BackupType %d), from which a database cannot be "
                    + "moved as a whole. Take a full database backup.").formatted(name, set.type().number()));
        };
    }

    private boolean isOtherName(BackupSet set) {
        return options.database() != null && set.databaseName() != null && !options.database().equalsIgnoreCase(set.databaseName());
    }

    private Optional<LeftOut> content(BackupSet set, String name) {
        if (Boolean.TRUE.equals(set.damaged())) {
            return refuse(set, Reason.DAMAGED, "%s is damaged (IsDamaged): pages were bad when it was taken. Run CHECKDB on the source and take a new backup."
                    .formatted(name));
        }
        if (Boolean.TRUE.equals(set.snapshot())) {
            return refuse(set, Reason.DAMAGED, "%s is a volume snapshot (IsSnapshot), whose data is in no backup file. Take one with BACKUP DATABASE … TO DISK."
                    .formatted(name));
        }
        if (set.stripes().isEmpty()) {
            return refuse(set, Reason.UNREADABLE, "%s: no file is known to hold it (File is missing). Say which file its header was read from.".formatted(name));
        }
        if (!set.missingStripes().isEmpty()) {
            return refuse(set, Reason.INCOMPLETE, "%s is incomplete: %s.".formatted(name, Sentences.missingStripes(set)));
        }
        if (set.familyCount() != null && set.stripes().size() > set.familyCount()) {
            return refuse(set, Reason.UNREADABLE, "%s was written to %d files, and %d are here: which of them are copies is not known (FamilySequenceNumber is missing). Remove the copies."
                    .formatted(name, set.familyCount(), set.stripes().size()));
        }
        return numbers(set, name).or(() -> policy(set, name));
    }

    private Optional<LeftOut> numbers(BackupSet set, String name) {
        boolean log = set.type() == BackupType.LOG;
        if (set.lastLsn() == null || log && set.firstLsn() == null) {
            return refuse(set, Reason.UNREADABLE, "%s: its header has no %s, so its place in the chain is not known. Read the header again."
                    .formatted(name, set.lastLsn() == null ? "LastLSN" : "FirstLSN"));
        }
        if (set.firstLsn() != null && set.firstLsn().isAfter(set.lastLsn())) {
            return refuse(set, Reason.UNREADABLE, "%s: its header says FirstLSN %s, which is after LastLSN %s. Read the header again."
                    .formatted(name, set.firstLsn(), set.lastLsn()));
        }
        if (set.type() == BackupType.DIFFERENTIAL && set.differentialBaseGuid() == null && set.databaseBackupLsn() == null) {
            return refuse(set, Reason.UNREADABLE, "%s: its header does not say which full backup it is based on (DifferentialBaseGUID and DatabaseBackupLSN are missing). Read the header again."
                    .formatted(name));
        }
        if (set.isEmptyLog()) {
            return refuse(set, Reason.EMPTY, "%s is empty: it begins and ends at LSN %s and holds nothing to restore.".formatted(name, set.lastLsn()));
        }
        if (options.stopAt() != null && set.finishDate() == null) {
            return refuse(set, Reason.AFTER_STOP, "%s: its header has no BackupFinishDate, so it cannot be set against the point in time %s."
                    .formatted(name, Sentences.time(options.stopAt())));
        }
        if (options.stopAt() != null && !log && PointInTime.isPassed(set.finishDate(), options.stopAt())) {
            return refuse(set, Reason.AFTER_STOP, "%s was finished at %s, after the point in time %s, and cannot be stopped inside."
                    .formatted(name, Sentences.time(set.finishDate()), Sentences.time(options.stopAt())));
        }
        if (options.stopAt() != null && Boolean.TRUE.equals(set.bulkLogged()) && PointInTime.isReached(set.finishDate(), options.stopAt())) {
            return refuse(set, Reason.AFTER_STOP, "%s holds bulk-logged changes, so a restore cannot stop inside it at %s. Choose a time before it began, or none."
                    .formatted(name, Sentences.time(options.stopAt())));
        }
        return Optional.empty();
    }

    private Optional<LeftOut> policy(BackupSet set, String name) {
        Integer version = set.softwareVersionMajor();
        if (version != null && options.targetMajorVersion() != null && version > options.targetMajorVersion()) {
            return refuse(set, Reason.NEWER_VERSION, "%s: source is %s, target %s: a restore can never work. Use a target at least as new as the source."
                    .formatted(name, Sentences.product(version), Sentences.product(options.targetMajorVersion())));
        }
        if (set.isEncrypted() && !isKnown(set)) {
            return refuse(set, Reason.ENCRYPTED, ("%s is encrypted with certificate %s%s. Turn backup encryption off, remove the keys and take a new full backup; "
                            + "talk to the host's infrastructure team first.")
                    .formatted(name, set.encryptorThumbprint() == null ? "(not named)" : set.encryptorThumbprint(),
                            options.allowEncrypted() ? ", which the target does not have with its private key" : ""));
        }
        if (options.checksums() == PlanOptions.ChecksumPolicy.REFUSE && !Boolean.TRUE.equals(set.hasChecksums())) {
            return refuse(set, Reason.NO_CHECKSUM, "%s has no checksum: corruption would only show in CHECKDB, and this migration refuses that. Take backups WITH CHECKSUM, or let its sheet say without-checksums: warn."
                    .formatted(name));
        }
        return Optional.empty();
    }

    private boolean isKnown(BackupSet set) {
        return options.allowEncrypted()
                && (options.knownThumbprints() == null || set.encryptorThumbprint() == null || options.knownThumbprints().contains(set.encryptorThumbprint()));
    }

    private static Optional<LeftOut> refuse(BackupSet set, Reason reason, String sentence) {
        return Optional.of(new LeftOut(set, reason, sentence));
    }
}
