package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file in {@code routes/invalid} says in its first line which message it expects. */
class AWrongRouteFileIsNamedWithItsLineTest {
    private static final Path FIXTURES = Path.of("src/test/resources/routes");
    private static final String EXPECTS = "# expects ";

    @TempDir
    Path folder;

    static Stream<String> invalid() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES.resolve("invalid"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhatIsWrongAndTheOthersRun(String name) throws IOException {
        Path wrong = FIXTURES.resolve("invalid").resolve(name);
        Files.copy(wrong, folder.resolve(name));
        Files.copy(FIXTURES.resolve("valid/calls-and-answers.camel.yaml"), folder.resolve("calls-and-answers.camel.yaml"));
        try (RunningCamel running = new RunningCamel(folder)) {
            running.files.loadAll();

            String expected = Files.readAllLines(wrong).get(0).substring(EXPECTS.length());
            assertThat(running.messages()).containsExactly(expected);
            assertThat(running.ask("answers")).isEqualTo("bean:ofThisFile answered 0");
            assertThat(running.camel.getRoutes()).extracting(route -> route.getRouteId()).containsExactly("answers");
            assertThat(running.camel.getRouteDefinitions()).hasSize(1);
            assertThat(running.told).noneMatch(told -> told.contains(name));
        }
    }

    @Test
    void findsNothingWrongWithRightOnes() {
        try (RunningCamel running = new RunningCamel(FIXTURES.resolve("valid"))) {
            running.files.loadAll();

            assertThat(running.messages()).isEmpty();
            assertThat(running.camel.getRoutes()).extracting(route -> route.getRouteId()).containsExactlyInAnyOrder("answers", "dynamic", "ticks");
        }
    }

    @Test
    void aMissingFolderIsSaidAndNothingStops() {
        Path missing = folder.resolve("routes");
        try (RunningCamel running = new RunningCamel(missing)) {
            running.files.loadAll();

            assertThat(running.messages()).containsExactly("1: The routes folder " + missing
                    + " is missing, so nothing will run. Start in the product's directory, or set halo.routes.");
        }
    }

    @Test
    void anIdOfAnotherFileIsRefused() throws IOException {
        Files.copy(FIXTURES.resolve("valid/calls-and-answers.camel.yaml"), folder.resolve("a.camel.yaml"));
        Files.copy(FIXTURES.resolve("valid/calls-and-answers.camel.yaml"), folder.resolve("b.camel.yaml"));
        try (RunningCamel running = new RunningCamel(folder)) {
            running.files.loadAll();

            assertThat(running.files.problems()).extracting(Object::toString).containsExactly(folder + "/b.camel.yaml:5: The route id 'answers' is taken by "
                    + folder + "/a.camel.yaml. Give one of the two another id.");
            assertThat(running.ask("answers")).isEqualTo("bean:ofThisFile answered 0");
        }
    }

    @Test
    void tellsTheHashOfEachFileThatTookEffect() throws IOException {
        Files.createDirectories(folder.resolve("sql"));
        Files.writeString(folder.resolve("sql/one.sql"), "SELECT 1");
        Files.copy(FIXTURES.resolve("valid/calls-and-answers.camel.yaml"), folder.resolve("answers.camel.yaml"));
        try (RunningCamel running = new RunningCamel(folder)) {
            running.files.loadAll();

            assertThat(running.told).hasSize(2);
            assertThat(running.told.get(0)).isEqualTo("statement sql/one.sql e004ebd5b5532a4b85984a62f8ad48a81aa3460c1ca07701f386135d72cdecf5");
            assertThat(running.told.get(1)).matches("route answers.camel.yaml [0-9a-f]{64}");
        }
    }
}
