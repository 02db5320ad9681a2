package org.halomigration.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;

/** The rehearsal's end: what took how long, what each side holds, how long nobody could work. All of it read from journals and databases. */
final class RehearsalTable {
    private RehearsalTable() {}

    /** @return whether every table's rows and content are equal on both sides */
    static boolean print(World world, Journal source, Journal target) throws Exception {
        String name = world.migration;
        System.out.println();
        line("step", "took", "what");
        line("----", "----", "----");
        List<Event> events = new ArrayList<>();
        for (String kind : List.of("push.sent")) {
            events.addAll(source.events().ofKind(name, kind));
        }
        for (String kind : List.of("receive.verified", "restore.done", "uat.recovered", "uat.muted", "uat.checked", "uat.served", "uat.signed-off", "cutover.proved")) {
            events.addAll(target.events().ofKind(name, kind));
        }
        events.addAll(source.events().ofKind(name, "cutover.proved"));
        events.sort(java.util.Comparator.comparing(Event::at));
        events.forEach(event -> line(event.kind(), event.millis() == null ? "" : Durations.text(event.millis()), event.text()));
        System.out.println();
        Optional<OffsetDateTime> begin = at(source, name, "cutover.started");
        begin.ifPresent(start -> {
            line("cutover", "after", "");
            for (String[] step : new String[][] {
                {"source", "cutover.stopped"}, {"source", "cutover.frozen"}, {"source", "cutover.confirmed"}, {"target", "cutover.gate"},
                {"target", "cutover.recovered"}, {"target", "cutover.proved"}, {"target", "cutover.opened"}, {"target", "cutover.started"},
                {"target", "cutover.healthy"}
            }) {
                Journal journal = step[0].equals("source") ? source : target;
                journal.events().ofKind(name, step[1]).stream()
                        .findFirst()
                        .ifPresent(event -> line(step[1], Durations.text(Duration.between(start, event.at()).toMillis()), event.text()));
            }
        });
        boolean equal = tables(world, name);
        Optional<OffsetDateTime> end = at(target, name, "cutover.healthy");
        System.out.println();
        if (begin.isPresent() && end.isPresent()) {
            line("downtime", Durations.text(Duration.between(begin.get(), end.get()).toMillis()), "from the first stop command to the verdict");
        }
        boolean live = end.isPresent();
        line("verdict", live && equal ? "LIVE" : "NOT LIVE", equal ? "every table equal, counted and checksummed before any application touched the target" : "the proof does not hold");
        System.out.println();
        return live && equal;
    }

    private static boolean tables(World world, String name) throws Exception {
        Path proof = world.directory.resolve("evidence").resolve(name).resolve("1").resolve("proof.json");
        if (!Files.exists(proof)) {
            return false;
        }
        JsonNode json = new ObjectMapper().readTree(proof.toFile());
        Map<String, JsonNode> targets = new HashMap<>();
        json.path("target").path("tables").forEach(table -> targets.put(title(table), table));
        System.out.println();
        System.out.printf("%-28s %12s %12s  %s%n", "table", "source rows", "target rows", "content");
        boolean all = json.path("source").path("tables").size() > 0 && json.path("source").path("tables").size() == targets.size();
        for (JsonNode table : json.path("source").path("tables")) {
            JsonNode other = targets.get(title(table));
            boolean equal = other != null
                    && other.path("rows").asLong() == table.path("rows").asLong()
                    && !table.path("checksum").asText().isEmpty()
                    && other.path("checksum").asText().equals(table.path("checksum").asText());
            all &= equal;
            System.out.printf(
                    "%-28s %12d %12s  %s%n",
                    title(table), table.path("rows").asLong(), other == null ? "-" : other.path("rows").asText(), equal ? "equal" : "DIFFERS");
        }
        return all;
    }

    private static String title(JsonNode table) {
        return table.path("schema").asText() + "." + table.path("name").asText();
    }

    private static Optional<OffsetDateTime> at(Journal journal, String name, String kind) {
        return journal.events().ofKind(name, kind).stream().map(Event::at).findFirst();
    }

    private static void line(String a, String b, String c) {
        System.out.printf("%-22s %12s  %s%n", a, b, c);
    }
}
