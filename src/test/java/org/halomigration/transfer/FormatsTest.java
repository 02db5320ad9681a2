package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.restore.Fingerprint;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sides write to each other is what the schemas say, and what is not is refused by the schema and by whoever reads it. */
class FormatsTest {
    private static final String ID = "F0000000-0000-4000-8000-000000000001";
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    @TempDir
    Path home;

    private final SettableClock clock = new SettableClock();
    private Path directory;
    private LandedFiles landed;
    private Journal journal;
    private Landing landing;
    private TargetAnswers answers;

    @BeforeEach
    void open() throws IOException {
        directory = Files.createDirectory(home.resolve("landing"));
        landed = new LandedFiles(directory, null, null);
        journal = new Journal("target", home, clock);
        journal.phases().register("acme");
        landing = new Landing(journal, new ArrivingFiles(journal));
        answers = new TargetAnswers(journal);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static Set<ValidationMessage> problems(String format, String json) throws IOException {
        SchemaValidatorsConfig strict = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        JsonNode schema = Json.mapper().readTree(Path.of("docs/formats", format + ".schema.json").toFile());
        return SCHEMAS.getSchema(schema, strict).validate(Json.mapper().readTree(json));
    }

    private Manifest manifest() {
        Manifest.LandedFile file = new Manifest.LandedFile("halo.bak", null, 4, LandedDirectory.sha256("full"), 1);
        return new Manifest(Manifest.FORMAT, 1, ID, "acme", 1, ID, "full", "Halo", "100", "110", false, List.of(file), null, journal.now());
    }

    private void land(String json) throws IOException {
        Files.writeString(directory.resolve(ID + Manifest.SUFFIX), json);
    }

    private List<String> findings() {
        return journal.findings().open("acme").stream().map(open -> open.finding()).filter(finding -> finding.severity() == Finding.Severity.FAILED).map(Finding::detail).toList();
    }

    @Test
    void theManifestOfAKnownSetAndOfAnUnknownFile() throws IOException {
        try (SourceSide source = new SourceSide(home)) {
            source.collect(source.migration(true), SourceSide.full(source.file("a/halo.bak", "full")));
            source.collect(source.migration(false), null);
            source.file("b/halo.bak", "unknown");
            source.collect(source.migration(false), null);
            source.clock.pass(SourceSide.SETTLE);
            source.collect(source.migration(false), null);
            source.push();
            List<Manifest> manifests = source.announce();
            assertThat(manifests).extracting(Manifest::type).contains("full", "unknown");
            for (Manifest manifest : manifests) {
                assertThat(problems("manifest", source.outbox.json(manifest))).as(manifest.type()).isEmpty();
                assertThat(Json.mapper().readValue(Json.text(manifest), Manifest.class)).isEqualTo(manifest);
            }
        }
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("cutover", Map.of("startedBy", "null")),
                Arguments.of("confirm-frozen", Map.of("tail", ID)),
                Arguments.of("freeze-proof", Map.of("answers", ID, "tail", ID, "state", "ONLINE", "readOnly", true, "standby", true, "how", "STANDBY")),
                Arguments.of("fingerprint", fingerprint()),
                Arguments.of("back-out", Map.of("askedBy", "ops")),
                Arguments.of("back-out-refused", Map.of("phase", "live", "since", "2026-11-20T10:00:00Z")),
                Arguments.of("backed-out", Map.of("state", "ONLINE")),
                Arguments.of("recovered", Map.of("database", "acme_halo")),
                Arguments.of("live", Map.of("checks", 6)),
                Arguments.of("fenced", Map.of("database", "acme_halo")),
                Arguments.of("source-preflight", Map.of("facts", Map.of("server_name", "SQL01"), "findings", List.of())),
                Arguments.of("target-preflight", Map.of("facts", Map.of(), "findings", List.of())));
    }

