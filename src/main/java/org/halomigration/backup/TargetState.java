package org.halomigration.backup;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * What the target server says about the database to restore into.
 *
 * @param name of the target database
 * @param redoStartLsn where the next log has to reach back to: least {@code redo_start_lsn} of the data files in restore; null where unknown
 * @param redoStartForkGuid the recovery path it is on; null where unknown
 * @param differentialBaseGuid the full that a differential must be based on; null where unknown
 * @param familyGuid of the database that was restored; null where unknown
 */
public record TargetState(
        String name, State state, Lsn redoStartLsn, UUID redoStartForkGuid, UUID differentialBaseGuid, UUID familyGuid) {

    /** {@code state_desc} of {@code sys.databases}; ABSENT where there is no such database, STANDBY where {@code is_in_standby} is 1. */
    public enum State {
        ABSENT,
        RESTORING,
        STANDBY,
        ONLINE,
        RECOVERING,
        RECOVERY_PENDING,
        SUSPECT,
        EMERGENCY,
        OFFLINE,
        OTHER;

        /** Reads a {@code state_desc} or a person's word in any case; null and empty are ABSENT, unknown words are OTHER. */
        public static State parse(String text) {
            if (text == null || text.isBlank()) {
                return ABSENT;
            }
            try {
                return valueOf(text.trim().toUpperCase(Locale.ROOT).replace(' ', '_'));
            } catch (IllegalArgumentException e) {
                return OTHER;
            }
        }
    }

    public TargetState {
        Objects.requireNonNull(state, "state");
    }

    public static TargetState absent(String name) {
        return new TargetState(name, State.ABSENT, null, null, null, null);
    }

    /** A database that takes further backups. */
    public boolean takesMore() {
        return state == State.RESTORING || state == State.STANDBY;
    }
}
