package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Durations;
import org.halomigration.migration.Dossier.Content;

/** A {@link Dossier} for people. */
final class DossierText {
    private final StringBuilder text = new StringBuilder();

    private DossierText() {}

    static String of(Content content) {
        return new DossierText().write(content);
    }

    private String write(Content content) {
        text.append("MIGRATION ").append(content.migration()).append(", attempt ").append(content.attempt()).append(", as the ").append(content.role()).append(" has it\n");
        line("customer", content.customer());
        line("phase", content.phase());
        line("written", content.written());
        list("Simulated", content.simulated());
        list("Not proven", content.notProven());
        if (content.gate() != null) {
            title("Why the target was recovered");
            content.gate().fields().forEachRemaining(field -> line(field.getKey(), field.getValue().asText()));
        }
        if (content.proof() != null) {
            proof(content.proof());
        }
        title("What happened");
        content.timeline().forEach(event -> line(event.at(), event.text() + (event.millis() == null ? "" : " (" + Durations.text(event.millis()) + ")")
                + (event.actor() == null ? "" : " [" + event.actor() + "]")));
        title("Findings");
        content.findings().forEach(found -> line(found.severity(), found.since() + (found.until() == null ? "" : " to " + found.until()) + "  " + found.checkId() + " "
                + found.subject() + ": " + found.detail()));
        title("Files, with their SHA-256");
        content.files().forEach(file -> line(file.state(), file.sha256() + "  " + file.size() + "  " + file.name()));
        title("What the servers said");
        content.serverMessages().forEach(said -> line(said.at(), said.instance() + " " + said.statement() + ": " + said.number() + " " + said.text()));
        title("Routes, statements and migration file in force, with their SHA-256");
        content.definitions().forEach(definition -> line(definition.kind(), definition.sha256() + "  " + definition.file()));
        return text.toString();
    }

    /** Rows of each table on both sides. */
    private void proof(JsonNode proof) {
        title("Proof: rows of source and target");
        Map<String, JsonNode> target = new HashMap<>();
        proof.path("target").path("tables").forEach(table -> target.put(name(table), table));
        for (JsonNode table : proof.path("source").path("tables")) {
            JsonNode other = target.get(name(table));
            boolean equal = other != null && table.path("rows").equals(other.path("rows")) && table.path("checksum").equals(other.path("checksum"));
            line(equal ? "equal" : "DIFFERS", name(table) + ": " + table.path("rows").asText() + " and " + (other == null ? "no table" : other.path("rows").asText())
                    + (table.hasNonNull("checksum") ? ", content " + table.path("checksum").asText() : ", content not read"));
        }
        proof.path("differences").forEach(difference -> line("difference", difference.asText()));
    }

    private static String name(JsonNode table) {
        return table.path("schema").asText() + "." + table.path("name").asText();
    }

    private void list(String title, List<String> lines) {
        title(title);
        if (lines.isEmpty()) {
            text.append("  nothing\n");
        }
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private void title(String title) {
        text.append('\n').append(title).append('\n');
    }

    private void line(Object name, Object value) {
        text.append(String.format("  %-14s %s%n", name, value));
    }
}
