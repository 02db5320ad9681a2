package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.halomigration.tsql.Advised;
import org.halomigration.tsql.Retry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set that SQL Server cannot read is asked for again where its files have changed since, and only there. */
class DamagedAfterItArrivedTest {
    private static final String SET = "22222222-2222-4222-8222-222222222222";
    private static final String SEEN = "E:\\landing\\halo.bak";

    @TempDir
    Path directory;

    private LandedFiles landed;
    private Path file;
    private Journal journal;
    private Landing landing;
    private Manifest manifest;
    private TargetAnswers answers;
    private DamagedSets damaged;

    @BeforeEach
    void aSetHasArrivedWhole() throws Exception {
        landed = new LandedFiles(Files.createDirectories(directory.resolve("landing")), "E:\\landing", null);
        file = Files.writeString(landed.path().resolve("halo.bak"), "a backup");
        journal = new Journal("target", directory.resolve("journal"), Clock.systemUTC());
        journal.phases().register("acme");
        landing = new Landing(journal, new ArrivingFiles(journal));
        answers = new TargetAnswers(journal);
        damaged = new DamagedSets(journal, landing);
        manifest = new Manifest(
                Manifest.FORMAT, 1, SET, "acme", 1, SET, "full", "Halo", "10", "20", false,
                List.of(new Manifest.LandedFile("halo.bak", null, Files.size(file), LandedDirectory.sha256(file), 1)), null, journal.now());
        Files.writeString(landed.path().resolve(manifest.fileName()), Json.text(manifest));
        Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
        landing.verify(delivery, landed);
        Map<String, Object> header = Map.of("BackupSetGUID", SET, "DatabaseName", "Halo", "BackupType", 1, "FirstLSN", "10", "LastLSN", "20", "Position", 1);
        landing.addHeaders(delivery, landing.asSqlServerSeesIt(landed, "halo.bak"), List.of(header), List.of());
        landing.accept(delivery, "Halo");
        answers.receipts("acme", landed, "acme_halo", List.of());
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void whatHasChangedIsRefusedAndForgottenUntilItComesAgain() throws IOException {
        Files.writeString(file, "a bAckup");
        Exception told = damaged.judge("acme", landed, List.of(SEEN), new Unreadable(Retry.RESEND));

        assertThat(told).hasMessageStartingWith("3203 read error. It was damaged after it had arrived: halo.bak has SHA-256 ");
        assertThat(sets()).isEmpty();
        answers.receipts("acme", landed, "acme_halo", List.of());
        assertThat(last()).satisfies(receipt -> {
            assertThat(receipt.state()).isEqualTo("refused");
            assertThat(receipt.resend()).isTrue();
        });
    }

    /** The source was stopped between the manifest and its note of it, and says the same once more, with another time. */
    @Test
    void aManifestThatComesAgainFindsTheDamageAndTheSetIsForgotten() throws Exception {
        Files.writeString(file, "a bAckup");
        Manifest again = new Manifest(
                manifest.format(), 1, SET, "acme", 1, SET, "full", "Halo", "10", "20", false, manifest.files(), null, manifest.written().plusSeconds(1));
        Files.writeString(landed.path().resolve(again.fileName()), Json.text(again));
        Landing.Delivery delivery = landing.arrived("acme", landed).get(0);
        Landing.Refused refused = catchThrowableOfType(Landing.Refused.class, () -> landing.verify(delivery, landed));
        landing.judge(delivery, landed, refused);

        assertThat(sets()).isEmpty();
        answers.receipts("acme", landed, "acme_halo", List.of());
        assertThat(last()).satisfies(receipt -> {
            assertThat(receipt.state()).isEqualTo("refused");
            assertThat(receipt.resend()).isTrue();
        });
    }

    @Test
    void whatIsAsItWasSentIsNotAskedForAgain() throws IOException {
        Exception told = damaged.judge("acme", landed, List.of(SEEN), new Unreadable(Retry.RESEND));

        assertThat(told).hasMessage("3203 read error. Its files are as they were sent, by size and SHA-256.");
        assertThat(((Advised) told).advice()).contains("read errors of the target's disk", "CHECKDB");
        assertThat(sets()).containsExactly(SET);
        answers.receipts("acme", landed, "acme_halo", List.of());
        assertThat(last().state()).isEqualTo("received");
    }

    @Test
    void otherFailuresAndOtherSetsLeaveItAlone() throws IOException {
        Files.writeString(file, "a bAckup");
        Exception full = new Unreadable(Retry.NEVER);
        assertThat(damaged.judge("acme", landed, List.of(SEEN), full)).isSameAs(full);
        assertThat(damaged.judge("acme", landed, List.of("E:\\landing\\other.bak"), new Unreadable(Retry.RESEND))).hasMessageContaining("as they were sent");
        assertThat(sets()).containsExactly(SET);
    }

    private List<String> sets() {
        return journal.sql().sql("SELECT id FROM backup_set").query(String.class).list();
    }

    private Receipt last() throws IOException {
        try (var files = Files.list(landed.path().resolve("to-source"))) {
            return files.map(path -> {
                        try {
                            return Json.read(Files.readString(path), Receipt.class, path.toString());
                        } catch (IOException | Json.Unreadable e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .max(java.util.Comparator.comparing(Receipt::sequence))
                    .orElseThrow();
        }
    }

    /** As tsql throws it: the advice ends the message. */
    private static final class Unreadable extends Exception implements Advised {
        private final transient Retry retry;

        Unreadable(Retry retry) {
            super("3203 read error. Compare size and SHA-256.");
            this.retry = retry;
        }

        @Override
        public String advice() {
            return "Compare size and SHA-256.";
        }

        @Override
        public Retry retry() {
            return retry;
        }
    }
}
