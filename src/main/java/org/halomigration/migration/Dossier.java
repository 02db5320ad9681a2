package org.halomigration.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.halomigration.transfer.Json;
import org.halomigration.transfer.Manifest;

/**
 * What one role can say of an attempt, in one place: {@code <role>.json} and {@code <role>.txt} beside proof and gate, written whole and
 * again after each change. The beans {@code sourceDossier} and {@code targetDossier}.
 */
public final class Dossier {
    /** A long one is written less often: for every second of writing, so many without. */
    private static final int PAUSE = 20;

    private final Journal journal;
    private final Path root;
    private final Map<String, Written> written = new ConcurrentHashMap<>();

    Dossier(Journal journal, Path root) {
        this.journal = journal;
        this.root = root;
    }

    private record Written(int attempt, long event, long at, long took) {}

    /** @param definitions the version of each route, statement and migration file that was in force last */
    record Content(
            String migration, String customer, String role, int attempt, String phase, OffsetDateTime written, List<Event> timeline, List<File> files, List<Message> serverMessages,
            JsonNode gate, JsonNode proof, List<Answer> findings, List<Definition> definitions, List<String> simulated, List<String> notProven) {}

    record File(String setId, String name, long size, String sha256, String state) {}

    record Message(OffsetDateTime at, String instance, String statement, int session, int number, int severity, String text) {}

    record Answer(String checkId, String subject, String severity, String detail, String advice, OffsetDateTime since, OffsetDateTime until) {}

    record Definition(String kind, String file, String sha256, OffsetDateTime loaded) {}

    /** Writes both files if something has happened since; a failure to is a finding, and holds up nothing. */
    public void write(Migration migration) {
        String name = migration.name();
        int attempt = journal.phases().attempt(name);
        long event = journal.sql().sql("SELECT COALESCE(MAX(id), 0) FROM event WHERE migration = ?").params(name).query(Long.class).single();
        Written before = written.get(name);
        long now = System.nanoTime();
        if (before != null && (before.event() == event || now - before.at() < PAUSE * before.took())) {
            return;
        }
        try {
            // The end of an attempt that was backed out may have been written together with the beginning of the next.
            for (int number = before == null ? Math.max(1, attempt - 1) : before.attempt(); number <= attempt; number++) {
                write(migration, number);
            }
            written.put(name, new Written(attempt, event, System.nanoTime(), System.nanoTime() - now));
            journal.findings().end(name, "evidence", journal.role());
        } catch (RuntimeException | IOException e) {
            written.put(name, new Written(attempt, event, System.nanoTime(), 1_000_000_000L));
            journal.findings().record(name, new Finding("evidence", journal.role(), Finding.Severity.FAILED, String.valueOf(e.getMessage()),
                    "Check the directory halo.evidence. The journal keeps everything; the files are written as soon as they can be.", "host"));
        }
    }

    private void write(Migration migration, int attempt) throws IOException {
        Path directory = root.resolve(migration.name()).resolve(Integer.toString(attempt));
        Content content = content(migration, attempt, directory);
        Evidence.write(directory.resolve(journal.role() + ".json"), Json.text(content));
        Evidence.write(directory.resolve(journal.role() + ".txt"), DossierText.of(content));
    }

    private Content content(Migration migration, int attempt, Path directory) throws IOException {
        String name = migration.name();
        List<Event> timeline = journal.sql()
                .sql("SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event WHERE migration = ? AND attempt = ? ORDER BY id")
                .params(name, attempt)
                .query(Event.class)
                .list();
        List<Message> messages = journal.sql()
                .sql("SELECT at, instance, statement, session, number, severity, text FROM server_message WHERE migration = ? AND attempt = ? ORDER BY id")
                .params(name, attempt)
                .query(Message.class)
                .list();
        List<Answer> findings = journal.sql()
                .sql("SELECT check_id, subject, severity, detail, advice, since, until FROM finding WHERE migration = ? ORDER BY id")
                .params(name)
                .query(Answer.class)
                .list();
        List<Definition> definitions = journal.sql()
                .sql("SELECT kind, file, sha256, loaded FROM definition d WHERE id = (SELECT MAX(id) FROM definition l WHERE l.file = d.file) ORDER BY file")
                .query(Definition.class)
                .list();
        return new Content(
                name, migration.customer() == null ? null : migration.customer().name(), journal.role(), attempt, journal.phases().of(name).phase().text(), journal.now(), timeline,
                files(name), messages, read(directory.resolve("gate.json")), read(directory.resolve("proof.json")), findings, definitions, simulated(timeline, messages),
                notProven(migration, timeline));
    }

    /** Every file that was sent or has landed, with the hash that both sides have checked. */
    private List<File> files(String migration) {
        if (journal.role().equals("source")) {
            return journal.sql()
                    .sql("SELECT t.set_id, t.landed_name AS name, t.size, t.sha256, s.state FROM transfer t LEFT JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id "
                            + "WHERE t.migration = ? ORDER BY t.id")
                    .params(migration)
                    .query(File.class)
                    .list();
        }
        record Delivery(String manifest, String state) {}
        List<File> files = new ArrayList<>();
        journal.sql().sql("SELECT manifest, state FROM delivery WHERE migration = ? ORDER BY arrived").params(migration).query(Delivery.class).list().forEach(delivery -> {
            try {
                Manifest manifest = Json.read(delivery.manifest(), Manifest.class, "a manifest in the journal");
                manifest.files().forEach(file -> files.add(new File(manifest.backupSetGuid(), file.name(), file.size(), file.sha256(), delivery.state())));
            } catch (Json.Unreadable e) {
                files.add(new File(null, e.getMessage(), 0, null, delivery.state()));
            }
        });
        return files;
    }

    private static JsonNode read(Path file) throws IOException {
        return Files.exists(file) ? Json.mapper().readTree(Files.readString(file)) : null;
    }

    /** What a server that is none says of itself. */
    private static List<String> simulated(List<Event> timeline, List<Message> messages) {
        List<String> simulated = new ArrayList<>();
        timeline.stream().filter(event -> event.text().contains("(sandbox)")).map(Event::text).forEach(simulated::add);
        messages.stream()
                .filter(message -> message.text().startsWith("sandbox: simulated"))
                .map(message -> message.statement() + " on " + message.instance() + ": " + message.text())
                .distinct()
                .forEach(simulated::add);
        return simulated;
    }

    private List<String> notProven(Migration migration, List<Event> timeline) {
        List<String> not = new ArrayList<>();
        if (journal.role().equals("source")) {
            not.add("anything of the target: see its own evidence");
            return not;
        }
        if ("counts".equals(migration.proof())) {
            not.add("the content of the rows: proof is counts, so rows were counted and not read");
        }
        boolean checked = timeline.stream().anyMatch(event -> event.kind().equals("uat.checked"));
        not.add(checked ? "that the production copy's pages are whole: CHECKDB has run on the UAT copy, made of the same backups" : "that the pages are whole: CHECKDB has run on no copy");
        if (timeline.stream().noneMatch(event -> event.kind().equals("uat.signed-off"))) {
            not.add("that the customer agrees: no UAT copy was signed off");
        }
        if (timeline.stream().noneMatch(event -> event.kind().equals("cutover.proved"))) {
            not.add("that no row was lost: source and target have not been compared");
        }
        return not;
    }
}
