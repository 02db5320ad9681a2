package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped {@code routes/api.camel.yaml}, asked as programs ask it. No stage runs beside it: what a command sets going is not this test's. */
class CommandsOverHttpTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static AnsweringProduct product;
    private static Journal source;

    @BeforeAll
    static void start() throws Exception {
        product = AnsweringProduct.started();
        source = product.source();
    }

    @BeforeEach
    void standingBy() {
        product.standsIn(Phase.STANDING_BY);
    }

    @Test
    void theDocumentDescribesEveryCommand() throws Exception {
        JsonNode document = JSON.readTree(ask("GET", "/api/openapi.json", "viewer", null).body());
        assertThat(document.path("paths").fieldNames()).toIterable().containsExactlyInAnyOrder(
                "/api/migrations", "/api/migrations/{name}", "/api/migrations/{name}/preflight", "/api/migrations/{name}/collect", "/api/migrations/{name}/retry", "/api/migrations/{name}/transfers/pause", "/api/migrations/{name}/transfers/continue",
                "/api/migrations/{name}/transfers/abort", "/api/migrations/{name}/uat",
                "/api/migrations/{name}/uat/sign-off", "/api/migrations/{name}/uat/drop", "/api/migrations/{name}/cutover", "/api/migrations/{name}/backout");
        assertThat(document.at("/paths/~1api~1migrations~1{name}~1cutover/post/responses").fieldNames()).toIterable().contains("202", "409");
    }

    @Test
    void aViewerSeesWhereItStandsAndNoSecret() throws Exception {
        source.findings().record("acme", new Finding("chain", "gap", Finding.Severity.WARNING, "logs from 1 to 2 are missing", "Send them.", "customer"));

        JsonNode list = JSON.readTree(ask("GET", "/api/migrations", "viewer", null).body());
        HttpResponse<String> one = ask("GET", "/api/migrations/acme", "viewer", null);

        assertThat(list.at("/migrations/0/name").asText()).isEqualTo("acme");
        assertThat(list.at("/migrations/0/phase").asText()).isEqualTo("standing-by");
        JsonNode shown = JSON.readTree(one.body());
        assertThat(one.headers().firstValue("Content-Type")).hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(shown.path("phase").asText()).isEqualTo("standing-by");
        assertThat(shown.path("phases")).hasSize(2);
        assertThat(shown.path("findings")).anySatisfy(finding -> {
            assertThat(finding.path("detail").asText()).isEqualTo("logs from 1 to 2 are missing");
            assertThat(finding.path("advice").asText()).isEqualTo("Send them.");
        });
        assertThat(one.body()).doesNotContain("secret-of-the");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/migrations/nobody", "POST, /api/migrations/nobody/cutover", "POST, /api/migrations/..%2Facme/cutover"})
    void whoIsNotThereIsSaidSo(String method, String path) throws Exception {
        HttpResponse<String> answer = ask(method, path, "operator", "");
        assertThat(answer.statusCode()).isIn(404, 400);
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void onlyAnOperatorGivesCommands() throws Exception {
        assertThat(ask("POST", "/api/migrations/acme/cutover", "viewer", "").statusCode()).isEqualTo(403);
        assertThat(ask("POST", "/api/migrations/acme/cutover", "a stranger", "").statusCode()).isEqualTo(401);
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void aCommandIsTakenOnceInItsSendersName() throws Exception {
        int before = events("cutover.started").size();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = ask("POST", "/api/migrations/acme/cutover", "operator", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Location")).contains("/api/migrations/acme");
            assertThat(JSON.readTree(answer.body()).path("phase").asText()).isEqualTo("cutting-over");
        }
        assertThat(events("cutover.started")).hasSize(before + 1).last().extracting(Event::actor).isEqualTo("night-shift");
    }

    @ParameterizedTest
    @ValueSource(strings = {"preflight", "collect", "retry"})
    void lookingIsAlwaysPossible(String command) throws Exception {
        assertThat(ask("POST", "/api/migrations/acme/" + command, "operator", "{}").statusCode()).isEqualTo(202);
        assertThat(product.events(command + ".asked")).last().extracting(Event::actor).isEqualTo("night-shift");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "abort"})
    void transfersAreHeldAndGoOn(String command) throws Exception {
        String before = product.transfers();
        assertThat(ask("POST", "/api/migrations/acme/transfers/" + command + "?dryRun=true", "operator", "").statusCode()).isEqualTo(200);
        assertThat(product.transfers()).isEqualTo(before);
        assertThat(ask("POST", "/api/migrations/acme/transfers/" + command, "operator", "").statusCode()).isEqualTo(202);
        assertThat(product.transfers()).isNotEqualTo(before);
        assertThat(ask("POST", "/api/migrations/acme/transfers/continue", "operator", "").statusCode()).isEqualTo(202);
        assertThat(product.transfers()).isEqualTo(before);
    }

    @Test
    void aDryRunChangesNothing() throws Exception {
        int before = events("cutover.started").size();
        HttpResponse<String> answer = ask("POST", "/api/migrations/acme/cutover?dryRun=true", "operator", "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("state").asText()).isEqualTo("would be done");
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
        assertThat(events("cutover.started")).hasSize(before);
    }

    /** The source would be frozen for a tail that nobody sends. */
    @ParameterizedTest
    @CsvSource({"pause, paused", "abort, aborted"})
    void aCutoverIsRefusedWhileTransfersAreHeld(String command, String held) throws Exception {
        ask("POST", "/api/migrations/acme/transfers/" + command, "operator", "");
        HttpResponse<String> refused = ask("POST", "/api/migrations/acme/cutover", "operator", "");
        assertThat(ask("POST", "/api/migrations/acme/cutover?dryRun=true", "operator", "").statusCode()).isEqualTo(409);
        Phase meanwhile = source.phases().of("acme").phase();
        ask("POST", "/api/migrations/acme/transfers/continue", "operator", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(refused.body()).path("detail").asText())
                .isEqualTo("Cutover of acme needs its transfers, which are " + held + " by night-shift: the source would be frozen, and its tail not sent. Continue transfers first.");
        assertThat(meanwhile).isEqualTo(Phase.STANDING_BY);
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?dryRun=true"})
    void whatDoesNotFitIsRefusedWithTheReason(String query) throws Exception {
        product.standsIn(Phase.SEEDING);
        HttpResponse<String> answer = ask("POST", "/api/migrations/acme/cutover" + query, "operator", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).isEqualTo("Cutover of acme needs phase standing-by, it is seeding: the target must have restored everything that was sent.");
        assertThat(ask("POST", "/api/migrations/acme/backout" + query, "operator", "").body()).contains("Nothing to back out of: acme is seeding");
        assertThat(ask("POST", "/api/migrations/acme/uat" + query, "operator", "").body()).contains("no full backup has landed");
        assertThat(ask("POST", "/api/migrations/acme/uat/sign-off" + query, "operator", "{}").body()).contains("needs the name of whoever gives it");
        assertThat(ask("POST", "/api/migrations/acme/uat/sign-off" + query, "operator", "{\"name\": \"Ada\"}").body()).contains("There is no UAT copy of acme to sign off");
        assertThat(ask("POST", "/api/migrations/acme/uat/drop" + query, "operator", "").body()).contains("There is no UAT copy of acme to drop");
    }

    @Test
    void aKeyThatComesAgainIsAnsweredAndNothingIsDone() throws Exception {
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "", "Idempotency-Key", "key-1").statusCode()).isEqualTo(202);
        int before = events("cutover.started").size();
        // Backed out and standing by once more: the first request, sent again by a program that lost its answer, must not begin another.
        standingBy();
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "", "Idempotency-Key", "key-1").statusCode()).isEqualTo(202);
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
        assertThat(events("cutover.started")).hasSize(before);
        HttpResponse<String> other = ask("POST", "/api/migrations/acme/preflight", "operator", "", "Idempotency-Key", "key-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("came with another command before: acme cutover");
    }

    @Test
    void aKeyOfARefusedCommandMayBeUsedAgain() throws Exception {
        product.standsIn(Phase.SEEDING);
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "", "Idempotency-Key", "key-2").statusCode()).isEqualTo(409);
        standingBy();
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "", "Idempotency-Key", "key-2").statusCode()).isEqualTo(202);
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.CUTTING_OVER);
    }

    @Test
    void badInputIsNamed() throws Exception {
        assertThat(ask("POST", "/api/migrations/acme/cutover?dryRun=maybe", "operator", "").body()).contains("dryRun: expected true or false, found 'maybe'");
        HttpResponse<String> answer = ask("POST", "/api/migrations/acme/uat/sign-off", "operator", "name=Ada");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The body is no JSON");
        assertThat(ask("POST", "/api/migrations/acme/cutover", "operator", "", "Idempotency-Key", "k".repeat(201)).statusCode()).isEqualTo(400);
        assertThat(source.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    private static List<Event> events(String kind) {
        return source.events().ofKind("acme", kind);
    }

    private static HttpResponse<String> ask(String method, String path, String token, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(product.address() + path)).header("Content-Type", "application/json").header("Authorization", "Bearer " + token)
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HTTP.send(headers.length == 0 ? request.build() : request.headers(headers).build(), HttpResponse.BodyHandlers.ofString());
    }
}
