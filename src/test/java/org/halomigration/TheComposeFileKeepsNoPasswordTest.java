package org.halomigration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class TheComposeFileKeepsNoPasswordTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passwd|pwd|secret|token|_key|sha256)(?!.*_(name|role)$).*");
    /** Taken from the environment: required with a message, or empty where it may be missing. */
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{[A-Z0-9_]+(:\\?set [^}]+|:-)}");
    /** What assigns a secret in a Dockerfile, a script or a command: a word, an equals sign, and something that is no variable. */
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(password|passwd|pwd|secret|token)\\s*[=:]\\s*[\"']?(?!\\$|\\s|[\"'?-]|no\\b|yes\\b)\\S");

    @TempDir
    Path folder;

    JsonNode compose;

    @BeforeEach
    void read() throws IOException {
        // SnakeYAML follows anchors; Jackson takes them for text.
        Object read = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
        compose = new ObjectMapper().valueToTree(read);
    }

    @Test
    void secretsComeFromTheEnvironment() {
        List<String> secrets = new ArrayList<>();
        services().forEach(service -> service.getValue().path("environment").fields().forEachRemaining(entry -> {
            if (SECRET.matcher(entry.getKey()).matches()) {
                secrets.add(entry.getKey());
                assertThat(entry.getValue().asText()).as(service.getKey() + "." + entry.getKey()).matches(FROM_ENVIRONMENT);
            }
        }));

        assertThat(secrets).contains("MSSQL_SA_PASSWORD", "HALO_WEB_PASSWORD", "PUBLIC_KEY", "HALO_TOKENS_0_SHA256", "GF_SECURITY_ADMIN_PASSWORD");
        assertThat(compose.at("/services/source-sql/environment/MSSQL_SA_PASSWORD").asText()).startsWith("${HALO_SA_PASSWORD:?set ");
    }

    @Test
    void noFileBesideItAssignsOne() throws IOException {
        try (Stream<Path> files = Files.walk(DOCKER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString())
                        .filteredOn(line -> !line.strip().startsWith("#"))
                        .noneMatch(line -> ASSIGNED.matcher(line).find());
            }
        }
    }

    @Test
    void everyPortIsOnLoopback() {
        List<String> ports = new ArrayList<>();
        services().forEach(service -> service.getValue().path("ports").forEach(port -> ports.add(port.asText())));

        assertThat(ports).hasSizeGreaterThanOrEqualTo(6).allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(services()).noneMatch(service -> service.getValue().has("network_mode"));
    }

    @Test
    void everyServiceThatStaysIsWatched() throws IOException {
        assertThat(services()).filteredOn(service -> !service.getKey().equals("prepare-volumes"))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("source-sql", "target-sql", "openssh", "mail", "application", "prometheus", "grafana")
                .allMatch(name -> compose.at("/services/" + name + "/healthcheck/test").isArray() || name.equals("application"));
        assertThat(Files.readString(DOCKER.resolve("Dockerfile"))).contains("HEALTHCHECK");
    }

    @Test
    void whatItNamesIsThere() {
        for (Map.Entry<String, JsonNode> service : services()) {
            service.getValue().path("depends_on").fieldNames().forEachRemaining(other -> assertThat(compose.path("services").has(other)).as(other).isTrue());
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().split(":")[0];
                boolean there = source.startsWith(".") ? Files.exists(DOCKER.resolve(source)) : compose.path("volumes").has(source);
                assertThat(there).as(service.getKey() + ": " + volume.asText()).isTrue();
            }
        }
    }

    @Test
    void dockerAcceptsIt() throws Exception {
        assumeTrue(run("docker", "compose", "version") == 0, "Docker's compose plugin is not installed: the file is not shown to it");

        assertThat(run("docker", "compose", "-f", "docker/compose.yaml", "config", "--quiet")).as(Files.readString(folder.resolve("out"))).isZero();
    }

    private List<Map.Entry<String, JsonNode>> services() {
        return List.copyOf(compose.path("services").properties());
    }

    private int run(String... command) throws InterruptedException {
        try {
            ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
            process.environment().put("HALO_SA_PASSWORD", "only for reading the file");
            process.environment().put("HALO_SFTP_PUBLIC_KEY", "ssh-ed25519 AAAA");
            process.environment().put("HALO_METRICS_TOKEN_FILE", "only-for-reading-the-file");
            process.environment().put("HALO_SFTP_PRIVATE_KEY_FILE", "only-for-reading-the-file");
            process.environment().put("HALO_METRICS_TOKEN_SHA256", "0".repeat(64));
            process.environment().put("HALO_GRAFANA_PASSWORD", "only for reading the file");
            Process running = process.start();
            return running.waitFor(30, TimeUnit.SECONDS) ? running.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
