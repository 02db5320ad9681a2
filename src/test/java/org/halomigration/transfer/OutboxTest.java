package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.transfer.SourceSide.FULL;
import static org.halomigration.transfer.SourceSide.LOG_1;
import static org.halomigration.transfer.SourceSide.LOG_2;
import static org.halomigration.transfer.SourceSide.TAIL;
import static org.halomigration.transfer.SourceSide.full;
import static org.halomigration.transfer.SourceSide.log;
import static org.halomigration.transfer.SourceSide.msdb;
import static org.halomigration.transfer.SourceSide.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.halomigration.backup.TailName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tail goes first, a set is announced when all of it has landed, and nothing is sent twice. */
class OutboxTest {
    @TempDir
    Path home;

    private SourceSide source;

    @BeforeEach
    void open() throws IOException {
        source = new SourceSide(home);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void theTailGoesBeforeAllElseThenTheChainInItsOrder() throws IOException {
        Path full = source.file("full.bak", "full");
        Path first = source.file("1.trn", "1");
        Path second = source.file("2.trn", "2");
        Path tail = source.file("tail.trn", "tail");
        source.collect(
                source.migration(true),
                msdb(log(LOG_2, 200, 300, second), set(TAIL, "L", 300, 400, TailName.of("acme", 1), tail), log(LOG_1, 105, 200, first), full(full)));
        assertThat(source.push()).containsExactly("tail.trn", "1.trn", "2.trn", "full.bak");
        assertThat(source.announce().get(0).id()).isEqualTo(TAIL);
    }

    @Test
    void aManifestIsDueWhenAllStripesHaveLandedAndOnlyOnce() throws Exception {
        source.collect(source.migration(true), full(source.file("1.bak", "one"), source.file("2.bak", "two, longer")));
        OutgoingFile first = source.next().get(0);
        source.outbox.sent(first, LandedDirectory.sha256("one"));
        assertThat(source.outbox.manifests("acme")).isEmpty();

        assertThat(source.push()).containsExactly("2.bak");
        List<Manifest> manifests = source.announce();
        assertThat(manifests).singleElement().satisfies(manifest -> {
            assertThat(manifest.id()).isEqualTo(FULL);
            assertThat(manifest.files()).extracting(Manifest.LandedFile::name).containsExactly("1.bak", "2.bak");
            assertThat(manifest.files()).extracting(Manifest.LandedFile::sequence).containsExactly(1, 2);
            assertThat(manifest.files()).extracting(Manifest.LandedFile::sha256).containsExactly(LandedDirectory.sha256("one"), LandedDirectory.sha256("two, longer"));
            assertThat(manifest.files()).extracting(Manifest.LandedFile::size).containsExactly(3L, 11L);
        });
        assertThat(source.announce()).isEmpty();
        assertThat(source.state(FULL)).isEqualTo("sent");
    }

    @Test
    void aFileThatHoldsTwoSetsIsSentOnceAndBothAreAnnounced() throws IOException {
        Path both = source.file("both.bak", "full and log");
        List<Map<String, Object>> log = log(LOG_1, 105, 200, both);
        log.get(0).put("Position", 2);
        source.collect(source.migration(true), msdb(full(both), log));
        assertThat(source.push()).containsExactly("both.bak");
        assertThat(source.announce()).extracting(Manifest::id).containsExactlyInAnyOrder(FULL, LOG_1);
    }

    @Test
    void aFileAtFaultIsSkippedForAWhileAndTheOthersGoOn() throws IOException {
        Path full = source.file("full.bak", "full");
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, source.file("1.trn", "1"))));
        byte[] content = Files.readAllBytes(full);
        var modified = Files.getLastModifiedTime(full);
        Files.delete(full);
        assertThat(source.push()).containsExactly("1.trn");
        assertThat(source.findings()).singleElement().asString().contains("full.bak", "cannot be opened");
        assertThat(source.announce()).extracting(Manifest::id).containsExactly(LOG_1);

        Files.write(full, content);
        Files.setLastModifiedTime(full, modified);
        assertThat(source.push()).as("not at once").isEmpty();
        source.clock.pass(Duration.ofSeconds(6));
        assertThat(source.push()).containsExactly("full.bak");
        assertThat(source.findings()).isEmpty();
    }

    @Test
    void whatWasCutOffIsDueAgain() throws IOException {
        source.collect(source.migration(true), full(source.file("full.bak", "full")));
        assertThat(source.next()).hasSize(1);
        assertThat(source.outbox.manifests("acme")).isEmpty();
        assertThat(source.push()).containsExactly("full.bak");
    }

    @Test
    void smallFilesGoTogetherALargeOneAndTheTailAlone() throws IOException {
        Path full = source.file("full.bak", "full");
        try (var large = java.nio.channels.FileChannel.open(full, java.nio.file.StandardOpenOption.WRITE)) {
            large.write(java.nio.ByteBuffer.wrap(new byte[1]), 8 * 1024 * 1024);
        }
        Path first = source.file("1.trn", "1");
        Path second = source.file("2.trn", "2");
        Path tail = source.file("tail.trn", "tail");
        source.collect(
                source.migration(true),
                msdb(log(LOG_2, 200, 300, second), set(TAIL, "L", 300, 400, TailName.of("acme", 1), tail), log(LOG_1, 105, 200, first), full(full)));
        List<List<String>> batches = new ArrayList<>();
        for (List<OutgoingFile> next = source.next(); next != null; next = source.next()) {
            batches.add(next.stream().map(OutgoingFile::name).toList());
            next.forEach(file -> source.outbox.sent(file, "0".repeat(64)));
        }
        assertThat(batches).containsExactly(List.of("tail.trn"), List.of("1.trn", "2.trn"), List.of("full.bak"));
    }
}
