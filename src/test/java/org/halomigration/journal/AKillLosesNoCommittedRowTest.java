package org.halomigration.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.halomigration.journal.Events.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL right after a commit: what was committed is there, and what was not is not there by half. */
class AKillLosesNoCommittedRowTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void everyCommittedRowIsThereAfterEachOfSeveralKills() throws Exception {
        int next = 0;
        for (int kill = 1; kill <= 3; kill++) {
            int said = countAndKill(next, 40 * kill);
            try (Journal journal = new Journal("source", directory, Clock.systemUTC())) {
                List<Integer> first = numbers(journal, "first");
                assertThat(first).hasSizeBetween(said + 1, said + 2).isEqualTo(numbers(journal, "second"));
                assertThat(first).isEqualTo(java.util.stream.IntStream.range(0, first.size()).boxed().toList());
                next = first.size();
            }
        }
    }

    /** @return the last number that the killed process said to be committed */
    private int countAndKill(int from, int howMany) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-XX:TieredStopAtLevel=1", "-cp",
                        System.getProperty("java.class.path"), CountsIntoAJournal.class.getName(), directory.toString(), Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = -1;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            // The log goes to the same place; a line that the kill cut off may be a number cut off, so only those in order count.
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.equals(Integer.toString(last < 0 ? from : last + 1))) {
                    last = Integer.parseInt(line);
                }
                if (last == from + howMany) {
                    // Not Process.destroyForcibly: it would close the output, too.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
        assertThat(last).isGreaterThanOrEqualTo(from + howMany);
        return last;
    }

    private static List<Integer> numbers(Journal journal, String kind) {
        return journal.events().ofKind("acme", kind).stream().map(Event::text).map(Integer::valueOf).toList();
    }
}