    private static Fingerprint fingerprint() {
        return new Fingerprint(
                Fingerprint.VERSION, "Halo", Instant.parse("2026-11-20T10:00:00Z"), 12,
                List.of(
                        new Fingerprint.Table("dbo", "Faults", Map.of("faultid", "int"), 3, "0".repeat(64)),
                        new Fingerprint.Table("dbo", "Log", Map.of("id", "int"), 5, null)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessage(String kind, Object body) throws Exception {
        journal.messages().put(new Message("acme", ID, 1, kind, "target", Json.text(body), journal.now(), null));
        answers.messages("acme", landed);
        String json = Files.readString(directory.resolve("to-source/" + ID + Envelope.SUFFIX));
        assertThat(problems("message", json)).isEmpty();
        try (SourceSide source = new SourceSide(home)) {
            source.receipts.take("acme", ID + Envelope.SUFFIX, json);
            assertThat(source.journal.messages().newest("acme", 1, kind)).hasValueSatisfying(message -> assertThat(message.body()).isEqualTo(Json.text(body)));
            assertThat(source.findings()).isEmpty();
        }
    }

    @Test
    void everyKindOfMessageIsTriedHere() throws IOException {
        List<String> kinds = new ArrayList<>();
        Json.mapper().readTree(Path.of("docs/formats/message.schema.json").toFile()).at("/properties/kind/enum").forEach(kind -> kinds.add(kind.asText()));
        assertThat(messages().map(arguments -> arguments.get()[0])).containsExactlyInAnyOrderElementsOf(kinds);
        assertThat(problems("message", "{\"format\": \"halo-migration/message\"}")).isNotEmpty();
    }

    @Test
    void theFingerprint() throws IOException {
        assertThat(problems("fingerprint", Json.text(fingerprint()))).isEmpty();
        assertThat(problems("fingerprint", Json.text(fingerprint()).replace("\"rows\" : 3", "\"rows\" : -3"))).isNotEmpty();
        assertThat(problems("fingerprint", Json.text(fingerprint()).replace("\"version\" : 1", "\"version\" : 2"))).isNotEmpty();
    }

    @Test
    void theReceiptOfARefusalAndOfAPosition() throws Exception {
        land(Json.text(manifest()));
        Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
        assertThatThrownBy(() -> landing.verify(delivery, landed)).isInstanceOfSatisfying(Landing.Refused.class, refused -> landing.refuse(delivery, landed, refused));
        answers.receipts("acme", landed, "acme_halo", List.of(Map.of("state_desc", "RESTORING", "redo_start_lsn", "110", "family_guid", ID)));
        try (Stream<Path> files = Files.list(directory.resolve("to-source"))) {
            List<Path> receipts = files.toList();
            assertThat(receipts).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).startsWith(ID).endsWith(Receipt.SUFFIX);
                String json = Files.readString(file);
                assertThat(problems("receipt", json)).isEmpty();
                assertThat(Json.read(json, Receipt.class, "it")).satisfies(receipt -> {
                    assertThat(receipt.resend()).isTrue();
                    assertThat(receipt.reason()).contains("halo.bak", "has not arrived");
                    assertThat(receipt.target().redoStartLsn()).isEqualTo("110");
                });
            });
        }
    }

    static Stream<Arguments> badManifests() {
        return Stream.of(
                bad("another version", "version 2", manifest -> manifest.put("version", 2)),
                bad("another format", "expected halo-migration/manifest", manifest -> manifest.put("format", "zip")),
                bad("no files", "names no files", manifest -> manifest.putArray("files")),
                bad("a file that is none", "names no files", manifest -> manifest.putArray("files").addNull()),
                bad("another set", "speaks of set", manifest -> manifest.put("id", "x")));
    }

    private static Arguments bad(String name, String complaint, Consumer<ObjectNode> change) {
        return Arguments.of(name, complaint, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badManifests")
    void aBadManifestIsRefused(String name, String complaint, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) Json.mapper().readTree(Json.text(manifest()));
        change.accept(json);
        assertThat(problems("manifest", json.toString())).isNotEmpty();
        land(json.toString());
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).singleElement().asString().contains(complaint);
    }

