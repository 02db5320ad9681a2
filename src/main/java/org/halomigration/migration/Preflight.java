package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/**
 * The checks before the migration, of one side: when they are asked, with what, and what becomes of the answers. The beans
 * {@code sourcePreflight} and {@code targetPreflight}. What one side finds travels to the other as a message, so that either report has both.
 */
public final class Preflight {
    private static final Set<Phase> BEFORE = Set.of(Phase.PREPARING, Phase.SEEDING, Phase.STANDING_BY);
    private static final Duration AT_LEAST_BETWEEN = Duration.ofMinutes(1);

    private final Journal journal;
    private final Path evidence;
    private final Duration every;
    private final Map<String, OffsetDateTime> looked = new ConcurrentHashMap<>();

    /** @param every how often the checks are asked without being told to */
    Preflight(Journal journal, Path evidence, Duration every) {
        this.journal = journal;
        this.evidence = evidence;
        this.every = every;
    }

    /** What a side says to the other: what it is, and what it found. */
    private record Said(Map<String, Object> facts, List<Finding> findings) {}

    /** At the first look, from time to time, and when the other side has said something new; never once the cutover has begun. */
    public boolean isDue(String migration) {
        if (!BEFORE.contains(journal.phases().of(migration).phase())) {
            return false;
        }
        OffsetDateTime last = looked.get(migration);
        OffsetDateTime now = journal.now();
        if (last == null || last.plus(every).isBefore(now)) {
            return true;
        }
        return last.plus(AT_LEAST_BETWEEN).isBefore(now)
                && heard(migration).map(message -> message.delivered() != null && message.delivered().isAfter(last)).orElse(false);
    }

    /** What the statements of the checks are filled with. Unknown facts of the source are absent. */
    public Map<String, Object> values(Migration migration) {
        looked.put(migration.name(), journal.now());
        Map<String, Object> values = new HashMap<>();
        boolean source = journal.role().equals("source");
        values.put("database", source ? migration.source().database() : migration.target().database());
        values.put("newestVersion", migration.preflight().newestSourceVersion());
        values.put("newestMajor", migration.preflight().newestSourceMajor());
        values.put("allowEncrypted", migration.preflight().allowEncrypted() ? 1 : 0);
        values.put("pausesJobs", source && !migration.source().backupJobs().pause().isEmpty() ? 1 : 0);
        values.put("limit", source && migration.landingZone().limit() != null ? migration.landingZone().limit() : 0);
        if (!source) {
            values.put("copies", migration.target().uatDatabase() == null ? 1 : 2);
            values.put("dataDirectory", migration.target().dataDirectory());
            values.put("logDirectory", migration.target().logDirectory());
            heardFacts(migration.name()).ifPresent(facts -> addSource(values, facts));
        }
        return values;
    }

    private static void addSource(Map<String, Object> values, JsonNode facts) {
        if (!facts.hasNonNull("version")) {
            return;
        }
        values.put("sourceVersion", facts.path("version").asText());
        values.put("sourceMajor", Integer.valueOf(facts.path("version").asText().replaceFirst("\\..*", "")));
        values.put("sourceCollation", facts.path("collation").asText(""));
        values.put("sourceDataBytes", facts.path("data_bytes").asLong());
        values.put("sourceLogBytes", facts.path("log_bytes").asLong());
        values.put("sourceFeatures", texts(facts.path("features")).stream().collect(Collectors.joining(", ")));
        values.put("sourceLogins", texts(facts.path("logins")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** What the source is as long as it has not been asked. */
    public Map<String, Object> nothingKnown() {
        return Map.of();
    }

    /**
     * What the source is, of the rows of three statements; empty where it could not be asked.
     *
     * @param instance rows of source-facts.sql
     * @param features rows of edition-features.sql
     * @param logins rows of user-logins.sql
     */
    public Map<String, Object> facts(List<Map<String, Object>> instance, List<Map<String, Object>> features, List<Map<String, Object>> logins) {
        if (instance.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> facts = new LinkedHashMap<>(instance.get(0));
        facts.put("features", features.stream().map(row -> row.get("feature_name")).toList());
        facts.put("logins", logins.stream().map(row -> row.get("name")).toList());
        return facts;
    }

    /**
     * Journals what the checks answered, tells the other side where it is new, and writes the report.
     *
     * @param checks that were asked
     * @param findings null where no check is loaded
     * @param facts what this side is; null on the target
     */
    public void answered(Migration migration, List<String> checks, List<Finding> findings, Map<String, Object> facts) {
        List<Finding> all = findings == null ? List.of() : findings;
        checks.forEach(check -> journal.findings().answered(migration.name(), check, all.stream().filter(finding -> finding.check().equals(check)).toList()));
        say(migration.name(), new Said(facts == null ? Map.of() : facts, all));
        List<Finding> others = heard(migration.name()).map(message -> others(message)).orElse(List.of());
        PreflightReport report = new PreflightReport(migration, journal.role(), journal.now(), all, others);
        report.write(evidence.resolve(migration.name()));
        if (looked.containsKey(migration.name())) {
            journal.events().progressed(migration.name(), null, "preflight.progress", report.summary());
        }
    }

    private void say(String migration, Said said) {
        int attempt = journal.phases().attempt(migration);
        String kind = journal.role() + "-preflight";
        String body = Json.text(said);
        if (journal.messages().newest(migration, attempt, kind).map(Message::body).filter(body::equals).isEmpty()) {
            journal.messages().put(new Message(migration, UUID.randomUUID().toString(), attempt, kind, journal.role(), body, journal.now(), null));
        }
    }

    private Optional<Message> heard(String migration) {
        String other = journal.role().equals("source") ? "target" : "source";
        return journal.messages().newest(migration, journal.phases().attempt(migration), other + "-preflight");
    }

    private Optional<JsonNode> heardFacts(String migration) {
        return heard(migration).map(message -> body(message).path("facts"));
    }

    private static List<Finding> others(Message message) {
        List<Finding> findings = new ArrayList<>();
        body(message).path("findings").forEach(finding -> findings.add(new Finding(
                finding.path("check").asText(),
                finding.path("subject").asText(),
                Finding.Severity.valueOf(finding.path("severity").asText()),
                finding.path("detail").asText(),
                finding.path("advice").textValue(),
                finding.path("actor").textValue())));
        return findings;
    }

    private static JsonNode body(Message message) {
        try {
            return Json.read(message.body(), JsonNode.class, "message " + message.id());
        } catch (Json.Unreadable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
