package org.halomigration.migration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/**
 * What stands in the way, what to do about it and who does it, as JSON and as text.
 *
 * @param role whose journal it is made from
 * @param own what this side found
 * @param others what the other side said that it found; empty while it has said nothing
 */
record PreflightReport(Migration migration, String role, OffsetDateTime written, List<Finding> own, List<Finding> others) {

    /** Whether nothing that was asked stands in the way. */
    boolean clear() {
        return count(Severity.FAILED) == 0;
    }

    /** One line. */
    String summary() {
        return "preflight: " + count(Severity.FAILED) + " in the way, " + count(Severity.WARNING) + " to look at, " + count(Severity.OK) + " well";
    }

    private long count(Severity severity) {
        return all().filter(finding -> finding.severity() == severity).count();
    }

    private Stream<Finding> all() {
        return Stream.concat(own.stream(), others.stream());
    }

    /** Writes {@code preflight.json} and {@code preflight.txt}; on a target {@code preflight-target.…}, as one directory may be both sides'. */
    void write(Path directory) {
        String name = role.equals("source") ? "preflight" : "preflight-target";
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".json"), Json.text(json()));
            Files.writeString(directory.resolve(name + ".txt"), text());
        } catch (IOException e) {
            throw new UncheckedIOException("The report could not be written to " + directory + ": " + e.getMessage() + ". Check halo.evidence.", e);
        }
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("migration", migration.name());
        json.put("written", written);
        json.put("writtenBy", role);
        json.put("clear", clear());
        json.put(role, own);
        json.put(role.equals("source") ? "target" : "source", others);
        return json;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Preflight of ").append(migration.name()).append(", ").append(written.toString().replaceFirst("T", " ").replaceFirst("\\..*|Z$", "")).append(" UTC, written by the ").append(role).append("\n");
        text.append(summary()).append("\n");
        if (others.isEmpty()) {
            text.append("The ").append(role.equals("source") ? "target" : "source").append(" has said nothing yet.\n");
        }
        section(text, "In the way", Severity.FAILED);
        section(text, "To look at", Severity.WARNING);
        section(text, "Well", Severity.OK);
        return text.toString();
    }

    private void section(StringBuilder text, String title, Severity severity) {
        List<Finding> findings = all().filter(finding -> finding.severity() == severity).toList();
        if (findings.isEmpty()) {
            return;
        }
        text.append("\n").append(title).append("\n").append("-".repeat(title.length())).append("\n");
        for (Finding finding : findings) {
            text.append("* ").append(finding.check().replaceFirst("^preflight-", "")).append(": ").append(finding.detail()).append("\n");
            if (finding.advice() != null) {
                text.append("    ").append(finding.actor() == null ? "" : finding.actor() + ": ").append(finding.advice()).append("\n");
            }
        }
    }
}
