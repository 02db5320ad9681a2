package org.halomigration.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logging that {@code config/application.yaml} sets up, in a process of its own: in this one other tests listen. */
class LogsAreForMachinesTooTest {
    @TempDir
    Path directory;

    @Test
    void oneLineAnEventSaysWhatItIsAbout() throws Exception {
        List<String> console = run();

        assertThat(console).anySatisfy(line -> assertThat(line).matches("\\d\\d:\\d\\d:\\d\\d INFO  source acme \\| sent a log \\(1\\.2 s\\), by ada"));
        assertThat(Files.readAllLines(directory.resolve("halo-migration.log"))).anySatisfy(line -> assertThat(line)
                .matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO  \\[acme/1] \\[" + OneEvent.SET + "] \\[push] halo\\.story source acme \\| sent a log.*"));
    }

    @Test
    void inJsonOnRequest() throws Exception {
        List<String> console = run("--logging.structured.format.console=logstash");

        JsonNode event = new ObjectMapper().readTree(console.stream().filter(line -> line.contains("sent a log")).findFirst().orElseThrow());
        assertThat(event.path("message").asText()).isEqualTo("source acme | sent a log (1.2 s), by ada");
        assertThat(event.path("migration").asText()).isEqualTo("acme");
        assertThat(event.path("correlation").asText()).isEqualTo("acme/1");
        assertThat(event.path("set").asText()).isEqualTo(OneEvent.SET);
        assertThat(event.path("event").asText()).isEqualTo("push.sent");
        assertThat(event.path("actor").asText()).isEqualTo("ada");
        assertThat(event.path("camel.routeId").asText()).isEqualTo("push");
    }

    @Test
    void theFileMakesRoomForTheNext() throws Exception {
        run("--times=400", "--logging.logback.rollingpolicy.max-file-size=20KB", "--logging.logback.rollingpolicy.total-size-cap=100KB");

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("halo-migration.log."))).isNotEmpty().allMatch(name -> name.endsWith(".gz"));
        }
    }

    private List<String> run(String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp", classPath(), OneEvent.class.getName(),
                "--halo.home=" + directory, "--spring.main.banner-mode=off"));
        command.addAll(List.of(more));
        Path output = directory.resolve("console.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output, StandardCharsets.UTF_8);
    }

    /** As this process', but without the test resources, whose logging Spring Boot would prefer. */
    private String classPath() throws IOException {
        String name = OneEvent.class.getName().replace('.', '/') + ".class";
        Path copy = directory.resolve("classes").resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream in = OneEvent.class.getResourceAsStream("/" + name)) {
            Files.write(copy, in.readAllBytes());
        }
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
        return directory.resolve("classes") + File.pathSeparator + others;
    }
}
