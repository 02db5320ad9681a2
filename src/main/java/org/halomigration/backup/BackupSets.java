package org.halomigration.backup;
import java.util.*;
public record BackupSets(List<BackupSet> sets) { public static BackupSets fromHeaders(List<Map<String,Object>> rows) { return new BackupSets(List.of()); } }
