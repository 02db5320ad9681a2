package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is refused in words that say why: SQL Server's own or this product's, and no wrapper's. */
class RefusesWhatIsNoWholeBackupTest {
    private static final String SET = "22222222-2222-4222-8222-222222222222";

    @TempDir
    Path directory;

    @Test
    void aBackupWithoutItsEndIsSaidToBeCutOff() throws Exception {
        try (Journal journal = journal()) {
            Landing landing = new Landing(journal, new ArrivingFiles(journal));
            Landing.Delivery delivery = delivery();
            Map<String, Object> incomplete = new HashMap<>();
            incomplete.put("BackupName", "*** INCOMPLETE ***");
            incomplete.put("BackupSetGUID", null);
            incomplete.put("DatabaseName", null);
            landing.addHeaders(delivery, "E:\\halo.bak", List.of(incomplete), List.of());

            assertThatThrownBy(() -> landing.accept(delivery, "Halo"))
                    .isInstanceOfSatisfying(Landing.Refused.class, refused -> assertThat(refused.resend()).isFalse())
                    .hasMessageContaining("no finished backup")
                    .hasMessageContaining("expected a whole backup of 'Halo'");
        }
    }

    @Test
    void aFileThatHoldsAnotherSetIsNotAskedForAgain() throws Exception {
        try (Journal journal = journal()) {
            Landing landing = new Landing(journal, new ArrivingFiles(journal));
            Landing.Delivery delivery = delivery();
            landing.addHeaders(delivery, "E:\\halo.bak", List.of(Map.of("BackupSetGUID", SET.replace('2', '3'), "DatabaseName", "Halo")), List.of());

            assertThatThrownBy(() -> landing.accept(delivery, "Halo"))
                    .isInstanceOfSatisfying(Landing.Refused.class, refused -> assertThat(refused.resend()).isFalse())
                    .hasMessageContaining("written again after it was recorded");
        }
    }

    @Test
    void theReasonIsTheFirstOfOursAndTheFileHasItsName() throws Exception {
        try (Journal journal = journal()) {
            Landing landing = new Landing(journal, new ArrivingFiles(journal));
            Path landed = Files.createDirectories(directory.resolve("landing"));
            Files.writeString(landed.resolve(SET + Manifest.SUFFIX), Json.text(delivery().manifest()));
            LandedFiles files = new LandedFiles(landed, null, null);
            Landing.Delivery delivery = landing.arrived("acme", files).get(0);
            landing.refuse(delivery, files, new IllegalStateException("Sequential processing failed for number 0", new RuntimeException("wrapped", new Landing.Refused("halo.bak is torn.", true))));

            assertThat(journal.findings().open("acme")).singleElement().satisfies(open -> assertThat(open.finding().detail()).isEqualTo("refused halo.bak: halo.bak is torn."));
            assertThat(journal.sql().sql("SELECT resend FROM delivery").query(Boolean.class).single()).isTrue();
        }
    }

    /** The source has sent it again, waits for an answer, and knows nothing of the words that were the answer to the one before. */
    @Test
    void aSecondRefusalInTheSameWordsIsToldLikeTheFirst() throws Exception {
        try (Journal journal = journal()) {
            Landing landing = new Landing(journal, new ArrivingFiles(journal));
            TargetAnswers answers = new TargetAnswers(journal);
            LandedFiles landed = new LandedFiles(Files.createDirectories(directory.resolve("landing")), null, null);
            for (int written = 0; written < 2; written++) {
                Manifest manifest = delivery(written).manifest();
                Files.writeString(landed.path().resolve(manifest.fileName()), Json.text(manifest));
                Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
                landing.judge(delivery, landed, new Landing.Refused("halo.bak is torn.", true));
                answers.receipts("acme", landed, "acme_halo", List.of());
                answers.receipts("acme", landed, "acme_halo", List.of());
            }
            assertThat(landed.path().resolve("to-source")).satisfies(told -> assertThat(told.toFile().list()).hasSize(2));
        }
    }

    private Journal journal() {
        Journal journal = new Journal("target", directory.resolve("journal"), Clock.systemUTC());
        journal.phases().register("acme");
        return journal;
    }

    private static Landing.Delivery delivery() {
        return delivery(0);
    }

    private static Landing.Delivery delivery(int seconds) {
        Manifest manifest = new Manifest(
                Manifest.FORMAT, 1, SET, "acme", 1, SET, "full", "Halo", "10", "20", false,
                List.of(new Manifest.LandedFile("halo.bak", null, 8, "0".repeat(64), 1)), null, java.time.OffsetDateTime.parse("2026-11-20T10:00:00Z").plusSeconds(seconds));
        return new Landing.Delivery("acme", manifest, new ArrayList<>());
    }
}
