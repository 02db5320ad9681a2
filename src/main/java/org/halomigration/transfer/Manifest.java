package org.halomigration.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * What the source writes last, beside a set's files: {@code <id>.manifest.json}. The schema is {@code docs/formats/manifest.schema.json}.
 *
 * @param id the BackupSetGUID; made from the file where the source's login was not given, {@code backupSetGuid} is then absent
 * @param type {@code full}, {@code differential}, {@code log}, or {@code unknown} until the target has read the headers
 * @param headers the set's rows in the source's msdb, one a file, for a target that cannot read headers; null where the source does not know the set
 * @param tail whether it is the last backup, taken after the source application stopped
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        String format,
        int version,
        String id,
        String migration,
        int attempt,
        String backupSetGuid,
        String type,
        String database,
        String firstLsn,
        String lastLsn,
        boolean tail,
        List<LandedFile> files,
        List<Map<String, Object>> headers,
        OffsetDateTime written) {
    public static final String FORMAT = "halo-migration/manifest";
    public static final String SUFFIX = ".manifest.json";

    /**
     * One file of the set.
     *
     * @param name its name in the landing zone
     * @param originalName its own name, where another file of that name had landed before
     * @param size in bytes
     * @param sha256 lower-case hex
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LandedFile(String name, String originalName, long size, String sha256, int sequence) {}

    public String fileName() {
        return id + SUFFIX;
    }

    /** @throws Json.Unreadable unless it is the manifest of that set, for that migration */
    void check(String ofSet, String ofMigration) throws Json.Unreadable {
        if (!FORMAT.equals(format) || version != 1) {
            throw new Json.Unreadable("The manifest says format " + format + " version " + version + "; expected " + FORMAT
                    + " version 1. Update the older side.");
        }
        if (!ofSet.equals(id)) {
            throw new Json.Unreadable("The manifest " + ofSet + " speaks of set " + id + ".");
        }
        if (!ofMigration.equals(migration)) {
            throw new Json.Unreadable("The manifest is for migration '" + migration + "', but this is the landing zone of '" + ofMigration
                    + "'. Check landing-zone.directory on the source.");
        }
        if (files == null || files.isEmpty() || files.contains(null)) {
            throw new Json.Unreadable("The manifest names no files.");
        }
    }
}
