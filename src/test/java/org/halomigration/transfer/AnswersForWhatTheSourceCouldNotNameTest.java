package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a login on the source a delivery has an id of its own, and the set in it another. */
class AnswersForWhatTheSourceCouldNotNameTest {
    private static final String ID = "11111111-1111-3111-8111-111111111111";
    private static final String SET = "22222222-2222-4222-8222-222222222222";

    @TempDir
    Path directory;

    @Test
    void theReceiptOfADeliveryFollowsTheSetThatItsFilesHold() throws Exception {
        Path landing = Files.createDirectories(directory.resolve("landing"));
        LandedFiles landed = new LandedFiles(landing, null, null);
        Path file = Files.writeString(landing.resolve("halo.bak"), "a backup");
        try (Journal journal = new Journal("target", directory.resolve("journal"), Clock.systemUTC())) {
            journal.phases().register("acme");
            Landing target = new Landing(journal, new ArrivingFiles(journal));
            TargetAnswers answers = new TargetAnswers(journal);
            Manifest manifest = new Manifest(
                    Manifest.FORMAT, 1, ID, "acme", 1, null, "unknown", null, null, null, false,
                    List.of(new Manifest.LandedFile("halo.bak", null, Files.size(file), LandedDirectory.sha256(file), 1)), null, journal.now());
            Files.writeString(landing.resolve(manifest.fileName()), Json.text(manifest));

            Landing.Delivery delivery = target.arrived("acme", landed).get(0);
            target.verify(delivery, landed);
            Map<String, Object> header = Map.of(
                    "BackupSetGUID", SET, "DatabaseName", "Halo", "BackupType", 1, "FirstLSN", "10", "LastLSN", "20", "Position", 1);
            target.addHeaders(delivery, "/landing/halo.bak", List.of(header), List.of());
            target.accept(delivery, "Halo");
            answers.receipts("acme", landed, "acme_halo", List.of());
            journal.sql().sql("UPDATE backup_set SET state = 'restored' WHERE id = ?").params(SET).update();
            answers.receipts("acme", landed, "acme_halo", List.of());
        }

        List<JsonNode> receipts = receipts(landing);
        assertThat(receipts).extracting(receipt -> receipt.path("state").asText()).containsExactly("received", "restored");
        assertThat(receipts).allSatisfy(receipt -> {
            assertThat(receipt.path("id").asText()).isEqualTo(ID);
            assertThat(receipt.path("sets").path(0).path("backupSetGuid").asText()).isEqualTo(SET);
        });
    }

    private static List<JsonNode> receipts(Path landing) throws Exception {
        try (var files = Files.list(landing.resolve("to-source"))) {
            List<JsonNode> receipts = new java.util.ArrayList<>();
            for (Path file : files.sorted().toList()) {
                receipts.add(Json.read(Files.readString(file), JsonNode.class, file.toString()));
            }
            return receipts;
        }
    }
}
