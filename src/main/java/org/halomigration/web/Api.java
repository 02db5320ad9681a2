package org.halomigration.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phases;
import org.halomigration.migration.Actor;
import org.halomigration.migration.Migrations;
import org.halomigration.migration.Operations;
import org.halomigration.migration.Refused;
import org.halomigration.transfer.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code routes/api.camel.yaml} answers: the bean {@code api}. All answers are JSON. */
public final class Api {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final int EVENTS = 100;
    /** Characters of a key. */
    private static final int LONGEST_KEY = 200;

    private final Migrations migrations;
    private final Operations operations;
    private final Overview overview;
    private final List<Journal> journals;
    private final GivenCommands given;

    Api(Migrations migrations, Operations operations, Overview overview, List<Journal> journals) {
        this.migrations = migrations;
        this.operations = operations;
        this.overview = overview;
        this.journals = journals;
        this.given = new GivenCommands(journals.get(0));
    }

    /** @param role whose journal says so */
    record Stand(String role, String phase, OffsetDateTime since, int attempt) {}

    /** LSNs are text: no number of JSON holds 25 digits everywhere. */
    record Set(String role, String id, String type, String firstLsn, String lastLsn, boolean tail, String state, String reason, OffsetDateTime changed) {}

    record Said(String role, String check, String subject, String severity, String detail, String advice, String actor, OffsetDateTime since) {}

    record Copy(String database, String state, OffsetDateTime asked, String askedBy, String signedBy, OffsetDateTime signed) {}

    record Shown(String name, String phase, int attempt, List<Stand> phases, List<Set> sets, List<Said> findings, Copy uat, List<Event> events) {}

    record Answer(String migration, String command, String state, String phase) {}

    record Problem(int status, String error, String detail) {}

    /** A request that is wrong in itself. */
    static final class Unusable extends RuntimeException {
        private final int status;

        Unusable(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    public void list(Exchange exchange) {
        answer(exchange, 200, overview.migrations());
    }

    public void show(Exchange exchange, String name) {
        known(name);
        List<Stand> stands = new ArrayList<>();
        List<Set> sets = new ArrayList<>();
        List<Said> findings = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        Copy copy = null;
        for (Journal journal : journals) {
            Phases.Place place = journal.phases().of(name);
            stands.add(new Stand(journal.role(), place.phase().text(), place.since(), place.attempt()));
            journal.sql().sql("SELECT id, type, first_lsn, last_lsn, tail, state, reason, changed FROM backup_set WHERE migration = ? ORDER BY found, id").params(name)
                    .query((row, n) -> new Set(journal.role(), row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getBoolean(5), row.getString(6), row.getString(7), row.getObject(8, OffsetDateTime.class)))
                    .list().forEach(sets::add);
            journal.findings().open(name).forEach(open -> findings.add(new Said(journal.role(), open.finding().check(), open.finding().subject(), open.finding().severity().text(),
                    open.finding().detail(), open.finding().advice(), open.finding().actor(), open.since())));
            events.addAll(journal.events().latest(name, EVENTS));
            copy = journal.sql().sql("SELECT database_name AS database, state, asked, asked_by, signed_by, signed FROM uat WHERE migration = ? ORDER BY id DESC LIMIT 1").params(name)
                    .query(Copy.class).optional().orElse(copy);
        }
        answer(exchange, 200, new Shown(name, stands.get(0).phase(), stands.get(0).attempt(), stands, sets, findings, copy, events));
    }

    /** Gives a command, or with {@code dryRun=true} only asks whether it would be taken. */
    public void give(Exchange exchange, String command, String name) throws IOException {
        known(name);
        JsonNode body = body(exchange);
        String key = exchange.getMessage().getHeader("Idempotency-Key", String.class);
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new Unusable(400, "The header Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.");
        }
        if (flag(exchange.getMessage().getHeader("dryRun", String.class))) {
            operations.may(command, name, body.path("name").asText(null));
            answer(exchange, 200, new Answer(name, command, "would be done", operations.phase(name).text()));
            return;
        }
        if (key == null || !given.knows(key, name, command)) {
            operations.give(command, name, body.path("name").asText(null), Actor.now());
            if (key != null) {
                given.keep(key, name, command, Actor.now());
            }
        }
        exchange.getMessage().setHeader("Location", "/api/migrations/" + name);
        answer(exchange, 202, new Answer(name, command, "accepted", operations.phase(name).text()));
    }

    /** Answers what went wrong, so that the next step can be seen in it. */
    public void failed(Exchange exchange, Exception failure) {
        if (failure instanceof Unusable unusable) {
            answer(exchange, unusable.status, new Problem(unusable.status, unusable.status == 404 ? "not found" : "bad request", failure.getMessage()));
        } else if (failure instanceof Refused) {
            answer(exchange, 409, new Problem(409, "refused", failure.getMessage()));
        } else {
            // What it says may name files and addresses: it belongs into the log.
            LOG.error("A request of {} failed", exchange.getFromRouteId(), failure);
            answer(exchange, 500, new Problem(500, "failed", "It failed inside; nothing is known to have been done. The log says why."));
        }
    }

    private void known(String name) {
        if (migrations.find(name).isEmpty()) {
            throw new Unusable(404, "There is no migration called '" + name + "' in the configured directory.");
        }
    }

    private static JsonNode body(Exchange exchange) {
        String text = exchange.getMessage().getBody(String.class);
        if (text == null || text.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new Unusable(400, "The body is no JSON: expected nothing or an object such as {\"name\": \"Ada Lovelace\"}.");
        }
    }

    private static boolean flag(String given) {
        if (given == null || given.equals("false")) {
            return false;
        }
        if (given.equals("true") || given.isEmpty()) {
            return true;
        }
        throw new Unusable(400, "dryRun: expected true or false, found '" + given + "'.");
    }

    private static void answer(Exchange exchange, int status, Object body) {
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setHeader("Cache-Control", "no-store");
        exchange.getMessage().setBody(Json.text(body instanceof List<?> list ? Map.of("migrations", list) : body));
    }
}
