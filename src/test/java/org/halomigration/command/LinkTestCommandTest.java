package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code link-test} sends as the product does, says how that was, and leaves nothing behind. */
@ResourceLock("halo.migrations")
class LinkTestCommandTest {
    @TempDir
    Path directory;

    private MinaSftpServer server;

    @BeforeEach
    void start() throws IOException {
        server = MinaSftpServer.start(directory);
        System.setProperty("halo.migrations", directory.toString());
        sheet(server.knownHosts());
    }

    @AfterEach
    void stop() {
        System.clearProperty("halo.migrations");
        server.close();
    }

    @Test
    void forPeople() throws Exception {
        Called called = Called.of("link-test", "--migration", "acme", "--size", "3m", "--connections", "2");

        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.out())
                .contains("3.1 MB to acme@127.0.0.1:" + server.port() + " in ", "Round trip ", "Limited by ", "What was read back is what was sent. It is removed again.")
                .contains("100 GB take ", "the database, 60.0 GB, takes ");
        nothingIsLeft();
    }

    @Test
    void forPrograms() throws Exception {
        Path file = Files.write(directory.resolve("own.bak"), new byte[1_000_000]);

        Called called = Called.of("link-test", "--migration", "acme", "--file", file.toString(), "--json");

        assertThat(called.code()).as(called.err()).isZero();
        JsonNode said = Called.JSON.readTree(called.out());
        assertThat(said.get("bytes").asLong()).isEqualTo(1_000_000);
        assertThat(said.get("bytesPerSecond").asLong()).isPositive();
        assertThat(said.get("readBackAsSent").asBoolean()).isTrue();
        assertThat(said.get("databaseBytes").asLong()).isEqualTo(60_000_000_000L);
        assertThat(said.get("databaseSeconds").asLong()).isPositive();
        assertThat(file).exists();
        nothingIsLeft();
    }

    @Test
    void aServerThatChangesFilesIsAFinding() throws Exception {
        server.corruptOneWrite();
        Called called = Called.of("link-test", "--migration", "acme", "--size", "1m");
        assertThat(called.code()).isEqualTo(ExitCode.FAILED);
        assertThat(called.out()).contains("NOT what was sent");
        nothingIsLeft();
    }

    @Test
    void aServerThatCannotBeReachedIsNamed() throws Exception {
        server.stop();
        Called down = Called.of("link-test", "--migration", "acme");
        assertThat(down.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(down.err()).contains("acme@127.0.0.1:" + server.port() + " cannot be used: Connection refused", "landing-zone");

        server.restart();
        sheet(Files.createFile(directory.resolve("empty")));
        Called unknown = Called.of("link-test", "--migration", "acme");
        assertThat(unknown.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(unknown.err()).contains("cannot be used: ", "host key", directory.resolve("empty").toString());
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        assertThat(Called.of("link-test", "--migration", "acne").err()).contains("expected one of [acme]", "Did you mean acme?");
        assertThat(Called.of("link-test", "--migration", "acme", "--size", "big").err()).contains("expected a size such as 200m or 1g, found 'big'");
        assertThat(Called.of("link-test", "--migration", "acme", "--connections", "9").err()).contains("--connections: expected 1 to 8, found 9.");
        assertThat(Called.of("link-test", "--migration", "acme", "--file", "no-such").code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(Called.of("link-test", "--migration", "acme", "--file", "x", "--size", "1g").err()).contains("mutually exclusive");
    }

    private void sheet(Path knownHosts) throws IOException {
        Files.writeString(directory.resolve("acme.yaml"), """
                customer: {name: Acme Ltd}
                source: {database: Halo, expected-size: 60GB, backups: [{path: '%s', as-sql-server-sees-it: '%s'}]}
                landing-zone: {host: %s, port: %d, username: %s, private-key: '%s', known-hosts: '%s', directory: /acme}
                """.formatted(directory, directory, server.host(), server.port(), server.username(), server.privateKey(), knownHosts));
    }

    private void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(server.root().resolve("acme"))) {
            assertThat(left).isEmpty();
        }
    }
}
