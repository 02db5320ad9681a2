package org.halomigration.backup;
public record BackupSet(java.util.UUID guid, Type type, Lsn lastLsn) { public enum Type {FULL, DIFFERENTIAL, LOG} }
