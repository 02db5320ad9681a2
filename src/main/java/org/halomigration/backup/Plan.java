package org.halomigration.backup;
import java.util.*;
public record Plan(List<Step> steps, List<LeftOut> leftOut, List<Gap> gaps) { public record Step(BackupSet set, List<String> files, int position, boolean checksum) {} public record LeftOut(BackupSet set, String reason) {} public record Gap(Lsn fromLsn, Lsn toLsn) {} }
