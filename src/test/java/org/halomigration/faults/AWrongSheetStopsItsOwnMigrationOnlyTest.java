package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A migration file that is wrong: its line, key, what was found and what is expected are said; the others run, and it runs once it is right. */
@ExtendWith(Running.Resolver.class)
class AWrongSheetStopsItsOwnMigrationOnlyTest {
    private final Running running;

    AWrongSheetStopsItsOwnMigrationOnlyTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void noSecretSaid() throws Exception {
        running.nothingSaidThatShouldNot();
    }

    @Test
    void anUnknownKey() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "unknown")) {
            Files.writeString(neighbour.sheet, neighbour.right().replace("  expected-size:", "  expected-sise:"));
            stopsAlone(neighbour, 6, "source.expected-sise: expected a known key, found an unknown one. Did you mean expected-size?");
            Files.writeString(neighbour.sheet, neighbour.right());
            runs(neighbour);
        }
    }

    @Test
    void aValueOfTheWrongType() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "wrong-type")) {
            Files.writeString(neighbour.sheet, neighbour.right().replace("settle: 100ms", "settle: soon"));
            stopsAlone(neighbour, 7, "source.settle: expected a duration longer than zero such as 15m, 24h, 7d or PT15M, found \"soon\".");
            Files.writeString(neighbour.sheet, neighbour.right());
            runs(neighbour);
        }
    }

    @Test
    void aSecretThatIsNotThere() throws Exception {
        Path secret = running.world.directory.resolve("secrets/hers");
        try (Neighbour neighbour = new Neighbour(running, "no-secret")) {
            Files.writeString(neighbour.sheet, neighbour.right().replaceFirst("secrets/sql", "secrets/hers"));
            stopsAlone(neighbour, 8, "source.sql.password: expected a text in the file " + secret + ", found no such file. Mount it where this process can read it.");
            Files.writeString(secret, running.world.password());
            runs(neighbour);
        } finally {
            Files.deleteIfExists(secret);
        }
    }

    /** What runs already goes on as it was. */
    @Test
    void aSheetThatBecomesWrong() throws Exception {
        Path sheet = running.migrations.resolve("acme.yaml");
        String right = Files.readString(sheet);
        running.whileBroken(
                () -> Files.writeString(sheet, right.replace("settle: 100ms", "settle: soon")),
                () -> {
                    said(sheet, 7, "source.settle: expected a duration longer than zero such as 15m, 24h, 7d or PT15M, found \"soon\".");
                    running.restored(running.log());
                    return sheet;
                },
                () -> Files.writeString(sheet, right));
        running.until("nothing wrong", () -> running.sheets().problems().isEmpty() ? sheet : null);
    }

    private void stopsAlone(Neighbour neighbour, int line, String message) throws Exception {
        String full = neighbour.full();
        said(neighbour.sheet, line, message);
        running.restored(running.log());
        assertThat(running.sheets().find(neighbour.name)).isEmpty();
        assertThat(running.source().sql().sql("SELECT COUNT(*) FROM transfer WHERE landed_name = ?").params(full).query(Integer.class).single()).isZero();
    }

    private void said(Path sheet, int line, String message) {
        List<String> problems = running.until("a problem of " + sheet, () -> {
            List<String> now = running.left();
            return now.isEmpty() ? null : now;
        });
        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem).contains(sheet + ":" + line + ": " + message));
    }

    private void runs(Neighbour neighbour) throws Exception {
        running.restored(neighbour.name, neighbour.name + "_FULL.bak");
        assertThat(running.left()).isEmpty();
    }
}
