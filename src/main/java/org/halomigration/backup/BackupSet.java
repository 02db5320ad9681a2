package org.halomigration.backup;
import java.util.*;
public record BackupSet(UUID guid, Type type, Lsn firstLsn, Lsn lastLsn, UUID base, List<String> files, int position, boolean checksums) { public enum Type {FULL, DIFFERENTIAL, LOG} }
