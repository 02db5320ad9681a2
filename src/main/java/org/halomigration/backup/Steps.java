package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.backup.Plan.Step;

/** Writes a chain down as steps. */
record Steps(List<Step> steps) {
    Steps(Chain chain, PlanOptions options) {
        this(new ArrayList<>());
        if (chain.full() != null) {
            steps.add(step(chain.full(), null, null, options));
        }
        chain.hops().forEach(hop -> steps.add(step(hop.set(), hop, options.stopAt(), options)));
    }

    private static Step step(BackupSet set, Hop hop, LocalDateTime stopAt, PlanOptions options) {
        // A log with bulk-logged changes takes no point in time, and the ones that hold it have been left out.
        boolean stops = set.type() == BackupType.LOG && !Boolean.TRUE.equals(set.bulkLogged());
        return new Step(set, set.type(), set.files(), set.fileNumber(), Boolean.TRUE.equals(set.hasChecksums()), false, stops ? stopAt : null, note(set, hop, options));
    }

    private static String note(BackupSet set, Hop hop, PlanOptions options) {
        List<String> notes = new ArrayList<>();
        if (set.fileNumber() > 1) {
            notes.add("Backup set %d of several in %s (FILE = %d).".formatted(set.fileNumber(), set.stripes().get(0).fileName(), set.fileNumber()));
        }
        if (Boolean.FALSE.equals(set.hasChecksums()) && options.checksums() != PlanOptions.ChecksumPolicy.ALLOW) {
            notes.add("No checksum: corruption would only show in CHECKDB.");
        }
        if (hop != null && hop.crosses()) {
            notes.add("The source was restored at LSN %s; from here on the plan follows its new recovery path.".formatted(hop.high()));
        }
        if (Boolean.TRUE.equals(set.incompleteMetaData())) {
            notes.add("Taken of a damaged database (HasIncompleteMetaData).");
        }
        return notes.isEmpty() ? null : String.join(" ", notes);
    }
}
