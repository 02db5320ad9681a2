package org.halomigration.backup;

import java.time.LocalDateTime;
import java.util.List;

/**
 * What to restore, in order, and why the rest is left out. Every set that was given is in a step or left out, exactly once.
 *
 * @param steps restored one after the other, each WITH NORECOVERY; recovery is not among them
 * @param leftOut the other sets, by LSN, each with its reason
 * @param gaps the holes in the log chain, by LSN
 * @param brokenChain whether newer backups are here that the plan cannot reach, or nothing to begin with
 * @param why one or two sentences for people where the chain is broken or nothing can be done; null where all is well
 * @param warnings what to know before running the plan
 * @param reachedLsn where the target is after the last step; null where it holds nothing
 */
public record Plan(
        List<Step> steps,
        List<LeftOut> leftOut,
        List<Gap> gaps,
        boolean brokenChain,
        String why,
        List<String> warnings,
        Lsn reachedLsn) {

    public Plan {
        steps = List.copyOf(steps);
        leftOut = List.copyOf(leftOut);
        gaps = List.copyOf(gaps);
        warnings = List.copyOf(warnings);
    }

    /**
     * One RESTORE.
     *
     * @param position goes into {@code FILE =}
     * @param checksum whether to say CHECKSUM: the set has some
     * @param restart whether this step repeats one that was interrupted; the planner never says so
     * @param stopAt goes into STOPAT, source-local; null for none
     * @param note what to know about this step; null for nothing
     */
    public record Step(
            BackupSet set,
            BackupType type,
            List<String> files,
            int position,
            boolean checksum,
            boolean restart,
            LocalDateTime stopAt,
            String note) {
        public Step {
            files = List.copyOf(files);
        }

        /** The same step as a repetition of an interrupted one. */
        public Step withRestart() {
            return new Step(set, type, files, position, checksum, true, stopAt, note);
        }
    }

    /** A set that the plan does not use. The sentence is for people and names the numbers. */
    public record LeftOut(BackupSet set, Reason reason, String sentence) {}

    /** Why a set is left out. */
    public enum Reason {
        /** The same set is here under another file name. */
        DUPLICATE,
        /** The header lacks what a restore needs, or contradicts itself. */
        UNREADABLE,
        /** File and partial backups. */
        NOT_SUPPORTED,
        /** A snapshot, or pages were bad when it was taken. */
        DAMAGED,
        OTHER_DATABASE,
        INCOMPLETE,
        NEWER_VERSION,
        ENCRYPTED,
        NO_CHECKSUM,
        /** The target already has all of it, or the step before it brings it. */
        COVERED,
        EMPTY,
        /** Another full or differential serves better. */
        NOT_NEEDED,
        /** A differential whose full is not the one that is there. */
        OTHER_BASE,
        /** Logs before it are missing. */
        GAP,
        /** The source was restored in between. */
        FORK,
        /** Nothing to begin with. */
        NO_FULL,
        /** The target's state forbids it. */
        TARGET,
        /** Beyond the point in time. */
        AFTER_STOP;

        /** Whether it is the set itself that no target of this kind takes: somebody must act, no other backup helps. */
        public boolean keepsOut() {
            return this == UNREADABLE || this == NOT_SUPPORTED || this == DAMAGED || this == OTHER_DATABASE || this == INCOMPLETE || this == NEWER_VERSION || this == ENCRYPTED
                    || this == NO_CHECKSUM;
        }

        /** Whether later arrivals may make the set usable without a new backup. */
        public boolean mayComeRight() {
            return this == INCOMPLETE || this == GAP || this == OTHER_BASE || this == NO_FULL;
        }
    }

    /**
     * Missing log backups.
     *
     * @param fromLsn the end of what is there
     * @param toLsn the begin of the next log that is there
     * @param after the set that ends at fromLsn; null where the target itself does
     * @param before the log that begins at toLsn
     * @param bridgedBy the differential of the plan that makes the missing logs unnecessary; null where the chain ends here
     */
    public record Gap(Lsn fromLsn, Lsn toLsn, BackupSet after, BackupSet before, BackupSet bridgedBy) {
        public String sentence() {
            return Sentences.gap(this);
        }
    }
}
