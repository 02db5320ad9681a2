package org.halomigration.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoSecretIsKeptTest {
    @Test
    void whateverAServerOrCommandRepeats(@TempDir Path directory) {
        try (Journal journal = new Journal("source", directory, Clock.systemUTC())) {
            journal.phases().register("acme");
            journal.shownThrough(text -> text.replace("hunter2", "***"));
            List<String> told = new ArrayList<>();
            journal.events().listen(event -> told.add(event.text()));

            journal.events().happened("acme", "stage.failed", "Login failed with hunter2");
            journal.events().progressed("acme", null, "push.progress", "hunter2 50 %");
            Finding finding = new Finding("stage", "push", Finding.Severity.FAILED, "it said hunter2", "Ask about hunter2.", null);
            assertThat(journal.findings().record("acme", finding)).isTrue();
            assertThat(journal.findings().record("acme", finding)).as("the same answer again").isFalse();

            assertThat(told).hasSize(3).noneMatch(text -> text.contains("hunter2")).contains("Login failed with ***");
            assertThat(journal.findings().open("acme").get(0).finding().detail()).isEqualTo("it said ***");
            assertThat(String.join("\n", journal.sql().sql("SCRIPT").query(String.class).list())).contains("Ask about ***.").doesNotContain("hunter2");
        }
    }
}
