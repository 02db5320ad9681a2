package org.halomigration.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;
import org.halomigration.backup.BackupSet;
import org.halomigration.backup.BackupSets;
import org.halomigration.backup.HeaderException;
import org.halomigration.backup.Plan;

/** A dry run as {@code docs/formats/plan.schema.json} has it. */
final class PlanJson {
    private final DryRun run;
    private final Function<BackupSet, String> guid;
    private final JsonGenerator json;

    private PlanJson(DryRun run, Function<BackupSet, String> guid, JsonGenerator json) {
        this.run = run;
        this.guid = guid;
        this.json = json;
    }

    /** @param guid a set's BackupSetGUID as whoever asked writes it; null for none */
    static String of(DryRun run, Function<BackupSet, String> guid) throws IOException {
        StringWriter text = new StringWriter();
        // Characters beyond ASCII are escaped, as a console may know no others.
        JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = factory.createGenerator(text).setPrettyPrinter(new DefaultPrettyPrinter())) {
            new PlanJson(run, guid, json).write();
        }
        return text.toString();
    }

    private void write() throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("steps");
        List<Plan.Step> steps = run.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), run.sql().get(i));
        }
        json.writeEndArray();
        if (run.recovery() == null) {
            json.writeNullField("recovery");
        } else {
            json.writeObjectFieldStart("recovery");
            json.writeStringField("sql", run.recovery());
            json.writeEndObject();
        }
        json.writeArrayFieldStart("leftOut");
        for (Plan.LeftOut out : run.plan().leftOut()) {
            leftOut(guid.apply(out.set()), out.sentence());
        }
        for (BackupSets.Duplicate duplicate : run.duplicates()) {
            leftOut(guid.apply(duplicate.set()), duplicate.sentence());
        }
        for (HeaderException row : run.unusable()) {
            leftOut(null, row.getMessage());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("gaps");
        for (Plan.Gap gap : run.plan().gaps()) {
            if (gap.bridgedBy() == null) {
                gap(gap);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void step(Plan.Step step, String sql) throws IOException {
        BackupSet set = step.set();
        json.writeStartObject();
        json.writeStringField("backupSetGuid", guid.apply(set));
        json.writeStringField("type", step.type().word());
        json.writeStringField("firstLsn", text(set.firstLsn()));
        json.writeStringField("lastLsn", text(set.lastLsn()));
        json.writeNumberField("position", step.position());
        json.writeArrayFieldStart("files");
        for (String file : step.files()) {
            json.writeString(file);
        }
        json.writeEndArray();
        json.writeStringField("sql", sql);
        json.writeEndObject();
    }

    private void leftOut(String set, String reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("backupSetGuid", set);
        json.writeStringField("reason", reason);
        json.writeEndObject();
    }

    private void gap(Plan.Gap gap) throws IOException {
        json.writeStartObject();
        json.writeStringField("fromLsn", text(gap.fromLsn()));
        json.writeStringField("toLsn", text(gap.toLsn()));
        json.writeStringField("after", gap.after() == null ? null : guid.apply(gap.after()));
        json.writeStringField("before", guid.apply(gap.before()));
        json.writeEndObject();
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
