package org.halomigration.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What became of a delivery, written by the target: {@code to-source/<id>.<sequence>.receipt.json}. The schema is
 * {@code docs/formats/receipt.schema.json}.
 *
 * @param id the manifest's id
 * @param sequence grows with each receipt of a migration: of two that speak of one thing the greater is true
 * @param state {@code received}, {@code refused}, {@code restored} or {@code left-out}
 * @param reason why it was refused or left out
 * @param resend whether sending it again can help: true where it arrived other than it was sent, else absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        String format,
        int version,
        String id,
        String migration,
        int attempt,
        long sequence,
        String state,
        String reason,
        Boolean resend,
        List<SetState> sets,
        Position target,
        OffsetDateTime written) {
    public static final String FORMAT = "halo-migration/receipt";
    public static final String SUFFIX = ".receipt.json";

    /** One backup set that the headers of the delivery's files name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SetState(String backupSetGuid, String type, String state, String reason) {}

    /** Where the target database stands. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Position(String database, String state, String redoStartLsn, String redoStartForkGuid, String differentialBaseGuid, String familyGuid) {}

    /** Another name each time: the source deletes what it has read, and must not delete what was written since. */
    public String fileName() {
        return id + "." + sequence + SUFFIX;
    }
}
