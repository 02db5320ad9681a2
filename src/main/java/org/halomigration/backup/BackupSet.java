package org.halomigration.backup;

import java.lang.reflect.RecordComponent;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One backup set as its header or the source's msdb describes it. Everything but the GUID may be null: not said. Times are the source's
 * local time and decide nothing; names are for people.
 *
 * @param guid BackupSetGUID, the identity
 * @param type what it holds
 * @param position the set's number inside its file (FILE =), from 1
 * @param stripes the files that are here, by sequence
 * @param familyCount how many files the set was written to
 * @param name BackupName, as its maker called it
 * @param databaseName the source database
 * @param serverName the source instance
 * @param firstLsn first log record in the set
 * @param lastLsn the log record after the set's last
 * @param checkpointLsn of a full: its differentials' DatabaseBackupLSN
 * @param databaseBackupLsn begin of the checkpoint of the full before it
 * @param differentialBaseLsn for display; it decides nothing
 * @param differentialBaseGuid of a differential: its full
 * @param familyGuid the same for a database and all its restored copies
 * @param firstRecoveryForkId the recovery path that the set begins on
 * @param recoveryForkId the recovery path that the set ends on
 * @param forkPointLsn where the two paths part
 * @param copyOnly of a full: it is no base of differentials
 * @param damaged pages were bad when it was taken
 * @param hasChecksums restore can check it
 * @param incompleteMetaData a tail log taken of a damaged database
 * @param forceOffline taken WITH NORECOVERY: the source is frozen at its end
 * @param beginsLogChain no earlier log can be joined to it
 * @param bulkLogged no point in time inside it
 * @param readOnly the database was read-only
 * @param singleUser the database was in single-user mode
 * @param snapshot a volume snapshot, whose data is in no file
 * @param recoveryModel FULL, BULK-LOGGED or SIMPLE
 * @param softwareVersionMajor of the source server: 15 is 2019, 16 is 2022
 * @param databaseVersion the internal version
 * @param compatibilityLevel such as 150
 * @param backupSize bytes
 * @param compressedBackupSize bytes
 * @param startDate source-local
 * @param finishDate source-local
 * @param keyAlgorithm of an encrypted set
 * @param encryptorThumbprint 0x and upper-case hexadecimal
 * @param encryptorType CERTIFICATE or ASYMMETRIC_KEY
 */
public record BackupSet(
        UUID guid,
        BackupType type,
        Integer position,
        List<Stripe> stripes,
        Integer familyCount,
        String name,
        String databaseName,
        String serverName,
        Lsn firstLsn,
        Lsn lastLsn,
        Lsn checkpointLsn,
        Lsn databaseBackupLsn,
        Lsn differentialBaseLsn,
        UUID differentialBaseGuid,
        UUID familyGuid,
        UUID firstRecoveryForkId,
        UUID recoveryForkId,
        Lsn forkPointLsn,
        Boolean copyOnly,
        Boolean damaged,
        Boolean hasChecksums,
        Boolean incompleteMetaData,
        Boolean forceOffline,
        Boolean beginsLogChain,
        Boolean bulkLogged,
        Boolean readOnly,
        Boolean singleUser,
        Boolean snapshot,
        String recoveryModel,
        Integer softwareVersionMajor,
        Integer databaseVersion,
        Integer compatibilityLevel,
        Long backupSize,
        Long compressedBackupSize,
        LocalDateTime startDate,
        LocalDateTime finishDate,
        String keyAlgorithm,
        String encryptorThumbprint,
        String encryptorType) {
    public BackupSet {
        Objects.requireNonNull(guid, "guid");
        stripes = stripes == null ? List.of() : List.copyOf(stripes);
        encryptorThumbprint = Thumbprint.normal(encryptorThumbprint);
    }

    /** The files to name after FROM DISK, in order. */
    public List<String> files() {
        return stripes.stream().map(Stripe::file).toList();
    }

    /** The set's number inside its file; 1 where the header does not say. */
    public int fileNumber() {
        return position == null ? 1 : position;
    }

    /** The sequence numbers of the stripes that are not here; empty where all are, or where nobody knows how many there are. */
    public List<Integer> missingStripes() {
        boolean single = (familyCount == null || familyCount == 1) && stripes.size() == 1;
        if (single && (stripes.get(0).sequence() == null || stripes.get(0).sequence() == 1)) {
            return List.of();
        }
        int highest = stripes.stream().map(Stripe::sequence).filter(Objects::nonNull).mapToInt(n -> n).max().orElse(0);
        int expected = familyCount == null ? highest : Math.max(familyCount, highest);
        if (stripes.size() >= expected) {
            return List.of();
        }
        Set<Integer> present = new HashSet<>();
        stripes.forEach(stripe -> present.add(stripe.sequence()));
        if (present.contains(null)) {
            return IntStream.rangeClosed(stripes.size() + 1, expected).boxed().toList();
        }
        return IntStream.rangeClosed(1, expected).boxed().filter(n -> !present.contains(n)).toList();
    }

    public boolean isEncrypted() {
        return encryptorThumbprint != null || keyAlgorithm != null;
    }

    /** A log without a record: legal, and nothing to restore. */
    public boolean isEmptyLog() {
        return type == BackupType.LOG && firstLsn != null && firstLsn.equals(lastLsn);
    }

    /** What people call it: its first file's name, with its number where it is not the file's first set; else its GUID. */
    public String label() {
        return stripes.isEmpty() ? guid.toString() : stripes.get(0).fileName() + (fileNumber() > 1 ? " (FILE = " + fileNumber() + ")" : "");
    }

    /** What is known, and nothing of what is not. */
    @Override
    public String toString() {
        return Arrays.stream(BackupSet.class.getRecordComponents())
                .filter(component -> value(component) != null)
                .map(component -> component.getName() + "=" + value(component))
                .collect(Collectors.joining(", ", "BackupSet[", "]"));
    }

    private Object value(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static BackupSetBuilder builder(UUID guid) {
        return new BackupSetBuilder(guid);
    }

    public BackupSetBuilder toBuilder() {
        return new BackupSetBuilder(this);
    }
}
