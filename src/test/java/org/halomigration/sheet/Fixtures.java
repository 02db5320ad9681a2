package org.halomigration.sheet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The sheets in {@code src/test/resources/sheet}, and the environment that they are read in. */
final class Fixtures {
    static final Path DIRECTORY = Path.of("src/test/resources/sheet");
    static final Map<String, String> ENVIRONMENT = Map.of(
            "ACME_SOURCE_PASSWORD", "source-pa55",
            "ACME_TARGET_PASSWORD", "target-pa55",
            "ACME_MAIL_PASSWORD", "mail-pa55",
            "ACME_MAIL_TOKEN", "token-pa55",
            "ACME_SLACK_URL", "https://hooks.slack.example/slack-pa55",
            "NOT_A_PORT", "no-port-pa55",
            "SET_BUT_EMPTY", "");

    private Fixtures() {}

    static SheetReader reader() {
        return new SheetReader(ENVIRONMENT::get);
    }

    static Stream<Path> in(String folder) throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    static Reading read(Path file) {
        return reader().read(file, role(file));
    }

    /** The role that a fixture is read in: its line {@code #role source}, or both. */
    static Role role(Path file) {
        return lines(file, "#role ").stream()
                .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(Role.BOTH);
    }

    /** What stands behind a mark at the start of a line. */
    static List<String> lines(Path file, String mark) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(mark))
                    .map(line -> line.substring(mark.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
