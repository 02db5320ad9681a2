package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code invalid/} ends with the exact messages that it earns, each behind {@code #>}. */
class SaysEverythingThatIsWrongWithASheetTest {
    @TempDir
    Path directory;

    static Stream<Path> invalid() throws IOException {
        return Fixtures.in("invalid");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysExactlyTheMessagesAtTheEndOfTheFile(Path file) {
        Reading reading = Fixtures.read(file);

        assertThat(messages(reading)).containsExactlyElementsOf(Fixtures.lines(file, "#> "));
        assertThat(reading.problems()).isNotEmpty();
        assertThat(reading.migration()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void showsNoSecret(Path file) {
        assertThat(Fixtures.read(file).toString()).doesNotContain("pa55", "hunter2", "70044007");
    }

    @Test
    void namesTheFileThatIsNotThere() {
        assertThat(messages(Fixtures.reader().read(directory.resolve("gone.yaml"), Role.BOTH)))
                .containsExactly("gone.yaml:1: expected a readable file, found that it cannot be read (NoSuchFileException).");
    }

    @Test
    void namesAFileThatIsNotYaml() throws IOException {
        Files.writeString(directory.resolve("acme.yml"), "product: halo");

        assertThat(messages(Fixtures.reader().read(directory.resolve("acme.yml"), Role.BOTH)))
                .contains("acme.yml:1: expected a file name of a-z, 0-9 and - that ends in .yaml, found \"acme.yml\"."
                        + " The file's name is the migration's name.");
    }

    @Test
    void namesTheEncodingThatNotepadMayHaveChosen() throws IOException {
        Files.write(directory.resolve("acme.yaml"), "product: halo".getBytes(StandardCharsets.UTF_16));

        assertThat(messages(Fixtures.reader().read(directory.resolve("acme.yaml"), Role.BOTH)))
                .containsExactly("acme.yaml:1: expected text in UTF-8, found bytes that are none. Save the file in the encoding UTF-8.");
    }

    @Test
    void namesTheLineOfAControlCharacter() throws IOException {
        Files.writeString(directory.resolve("acme.yaml"), "product: halo\ncustomer: {name: Ac\u0000me}\n");

        assertThat(messages(Fixtures.reader().read(directory.resolve("acme.yaml"), Role.BOTH)))
                .containsExactly("acme.yaml:2: expected printable characters, found the control character U+0000.");
    }

    @Test
    void refusesAFileThatIsFarTooLarge() throws IOException {
        Files.writeString(directory.resolve("acme.yaml"), "#".repeat(1_000_001));

        assertThat(messages(Fixtures.reader().read(directory.resolve("acme.yaml"), Role.BOTH)))
                .containsExactly("acme.yaml:1: expected a file of at most 1000000 bytes, found 1000001 bytes.");
    }

    @Test
    void survivesAliasesThatMultiply() throws IOException {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        Files.writeString(directory.resolve("acme.yaml"), laughs);

        assertThat(Fixtures.reader().read(directory.resolve("acme.yaml"), Role.BOTH).migration()).isEmpty();
    }

    private static List<String> messages(Reading reading) {
        return reading.problems().stream()
                .map(Problem::message)
                .map(message -> message.replace(reading.file().getParent() + "/", ""))
                .toList();
    }
}
