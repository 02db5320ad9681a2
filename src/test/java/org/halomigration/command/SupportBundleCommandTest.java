package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportBundleCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void home() {
        System.setProperty("halo.home", directory.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("halo.home");
    }

    @Test
    void itReadsTheJournalOfARunningProcess() throws Exception {
        Files.writeString(directory.resolve("halo-migration.log"), "the last line\n");
        try (Journal running = new Journal("source", directory, Clock.systemUTC())) {
            running.phases().register("acme");
            running.phases().move("acme", Phase.PREPARING, Phase.SEEDING, "ada");

            assertThat(run("support-bundle", directory.resolve("x.zip").toString())).as(err.toString()).isZero();

            running.events().happened("acme", "push.sent", "it goes on");
        }
        Map<String, String> parts = unpacked(directory.resolve("x.zip"));
        assertThat(parts.get("source/journal.json")).contains("phase preparing → seeding", "\"actor\" : \"ada\"");
        assertThat(parts.get("configuration.json")).contains("\"halo.role\" : \"both\"");
        assertThat(parts.get("log.txt")).isEqualTo("the last line\n");
        assertThat(parts).containsKeys("versions.json", "problems.json").doesNotContainKey("target/journal.json");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Written: ").contains("x.zip");
    }

    @Test
    void aJournalThatCannotBeReadIsNamedAndTheRestIsWritten() throws Exception {
        Files.writeString(directory.resolve("source.mv.db"), "no journal at all");

        assertThat(run("support-bundle", directory.resolve("x.zip").toString())).isEqualTo(ExitCode.FAILED);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("source.mv.db is not in the bundle");
        assertThat(unpacked(directory.resolve("x.zip")).get("problems.json")).contains("source.mv.db is not in the bundle");
    }

    @Test
    void itOverwritesNothing() throws Exception {
        Path there = Files.writeString(directory.resolve("x.zip"), "mine");

        assertThat(run("support-bundle", there.toString())).isEqualTo(ExitCode.UNUSABLE_INPUT);

        assertThat(there).hasContent("mine");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("exists already");
    }

    private int run(String... arguments) {
        return Commands.run(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    }

    private static Map<String, String> unpacked(Path file) throws Exception {
        Map<String, String> parts = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }
}
