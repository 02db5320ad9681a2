package org.halomigration.backup;

import java.time.LocalDateTime;

/**
 * The values of a backup set that say how and of what it was made, as its builder takes them: they may keep it from being used, its place
 * in the chain they do not decide.
 */
abstract class MadeHow {
    Boolean copyOnly;
    Boolean damaged;
    Boolean hasChecksums;
    Boolean incompleteMetaData;
    Boolean forceOffline;
    Boolean beginsLogChain;
    Boolean bulkLogged;
    Boolean readOnly;
    Boolean singleUser;
    Boolean snapshot;
    String recoveryModel;
    Integer softwareVersionMajor;
    Integer databaseVersion;
    Integer compatibilityLevel;
    Long backupSize;
    Long compressedBackupSize;
    LocalDateTime startDate;
    LocalDateTime finishDate;
    String keyAlgorithm;
    String encryptorThumbprint;
    String encryptorType;

    abstract BackupSetBuilder self();

    /** Takes all of them from another set. */
    void takeFrom(BackupSet set) {
        copyOnly = set.copyOnly();
        damaged = set.damaged();
        hasChecksums = set.hasChecksums();
        incompleteMetaData = set.incompleteMetaData();
        forceOffline = set.forceOffline();
        beginsLogChain = set.beginsLogChain();
        bulkLogged = set.bulkLogged();
        readOnly = set.readOnly();
        singleUser = set.singleUser();
        snapshot = set.snapshot();
        recoveryModel = set.recoveryModel();
        softwareVersionMajor = set.softwareVersionMajor();
        databaseVersion = set.databaseVersion();
        compatibilityLevel = set.compatibilityLevel();
        backupSize = set.backupSize();
        compressedBackupSize = set.compressedBackupSize();
        startDate = set.startDate();
        finishDate = set.finishDate();
        keyAlgorithm = set.keyAlgorithm();
        encryptorThumbprint = set.encryptorThumbprint();
        encryptorType = set.encryptorType();
    }

    public BackupSetBuilder copyOnly(Boolean copyOnly) {
        this.copyOnly = copyOnly;
        return self();
    }

    public BackupSetBuilder damaged(Boolean damaged) {
        this.damaged = damaged;
        return self();
    }

    public BackupSetBuilder hasChecksums(Boolean hasChecksums) {
        this.hasChecksums = hasChecksums;
        return self();
    }

    public BackupSetBuilder incompleteMetaData(Boolean incompleteMetaData) {
        this.incompleteMetaData = incompleteMetaData;
        return self();
    }

    public BackupSetBuilder forceOffline(Boolean forceOffline) {
        this.forceOffline = forceOffline;
        return self();
    }

    public BackupSetBuilder beginsLogChain(Boolean beginsLogChain) {
        this.beginsLogChain = beginsLogChain;
        return self();
    }

    public BackupSetBuilder bulkLogged(Boolean bulkLogged) {
        this.bulkLogged = bulkLogged;
        return self();
    }

    public BackupSetBuilder readOnly(Boolean readOnly) {
        this.readOnly = readOnly;
        return self();
    }

    public BackupSetBuilder singleUser(Boolean singleUser) {
        this.singleUser = singleUser;
        return self();
    }

    public BackupSetBuilder snapshot(Boolean snapshot) {
        this.snapshot = snapshot;
        return self();
    }

    public BackupSetBuilder recoveryModel(String recoveryModel) {
        this.recoveryModel = recoveryModel;
        return self();
    }

    public BackupSetBuilder softwareVersionMajor(Integer softwareVersionMajor) {
        this.softwareVersionMajor = softwareVersionMajor;
        return self();
    }

    public BackupSetBuilder databaseVersion(Integer databaseVersion) {
        this.databaseVersion = databaseVersion;
        return self();
    }

    public BackupSetBuilder compatibilityLevel(Integer compatibilityLevel) {
        this.compatibilityLevel = compatibilityLevel;
        return self();
    }

    public BackupSetBuilder backupSize(Long backupSize) {
        this.backupSize = backupSize;
        return self();
    }

    public BackupSetBuilder compressedBackupSize(Long compressedBackupSize) {
        this.compressedBackupSize = compressedBackupSize;
        return self();
    }

    public BackupSetBuilder startDate(LocalDateTime startDate) {
        this.startDate = startDate;
        return self();
    }

    public BackupSetBuilder finishDate(LocalDateTime finishDate) {
        this.finishDate = finishDate;
        return self();
    }

    public BackupSetBuilder keyAlgorithm(String keyAlgorithm) {
        this.keyAlgorithm = keyAlgorithm;
        return self();
    }

    public BackupSetBuilder encryptorThumbprint(String encryptorThumbprint) {
        this.encryptorThumbprint = encryptorThumbprint;
        return self();
    }

    public BackupSetBuilder encryptorType(String encryptorType) {
        this.encryptorType = encryptorType;
        return self();
    }
}
