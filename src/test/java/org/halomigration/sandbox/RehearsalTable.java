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

    /** After a backout. @param before what the source held when the cutover began @return whether the customer works on as before, with every row */
    static boolean printBackout(World world, Product product, Rows before) throws Exception {
        String name = world.migration;
        System.out.println();
        line("backout", "after", "");
        Optional<OffsetDateTime> begin = at(product.source(), name, "cutover.started");
        begin.ifPresent(start -> {
            for (String kind : List.of("cutover.stopped", "cutover.frozen", "cutover.recovered", "cutover.backout-asked", "cutover.fenced", "cutover.backed-out")) {
                for (Journal journal : List.of(product.source(), product.target())) {
                    journal.events().ofKind(name, kind).stream().findFirst().ifPresent(event ->
                            line(kind, Durations.text(Duration.between(start, event.at()).toMillis()), journal.role() + ": " + event.text()));
                }
            }
        });
        System.out.println();
        Rows now = Rows.onSource(world);
        System.out.printf("%-28s %s%n", "table of the source", "rows and content, before and after");
        boolean equal = before != null && before.equals(now);
        now.tables().forEach((table, rows) -> System.out.printf("%-28s %s%n", table, before != null && rows.equals(before.tables().get(table)) ? "equal: " + rows.split(" rows ")[0] + " rows" : "DIFFERS"));
        Optional<OffsetDateTime> asked = at(product.source(), name, "cutover.backout-asked");
        Optional<OffsetDateTime> over = at(product.source(), name, "cutover.backed-out");
        boolean serves = world.onPremises.running() && !world.hosted.running() && world.halo.work(5) > 0;
        System.out.println();
        if (begin.isPresent() && asked.isPresent() && over.isPresent()) {
            line("backout", Durations.text(Duration.between(asked.get(), over.get()).toMillis()), "from the command until the source serves");
            line("downtime", Durations.text(Duration.between(begin.get(), over.get()).toMillis()), "from the first stop command until the source serves");
        }
        boolean good = over.isPresent() && equal && serves;
        line("verdict", good ? "BACKED OUT" : "NOT AS BEFORE", good ? "the source serves, every row as before, the hosted application is stopped; another attempt may follow"
                : "backed out: " + over.isPresent() + ", rows as before: " + equal + ", the customer can work: " + serves);
        System.out.println();
        return good;
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
