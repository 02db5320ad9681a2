package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;

/** Builds a {@link BackupSet} a value at a time: forty values in a row are too easy to swap. */
public final class BackupSetBuilder {
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
    private Boolean copyOnly;
    private Boolean damaged;
    private Boolean hasChecksums;
    private Boolean incompleteMetaData;
    private Boolean forceOffline;
    private Boolean beginsLogChain;
    private Boolean bulkLogged;
    private Boolean readOnly;
    private Boolean singleUser;
    private Boolean snapshot;
    private String recoveryModel;
    private Integer softwareVersionMajor;
    private Integer databaseVersion;
    private Integer compatibilityLevel;
    private Long backupSize;
    private Long compressedBackupSize;
    private LocalDateTime startDate;
    private LocalDateTime finishDate;
    private String keyAlgorithm;
    private String encryptorThumbprint;
    private String encryptorType;

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
        this.copyOnly = set.copyOnly();
        this.damaged = set.damaged();
        this.hasChecksums = set.hasChecksums();
        this.incompleteMetaData = set.incompleteMetaData();
        this.forceOffline = set.forceOffline();
        this.beginsLogChain = set.beginsLogChain();
        this.bulkLogged = set.bulkLogged();
        this.readOnly = set.readOnly();
        this.singleUser = set.singleUser();
        this.snapshot = set.snapshot();
        this.recoveryModel = set.recoveryModel();
        this.softwareVersionMajor = set.softwareVersionMajor();
        this.databaseVersion = set.databaseVersion();
        this.compatibilityLevel = set.compatibilityLevel();
        this.backupSize = set.backupSize();
        this.compressedBackupSize = set.compressedBackupSize();
        this.startDate = set.startDate();
        this.finishDate = set.finishDate();
        this.keyAlgorithm = set.keyAlgorithm();
        this.encryptorThumbprint = set.encryptorThumbprint();
        this.encryptorType = set.encryptorType();
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

    public BackupSetBuilder copyOnly(Boolean copyOnly) {
        this.copyOnly = copyOnly;
        return this;
    }

    public BackupSetBuilder damaged(Boolean damaged) {
        this.damaged = damaged;
        return this;
    }

    public BackupSetBuilder hasChecksums(Boolean hasChecksums) {
        this.hasChecksums = hasChecksums;
        return this;
    }

    public BackupSetBuilder incompleteMetaData(Boolean incompleteMetaData) {
        this.incompleteMetaData = incompleteMetaData;
        return this;
    }

    public BackupSetBuilder forceOffline(Boolean forceOffline) {
        this.forceOffline = forceOffline;
        return this;
    }

    public BackupSetBuilder beginsLogChain(Boolean beginsLogChain) {
        this.beginsLogChain = beginsLogChain;
        return this;
    }

    public BackupSetBuilder bulkLogged(Boolean bulkLogged) {
        this.bulkLogged = bulkLogged;
        return this;
    }

    public BackupSetBuilder readOnly(Boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    public BackupSetBuilder singleUser(Boolean singleUser) {
        this.singleUser = singleUser;
        return this;
    }

    public BackupSetBuilder snapshot(Boolean snapshot) {
        this.snapshot = snapshot;
        return this;
    }

    public BackupSetBuilder recoveryModel(String recoveryModel) {
        this.recoveryModel = recoveryModel;
        return this;
    }

    public BackupSetBuilder softwareVersionMajor(Integer softwareVersionMajor) {
        this.softwareVersionMajor = softwareVersionMajor;
        return this;
    }

    public BackupSetBuilder databaseVersion(Integer databaseVersion) {
        this.databaseVersion = databaseVersion;
        return this;
    }

    public BackupSetBuilder compatibilityLevel(Integer compatibilityLevel) {
        this.compatibilityLevel = compatibilityLevel;
        return this;
    }

    public BackupSetBuilder backupSize(Long backupSize) {
        this.backupSize = backupSize;
        return this;
    }

    public BackupSetBuilder compressedBackupSize(Long compressedBackupSize) {
        this.compressedBackupSize = compressedBackupSize;
        return this;
    }

    public BackupSetBuilder startDate(LocalDateTime startDate) {
        this.startDate = startDate;
        return this;
    }

    public BackupSetBuilder finishDate(LocalDateTime finishDate) {
        this.finishDate = finishDate;
        return this;
    }

    public BackupSetBuilder keyAlgorithm(String keyAlgorithm) {
        this.keyAlgorithm = keyAlgorithm;
        return this;
    }

    public BackupSetBuilder encryptorThumbprint(String encryptorThumbprint) {
        this.encryptorThumbprint = encryptorThumbprint;
        return this;
    }

    public BackupSetBuilder encryptorType(String encryptorType) {
        this.encryptorType = encryptorType;
        return this;
    }
}
