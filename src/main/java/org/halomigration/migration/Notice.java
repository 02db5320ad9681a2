package org.halomigration.migration;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Phases;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Secret;
import org.halomigration.transfer.Json;

/**
 * What one receiver is told at once: the variable {@code notice} of route {@code tell}.
 *
 * @param kind {@code mail}, {@code slack} or {@code teams}
 * @param receiver its name, for people
 * @param to the mail address; null for a webhook
 * @param url the webhook's address; null for a mail
 * @param last the newest event in it
 */
public record Notice(String migration, String kind, String receiver, String to, Secret url, String subject, List<String> lines, long last) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z");
    private static final int LONGEST = 600;
    private static final int LONGEST_SUBJECT = 150;

    static Notice of(Migration migration, String role, Phases.Place place, Migration.Notify to, String receiver, List<Event> events) {
        Event last = events.get(events.size() - 1);
        ZoneId zone = migration.timeline() == null || migration.timeline().cutover() == null ? ZoneOffset.UTC : migration.timeline().cutover().zone();
        String more = events.size() == 1 ? "" : " (and " + (events.size() - 1) + " more)";
        List<String> lines = Stream.concat(
                        Stream.of("%s, migration %s, attempt %d: %s is %s.".formatted(migration.customer().name(), migration.name(), place.attempt(), role, place.phase().text())),
                        events.stream().map(event -> TIME.format(event.at().atZoneSameInstant(zone)) + "  " + cut(event.text(), LONGEST) + (event.actor() == null ? "" : ", by " + event.actor())))
                .toList();
        return new Notice(migration.name(), to.mail() != null ? "mail" : to.slack() != null ? "slack" : "teams", receiver, to.mail(), to.slack() != null ? to.slack() : to.teams(),
                cut("Halo Migration " + migration.name() + ": " + last.text(), LONGEST_SUBJECT) + more, lines, last.id());
    }

    /** On one line: a subject must not grow a header, nor a list an item. */
    private static String cut(String text, int longest) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= longest ? line : line.substring(0, longest) + "…";
    }

    /** Which route tells it: {@code tell-mail} or {@code tell-webhook}. */
    public String way() {
        return url == null ? "mail" : "webhook";
    }

    public String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The body of a webhook's request. */
    public String json() {
        return Json.text(kind.equals("slack") ? Map.of("text", "*" + escaped(subject) + "*\n" + lines.stream().map(Notice::escaped).collect(Collectors.joining("\n"))) : teams());
    }

    /** Slack takes these three for markup. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** An adaptive card of runs of text: unlike a text block, they know no markup. */
    private Map<String, Object> teams() {
        List<Map<String, Object>> blocks = Stream.concat(Stream.of(run(subject, true)), lines.stream().map(line -> run(line, false))).toList();
        Map<String, Object> card = Map.of("$schema", "http://adaptivecards.io/schemas/adaptive-card.json", "type", "AdaptiveCard", "version", "1.4", "body", blocks);
        return Map.of("type", "message", "attachments", List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    private static Map<String, Object> run(String text, boolean bold) {
        return Map.of("type", "RichTextBlock", "inlines", List.of(Map.of("type", "TextRun", "text", text, "weight", bold ? "Bolder" : "Default")));
    }
}
