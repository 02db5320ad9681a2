package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every case of {@code header-sets.yaml} gets the plan that SQL Server's rules give it, through the command. */
@SuppressWarnings("unchecked")
class PlansWhatFoldersHoldTest {
    private static final Set<String> SHORT = Set.of("set", "type", "first", "last", "base", "path", "at");

    @TempDir
    Path directory;

    static Stream<Named<Map<String, Object>>> cases() throws IOException {
        try (InputStream in = PlansWhatFoldersHoldTest.class.getResourceAsStream("header-sets.yaml")) {
            List<Map<String, Object>> cases = new Yaml().load(in);
            return cases.stream().map(each -> Named.of((String) each.get("case"), each));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void asTheRulesSay(Map<String, Object> given) throws IOException {
        Called called = call(given);
        JsonNode plan = called.plan();
        assertThat(Called.values(plan.get("steps"), "backupSetGuid").stream().map(guid -> name(given, guid)).collect(Collectors.joining(" "))).as(called.err()).isEqualTo(given.get("plan"));
        assertThat(called.code()).as(called.err()).isEqualTo(given.getOrDefault("exit", 0));
        assertThat(gaps(given, plan)).isEqualTo(given.getOrDefault("gaps", List.of()));
        leftOut(given, plan);
        map(given, "sql").forEach((set, words) -> assertThat(sql(given, plan, set)).contains((String) words));
        if (given.containsKey("says")) {
            assertThat(called.err()).contains((String) given.get("says"));
        }
    }

    private static void leftOut(Map<String, Object> given, JsonNode plan) {
        Map<String, String> reasons = new LinkedHashMap<>();
        plan.get("leftOut").forEach(out -> reasons.merge(name(given, out.get("backupSetGuid").asText()), out.get("reason").asText(), (a, b) -> a + b));
        map(given, "out").forEach((set, words) -> assertThat(reasons.get(set)).as(set + " in " + reasons).contains((String) words));
        assertThat(reasons.keySet()).isEqualTo(map(given, "out").keySet());
    }

    private static List<String> gaps(Map<String, Object> given, JsonNode plan) {
        return StreamSupport.stream(plan.get("gaps").spliterator(), false)
                .map(gap -> "%s-%s %s %s".formatted(
                        gap.get("fromLsn").asText(), gap.get("toLsn").asText(), gap.get("after").isNull() ? "-" : name(given, gap.get("after").asText()), name(given, gap.get("before").asText())))
                .toList();
    }

    private static String sql(Map<String, Object> given, JsonNode plan, String set) {
        return StreamSupport.stream(plan.get("steps").spliterator(), false)
                .filter(step -> name(given, step.get("backupSetGuid").asText()).equals(set))
                .map(step -> step.get("sql").asText())
                .findFirst()
                .orElseThrow();
    }

    private Called call(Map<String, Object> given) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("plan", "--json", "--headers", write("headers.json", rows(given))));
        arguments.addAll((List<String>) given.getOrDefault("arguments", List.of()));
        if (given.containsKey("target")) {
            Map<String, Object> target = new LinkedHashMap<>(map(given, "target"));
            Object path = target.remove("path");
            Object base = target.remove("base");
            target.put("redoStartForkGuid", path == null ? null : guid(path));
            target.put("differentialBaseGuid", base == null ? null : guid(base));
            arguments.addAll(List.of("--target", write("target.json", target)));
        }
        return Called.of(arguments.toArray(String[]::new));
    }

    private String write(String name, Object value) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, Called.JSON.writeValueAsString(value));
        return file.toString();
    }

    private static List<Map<String, Object>> rows(Map<String, Object> given) {
        List<Map<String, Object>> rows = (List<Map<String, Object>>) given.get("rows");
        return rows.stream().map(row -> row(given, row, rows)).toList();
    }

    private static Map<String, Object> row(Map<String, Object> given, Map<String, Object> brief, List<Map<String, Object>> all) {
        Map<String, Object> row = new LinkedHashMap<>();
        Object set = brief.get("set");
        if (set != null) {
            if (!given.containsKey("anonymous")) {
                row.put("BackupSetGUID", guid(set));
            }
            row.put("BackupType", brief.get("type"));
            row.put("FirstLSN", brief.get("first"));
            row.put("LastLSN", brief.get("last"));
            row.put("File", "D:\\Backup\\" + set + ".bak");
            row.put("Position", 1);
            if (brief.get("type").equals(1)) {
                row.put("CheckpointLSN", brief.get("first"));
            }
        }
        if (!given.containsKey("bare")) {
            row.put("DatabaseName", "Halo");
            row.put("ServerName", "SQL01");
            row.put("FamilyGUID", guid("family"));
            String[] path = ((String) brief.getOrDefault("path", "A")).split(">");
            row.put("FirstRecoveryForkID", guid(path[0]));
            row.put("RecoveryForkID", guid(path[path.length - 1]));
            row.put("HasBackupChecksums", 1);
        }
        if (brief.containsKey("base")) {
            row.put("DifferentialBaseGUID", guid(brief.get("base")));
            all.stream().filter(each -> brief.get("base").equals(each.get("set"))).findFirst().ifPresent(base -> row.put("DatabaseBackupLSN", base.get("first")));
        }
        if (brief.containsKey("at")) {
            row.put("BackupStartDate", "2025-06-01T" + brief.get("at") + ":00");
            row.put("BackupFinishDate", "2025-06-01T" + brief.get("at") + ":00");
        }
        brief.forEach((column, value) -> {
            if (!SHORT.contains(column)) {
                row.put(column, value);
            }
        });
        return row;
    }

    private static String guid(Object name) {
        return UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8)).toString().toUpperCase(Locale.ROOT);
    }

    /** A set without GUID has no name either; its kind stands for it. */
    private static String name(Map<String, Object> given, String guid) {
        return ((List<Map<String, Object>>) given.get("rows")).stream().map(row -> row.get("set")).filter(set -> set != null && guid(set).equals(guid)).map(Object::toString).findFirst().orElse("");
    }

    private static Map<String, Object> map(Map<String, Object> given, String key) {
        return (Map<String, Object>) given.getOrDefault(key, Map.of());
    }
}
