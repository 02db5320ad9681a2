package org.halomigration.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Clock NOW = Clock.fixed(THEN.plus(Duration.ofDays(100)), ZoneOffset.UTC);

    @Test
    void onlyWhatIsOldAndOfNoOpenMigrationIsForgotten(@TempDir Path directory) {
        try (Journal journal = new Journal("source", directory, Clock.fixed(THEN, ZoneOffset.UTC))) {
            for (String migration : List.of("closed", "open")) {
                journal.phases().register(migration);
                journal.events().happened(migration, "push.sent", "sent long ago");
                journal.findings().record(migration, finding("ended"));
                journal.findings().end(migration, "check", "ended");
                journal.findings().record(migration, finding("stands"));
            }
            journal.events().happened(null, "route.stopped", "of no migration, long ago");
            journal.phases().move("closed", Phase.PREPARING, Phase.CLOSED, null);
        }
        try (Journal journal = new Journal("source", directory, NOW)) {
            journal.events().happened("closed", "push.sent", "sent just now");
            new Retention(List.of(journal), Duration.ofDays(101)).apply();
            assertThat(texts(journal)).as("nothing is that old").contains("closed sent long ago", "null of no migration, long ago");

            new Retention(List.of(journal), Duration.ofDays(99)).apply();

            assertThat(texts(journal))
                    .contains("open sent long ago", "closed sent just now", "null 6 events, 0 messages of servers and 1 findings of closed migrations, older than 99 days, are deleted")
                    .doesNotContain("closed sent long ago", "null of no migration, long ago");
            assertThat(journal.sql().sql("SELECT migration || ' ' || subject FROM finding").query(String.class).list())
                    .containsExactlyInAnyOrder("open ended", "open stands", "closed stands");
            new Retention(List.of(journal), Duration.ofDays(99)).apply();
            assertThat(texts(journal)).as("nothing more to say").filteredOn(text -> text.contains("are deleted")).hasSize(1);
        }
    }

    private static Finding finding(String subject) {
        return new Finding("check", subject, Finding.Severity.FAILED, "bad", null, null);
    }

    private static List<String> texts(Journal journal) {
        return journal.sql().sql("SELECT COALESCE(migration, 'null') || ' ' || text FROM event").query(String.class).list();
    }
}
