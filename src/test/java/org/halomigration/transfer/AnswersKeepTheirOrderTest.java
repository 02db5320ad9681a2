package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two receipts the source can tell which is the later one, also when the target's clock was set back in between. */
class AnswersKeepTheirOrderTest {
    private static final String ID = "11111111-1111-4111-8111-111111111111";

    @TempDir
    Path directory;

    @Test
    void aReceiptHasAGreaterNumberThanAllBeforeIt() throws Exception {
        LandedFiles landed = new LandedFiles(Files.createDirectories(directory.resolve("landing")), null, null);
        SettableClock clock = new SettableClock();
        try (Journal journal = new Journal("target", directory.resolve("journal"), clock)) {
            journal.phases().register("acme");
            Landing landing = new Landing(journal, new ArrivingFiles(journal));
            TargetAnswers answers = new TargetAnswers(journal);
            for (String bad : List.of("no manifest", "[\"nor is this\"]")) {
                Files.writeString(landed.path().resolve(ID + Manifest.SUFFIX), bad);
                landing.arrived("acme", landed);
                answers.receipts("acme", landed, "acme_halo", List.of());
                clock.pass(Duration.ofHours(-2));
            }
        }
        try (var files = Files.list(landed.path().resolve("to-source"))) {
            List<Receipt> receipts = new java.util.ArrayList<>();
            for (Path file : files.toList()) {
                receipts.add(Json.read(Files.readString(file), Receipt.class, file.toString()));
            }
            receipts.sort(java.util.Comparator.comparing(Receipt::sequence));
            assertThat(receipts).hasSize(2);
            assertThat(receipts.get(1).written()).isBefore(receipts.get(0).written());
            assertThat(receipts.get(1).reason()).isNotEqualTo(receipts.get(0).reason());
        }
    }
}
