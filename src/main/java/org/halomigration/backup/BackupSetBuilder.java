package org.halomigration.backup;

import java.util.List;
import java.util.UUID;

/** Builds a {@link BackupSet} a value at a time: forty values in a row are too easy to swap. */
public final class BackupSetBuilder extends MadeHow {
    private final UUID guid;
    private BackupType type;
    private Integer position;
    private List<Stripe> stripes = List.of();
    private Integer familyCount;
    private String name;
    private String databaseName;
    private String serverName;
    private Lsn firstLsn;
    private Lsn lastLsn;
    private Lsn checkpointLsn;
    private Lsn databaseBackupLsn;
    private Lsn differentialBaseLsn;
    private UUID differentialBaseGuid;
    private UUID familyGuid;
    private UUID firstRecoveryForkId;
    private UUID recoveryForkId;
    private Lsn forkPointLsn;

    BackupSetBuilder(UUID guid) {
        this.guid = guid;
    }

    BackupSetBuilder(BackupSet set) {
        this(set.guid());
        this.type = set.type();
        this.position = set.position();
        this.stripes = set.stripes();
        this.familyCount = set.familyCount();
        this.name = set.name();
        this.databaseName = set.databaseName();
        this.serverName = set.serverName();
        this.firstLsn = set.firstLsn();
        this.lastLsn = set.lastLsn();
        this.checkpointLsn = set.checkpointLsn();
        this.databaseBackupLsn = set.databaseBackupLsn();
        this.differentialBaseLsn = set.differentialBaseLsn();
        this.differentialBaseGuid = set.differentialBaseGuid();
        this.familyGuid = set.familyGuid();
        this.firstRecoveryForkId = set.firstRecoveryForkId();
        this.recoveryForkId = set.recoveryForkId();
        this.forkPointLsn = set.forkPointLsn();
        takeFrom(set);
    }

    @Override
    BackupSetBuilder self() {
        return this;
    }

    public BackupSet build() {
        return new BackupSet(
                guid,
                type,
                position,
                stripes,
                familyCount,
                name,
                databaseName,
                serverName,
                firstLsn,
                lastLsn,
                checkpointLsn,
                databaseBackupLsn,
                differentialBaseLsn,
                differentialBaseGuid,
                familyGuid,
                firstRecoveryForkId,
                recoveryForkId,
                forkPointLsn,
                copyOnly,
                damaged,
                hasChecksums,
                incompleteMetaData,
                forceOffline,
                beginsLogChain,
                bulkLogged,
                readOnly,
                singleUser,
                snapshot,
                recoveryModel,
                softwareVersionMajor,
                databaseVersion,
                compatibilityLevel,
                backupSize,
                compressedBackupSize,
                startDate,
                finishDate,
                keyAlgorithm,
                encryptorThumbprint,
                encryptorType);
    }

    /** One file for the whole set. */
    public BackupSetBuilder file(String file) {
        this.stripes = List.of(new Stripe(file, 1));
        this.familyCount = 1;
        return this;
    }

    public BackupSetBuilder type(BackupType type) {
        this.type = type;
        return this;
    }

    public BackupSetBuilder position(Integer position) {
        this.position = position;
        return this;
    }

    public BackupSetBuilder stripes(List<Stripe> stripes) {
        this.stripes = stripes;
        return this;
    }

    public BackupSetBuilder familyCount(Integer familyCount) {
        this.familyCount = familyCount;
        return this;
    }

    public BackupSetBuilder name(String name) {
        this.name = name;
        return this;
    }

    public BackupSetBuilder databaseName(String databaseName) {
        this.databaseName = databaseName;
        return this;
    }

    public BackupSetBuilder serverName(String serverName) {
        this.serverName = serverName;
        return this;
    }

    public BackupSetBuilder firstLsn(Lsn firstLsn) {
        this.firstLsn = firstLsn;
        return this;
    }

    public BackupSetBuilder lastLsn(Lsn lastLsn) {
        this.lastLsn = lastLsn;
        return this;
    }

    public BackupSetBuilder checkpointLsn(Lsn checkpointLsn) {
        this.checkpointLsn = checkpointLsn;
        return this;
    }

    public BackupSetBuilder databaseBackupLsn(Lsn databaseBackupLsn) {
        this.databaseBackupLsn = databaseBackupLsn;
        return this;
    }

    public BackupSetBuilder differentialBaseLsn(Lsn differentialBaseLsn) {
        this.differentialBaseLsn = differentialBaseLsn;
        return this;
    }

    public BackupSetBuilder differentialBaseGuid(UUID differentialBaseGuid) {
        this.differentialBaseGuid = differentialBaseGuid;
        return this;
    }

    public BackupSetBuilder familyGuid(UUID familyGuid) {
        this.familyGuid = familyGuid;
        return this;
    }

    public BackupSetBuilder firstRecoveryForkId(UUID firstRecoveryForkId) {
        this.firstRecoveryForkId = firstRecoveryForkId;
        return this;
    }

    public BackupSetBuilder recoveryForkId(UUID recoveryForkId) {
        this.recoveryForkId = recoveryForkId;
        return this;
    }

    public BackupSetBuilder forkPointLsn(Lsn forkPointLsn) {
        this.forkPointLsn = forkPointLsn;
        return this;
    }
}
