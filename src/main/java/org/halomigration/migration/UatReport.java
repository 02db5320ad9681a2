package org.halomigration.migration;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.halomigration.journal.Durations;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.restore.Step;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;

/** What the customer is told of a UAT copy: what it was made of, how it was checked, and what the cutover will take, as far as it was measured. */
final class UatReport {
    private UatReport() {}

    record Report(
            String customer, String migration, String database, OffsetDateTime written, Sets sets, List<Part> steps, List<Answer> checks, Forecast forecast) {}

    /** The backup sets that it is made of, and the LSN of the last one's end. */
    record Sets(int full, int differential, int log, String lastSet, String lastLsn) {}

    record Part(String what, long millis) {}

    record Answer(String check, String subject, String severity, String detail) {}

    /** @param notIncluded what nobody has measured yet; the downtime is longer by it */
    record Forecast(long millis, List<Part> parts, List<String> notIncluded) {}

    /** @return the report as JSON */
    static String of(Migration migration, Journal journal, UatCopies.Copy copy, List<Step> plan, List<Finding> findings) {
        List<Event> events = events(migration, journal, copy);
        List<String> restored = events.stream().filter(event -> event.kind().equals("uat.restored")).map(Event::setId).toList();
        List<Step> steps = plan.stream().filter(step -> restored.contains(step.setId())).toList();
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        Sets sets = new Sets(
                count(steps, "full"), count(steps, "differential"), count(steps, "log"), last == null ? null : last.setId(), last == null ? null : String.valueOf(last.lastLsn()));
        List<Part> parts = events.stream().filter(event -> event.millis() != null).map(event -> new Part(event.text(), event.millis())).toList();
        List<Answer> answers = findings.stream()
                .map(finding -> new Answer(finding.check(), finding.subject(), finding.severity().text(), finding.detail()))
                .toList();
        return Json.text(new Report(
                migration.customer() == null ? null : migration.customer().name(), migration.name(), copy.databaseName(), journal.now(), sets, parts, answers,
                forecast(migration, events, steps)));
    }

    /** What the cutover will do with the same data, by how long it took here. */
    private static Forecast forecast(Migration migration, List<Event> events, List<Step> steps) {
        List<Part> parts = new ArrayList<>();
        String tail = steps.stream().anyMatch(step -> step.type().equals("log")) ? "log" : "differential";
        events.stream()
                .filter(event -> event.kind().equals("uat.restored") && event.text().contains(tail))
                .map(Event::millis)
                .filter(Objects::nonNull)
                .max(Long::compare)
                .ifPresent(millis -> parts.add(new Part("restore of the tail, as the longest " + tail + " took", millis)));
        part(events, "uat.recovered", "recovery", parts);
        part(events, "uat.read", "checksums".equals(migration.proof()) ? "proof: every row is read" : "proof: rows are counted", parts);
        part(events, "uat.healthy", "health checks of the pages", parts);
        List<String> notIncluded = List.of(
                "stopping the application on premises and freezing its database",
                "taking the last backup and sending it",
                "starting the hosted application",
                "health checks of mail and integrator, which are off in UAT");
        return new Forecast(parts.stream().mapToLong(Part::millis).sum(), parts, notIncluded);
    }

    private static void part(List<Event> events, String kind, String what, List<Part> parts) {
        events.stream()
                .filter(event -> event.kind().equals(kind) && event.millis() != null)
                .reduce((a, b) -> b)
                .ifPresent(event -> parts.add(new Part(what, event.millis())));
    }

    private static int count(List<Step> steps, String type) {
        return (int) steps.stream().filter(step -> step.type().equals(type)).count();
    }

    /** Those of the copy's last run: one that was cut off began anew. */
    private static List<Event> events(Migration migration, Journal journal, UatCopies.Copy copy) {
        List<Event> all = journal.sql()
                .sql("SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event WHERE migration = ? AND kind LIKE 'uat.%' AND at >= ? ORDER BY id")
                .params(migration.name(), copy.asked())
                .query(Event.class)
                .list();
        int start = 0;
        for (int i = 0; i < all.size(); i++) {
            start = all.get(i).kind().equals("uat.started") ? i : start;
        }
        return all.subList(start, all.size());
    }

    /** Writes {@code uat-<number>.json} and {@code uat-<number>.txt} beside the rest of the evidence; once more when it is signed off. */
    static void write(Path root, Migration migration, Journal journal, UatCopies.Copy copy) {
        if (copy.report() == null) {
            return;
        }
        Report report;
        try {
            report = Json.read(copy.report(), Report.class, "the report of UAT copy " + copy.id());
        } catch (Json.Unreadable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        Path directory = Evidence.directory(journal, root, migration.name());
        record Signed(Report report, String signedBy, OffsetDateTime signed) {}
        Evidence.write(directory.resolve("uat-" + copy.id() + ".json"), Json.text(new Signed(report, copy.signedBy(), copy.signed())));
        Evidence.write(directory.resolve("uat-" + copy.id() + ".txt"), text(report, copy));
    }

    private static String text(Report report, UatCopies.Copy copy) {
        StringBuilder text = new StringBuilder("UAT COPY ").append(report.database()).append('\n');
        line(text, "customer", report.customer());
        line(text, "written", report.written());
        line(text, "made of", report.sets().full() + " full, " + report.sets().differential() + " differential, " + report.sets().log() + " log; up to LSN " + report.sets().lastLsn());
        line(text, "signed off", copy.signedBy() == null ? "not yet" : "by " + copy.signedBy() + ", " + copy.signed());
        text.append("\nWhat was done\n");
        report.steps().forEach(part -> line(text, Durations.text(part.millis()), part.what()));
        text.append("\nHealth checks\n");
        report.checks().forEach(answer -> line(text, answer.severity(), answer.check() + " " + answer.subject() + ": " + answer.detail()));
        text.append("\nForecast of the cutover, by what was measured here\n");
        report.forecast().parts().forEach(part -> line(text, Durations.text(part.millis()), part.what()));
        line(text, "in all", Durations.text(report.forecast().millis()));
        text.append("\nNot in it, as it was not measured here\n");
        report.forecast().notIncluded().forEach(what -> text.append("  ").append(what).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, Object name, Object value) {
        text.append(String.format("  %-14s %s%n", name, value));
    }
}