    @Test
    void anotherMigrationsManifestIsRefused() throws IOException {
        land(Json.text(manifest()).replace("\"acme\"", "\"other\""));
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).singleElement().asString().contains("'other'", "'acme'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "null", "[]", "{} {}", "{\"format\": \"halo-migration/manifest\"", "\u0000"})
    void whatIsNoJsonObjectIsRefused(String text) throws IOException {
        land(text);
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).hasSize(1);
    }

    @Test
    void trailingGarbageIsRefused() throws IOException {
        land(Json.text(manifest()) + "{}");
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).singleElement().asString().contains("cannot be read");
    }

    @Test
    void bytesThatAreNoTextAreRefusedAndOthersGoOn() throws IOException {
        String other = ID.replace('F', 'B');
        Files.write(directory.resolve(other + Manifest.SUFFIX), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        land(Json.text(manifest()));
        assertThat(landing.arrived("acme", landed)).extracting(delivery -> delivery.manifest().id()).containsExactly(ID);
        assertThat(findings()).singleElement().asString().contains("UTF-8");
    }

    @Test
    void aManifestThatIsTooLargeIsRefusedUnread() throws IOException {
        land("x".repeat((int) LandedDirectory.MOST_BYTES + 1));
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).singleElement().asString().contains("has 4000001 bytes; at most 4000000 are read");
    }

    @Test
    void oneThatIsJustNotTooLargeIsRead() throws IOException {
        String json = Json.text(manifest());
        land(json + " ".repeat((int) LandedDirectory.MOST_BYTES - json.getBytes(StandardCharsets.UTF_8).length));
        assertThat(landing.arrived("acme", landed)).hasSize(1);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aManifestThatIsALinkOrADirectoryIsRefusedUnread() throws IOException {
        Path secret = Files.writeString(home.resolve("secret"), Json.text(manifest()));
        Files.createSymbolicLink(directory.resolve(ID + Manifest.SUFFIX), secret);
        Files.createDirectory(directory.resolve(ID.replace('F', 'B') + Manifest.SUFFIX));
        assertThat(landing.arrived("acme", landed)).isEmpty();
        assertThat(findings()).hasSize(2).allSatisfy(finding -> assertThat(finding).contains("is no plain file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "a\\b", "..", ".", "", "a\u0000b", "to-source/x"})
    void aNameThatIsNoPlainFileNameIsRefused(String name) throws IOException {
        Files.writeString(home.resolve("x"), "full");
        ObjectNode json = (ObjectNode) Json.mapper().readTree(Json.text(manifest()));
        ((ObjectNode) json.at("/files/0")).put("name", name);
        assertThat(problems("manifest", json.toString())).isNotEmpty();
        land(json.toString());
        Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
        assertThatThrownBy(() -> landing.verify(delivery, landed)).isInstanceOfSatisfying(Landing.Refused.class, refused -> {
            assertThat(refused).hasMessageContaining("plain file name");
            assertThat(refused.resend()).isFalse();
        });
    }

    @Test
    void aLinkInTheLandingZoneIsNotFollowed() throws IOException {
        Files.createSymbolicLink(directory.resolve("halo.bak"), Files.writeString(home.resolve("x"), "full"));
        land(Json.text(manifest()));
        Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
        assertThatThrownBy(() -> landing.verify(delivery, landed)).isInstanceOf(Landing.Refused.class).hasMessageContaining("has not arrived");
    }

    @Test
    void anAnswerIsNotWrittenThroughALink() throws IOException {
        Path elsewhere = Files.writeString(home.resolve("elsewhere"), "kept");
        Path answers = Files.createDirectory(directory.resolve("to-source"));
        Files.createSymbolicLink(answers.resolve("x.receipt.json.part"), elsewhere);
        new LandedDirectory(directory).answer("x.receipt.json", "{}");
        assertThat(elsewhere).hasContent("kept");
        assertThat(answers.resolve("x.receipt.json")).hasContent("{}").isRegularFile();

        Path outside = Files.createDirectory(home.resolve("outside"));
        Path other = Files.createDirectory(home.resolve("other"));
        Files.createSymbolicLink(other.resolve("to-source"), outside);
        assertThatThrownBy(() -> new LandedDirectory(other).answer("x.receipt.json", "{}")).isInstanceOf(IOException.class).hasMessageContaining("is a link");
    }

    @Test
    void whatIsWholeIsAccepted() throws Exception {
        Files.writeString(directory.resolve("halo.bak"), "full");
        land(Json.text(manifest()));
        landing.verify(landing.arrived("acme", landed).get(0), landed);
        assertThat(findings()).isEmpty();
    }

    static Stream<Arguments> badReceipts() {
        return Stream.of(
                bad("another version", "version 1", receipt -> receipt.put("version", 2)),
                bad("another migration's", "'Other!'", receipt -> receipt.put("migration", "Other!")),
                bad("no id of a set", "expected the id", receipt -> receipt.put("id", "../x")),
                bad("an unknown state", "expected one of", receipt -> receipt.put("state", "lost somewhere on the long way")),
                bad("no place in the order", "version 1", receipt -> receipt.remove("sequence")),
                bad("no time", "version 1", receipt -> receipt.remove("written")),
                bad("a position that is none", "stands at", receipt -> receipt.putObject("target").put("database", "x").put("state", "RESTORING").put("redoStartLsn", "far")),
                bad("a fork that is none", "stands at", receipt -> receipt.putObject("target").put("database", "x").put("state", "RESTORING").put("familyGuid", "x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badReceipts")
    void aBadReceiptIsAFindingAndChangesNothing(String name, String complaint, Consumer<ObjectNode> change) throws IOException {
        try (SourceSide source = new SourceSide(home)) {
            Receipt right = new Receipt(Receipt.FORMAT, 1, ID, "acme", 1, 1, "received", null, null, null, null, journal.now());
            assertThat(problems("receipt", Json.text(right))).isEmpty();
            ObjectNode json = (ObjectNode) Json.mapper().readTree(Json.text(right));
            change.accept(json);
            assertThat(problems("receipt", json.toString())).isNotEmpty();
            source.receipts.take("acme", right.fileName(), json.toString());
            assertThat(source.findings()).singleElement().asString().contains(complaint);
            assertThat(source.receipts.position("acme")).isEmpty();
        }
    }
}
