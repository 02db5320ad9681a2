package org.halomigration.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.halomigration.sandbox.sftp.Server;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of every size and name arrive as they are, under their own name, on both servers. */
class FilesArriveWholeTest {
    private static final int SLICE = 1_000_000;

    @TempDir
    Path home;

    private Sender sender;

    @BeforeEach
    void start() {
        sender = new Sender();
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfManySlicesGoesOverSeveralConnections(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            Path file = file("halo.bak", 20 * SLICE + 3);

            String hash = sender.send(server, file, "halo.bak", "&sliceSize=" + SLICE + "&connections=3");

            arrived(server, file, "halo.bak");
            assertThat(hash).isEqualTo(sha256(file));
            assertThat(sender.component.getOpenConnections()).isEqualTo(3);
            assertThat(sender.memory.kept).last().matches(Sent::whole);
            assertThat(sender.states).last().satisfies(state -> assertThat(state.bytes()).isEqualTo(state.size()).isEqualTo(20 * SLICE + 3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfAnySize(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            for (int size : new int[] {0, 1, 32 * 1024, Chunk.SIZE, Chunk.SIZE + 1, SLICE - 1, SLICE, SLICE + 1, 2 * SLICE}) {
                Path file = file(size + ".bak", size);

                assertThat(sender.send(server, file, size + ".bak", "&sliceSize=" + SLICE)).isEqualTo(sha256(file));

                arrived(server, file, size + ".bak");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileWithAnyName(Server which) throws Exception {
        List<String> names = List.of("a b  c.bak", "it's \"quoted\".bak", "Größe-数据-🗄.bak", "-rf.bak", "x".repeat(251) + ".bak", "ü".repeat(125) + ".bak", "a$b`c;d&e.bak");
        try (SftpServer server = which.startIn(home)) {
            Path file = file("file", 2 * SLICE);
            for (String name : names) {
                sender.send(server, file, name, "&sliceSize=" + SLICE);

                arrived(server, file, name);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void intoDirectoriesThatAreMade(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            Path file = file("file", 3 * SLICE);

            sender.send(server, file, "to-target/2026/halo.bak", "&sliceSize=" + SLICE + "&chmod=640");

            arrived(server, file, "to-target/2026/halo.bak");
            assertThat(Files.getPosixFilePermissions(server.root().resolve("acme/to-target/2026/halo.bak"))).containsExactlyInAnyOrder(java.nio.file.attribute.PosixFilePermission.OWNER_READ, java.nio.file.attribute.PosixFilePermission.OWNER_WRITE, java.nio.file.attribute.PosixFilePermission.GROUP_READ);
        }
    }

    @ParameterizedTest
    @EnumSource
    void inPlaceOfAFormerOne(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            sender.send(server, file("old", 3 * SLICE), "halo.bak", "&sliceSize=" + SLICE);
            Path file = file("new", 2 * SLICE);

            sender.send(server, file, "halo.bak", "&sliceSize=" + SLICE);

            arrived(server, file, "halo.bak");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aText(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            String text = "{\"größe\": 1}";

            assertThat(sender.send(server, text, "x.manifest.json", "")).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))));

            assertThat(server.root().resolve("acme/x.manifest.json")).hasContent(text);
        }
    }

    @Test
    void aStreamGoesTheWayThatCamelSendsIt() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            assertThat(sender.send(server, new ByteArrayInputStream(new byte[10]), "x.txt", "")).isNull();

            assertThat(server.root().resolve("acme/x.txt")).hasSize(10);
        }
    }

    @Test
    void underTheNameThatTheRouteWantsItToHaveUntilThen() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path longer = server.root().resolve("acme/halo.bak.part");
            Files.createDirectories(longer.getParent());
            Files.write(longer, new byte[5 * SLICE]);
            Path file = file("halo.bak", 2 * SLICE);

            sender.send(server, file, "halo.bak", "&sliceSize=" + SLICE + "&tempFileName=${file:name}.part");

            arrived(server, file, "halo.bak");
            assertThat(server.operations()).contains("rename /acme/halo.bak.part -> /acme/halo.bak");
        }
    }

    @Test
    void aThousandSmallOnesOverTheSameConnectionsWithoutListing() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<String>> sent = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    Path file = file("small-" + i, 1000 + i);
                    sent.add(threads.submit(() -> sender.send(server, file, file.getFileName().toString(), "")));
                }
                for (int i = 0; i < 1000; i++) {
                    assertThat(sent.get(i).get()).isEqualTo(sha256(home.resolve("small-" + i)));
                }
            } finally {
                threads.shutdown();
            }
            for (int i = 0; i < 1000; i++) {
                arrivedAs(server, home.resolve("small-" + i), "small-" + i);
            }
            assertThat(server.sessions()).isLessThanOrEqualTo(4);
            assertThat(server.operations()).noneMatch(done -> done.startsWith("list "));
        }
    }

    @Test
    void atOffsetsBeyondTwoTerabytes() throws Exception {
        try (SftpServer server = Server.OPENSSH.startIn(home)) {
            SlicedSftpEndpoint endpoint = sender.endpoint(Sender.uri(server, server.privateKey(), server.knownHosts()));
            long offset = (1L << 41) + 5;
            Connections connections = new Connections(new Login(endpoint));
            Upload upload = new Upload(connections, new Part("sparse.bak.part", "sparse.bak", true, null, null), new Slices(offset + 3, offset + 3), new Way(false, false));
            connections.enter(upload, 1, 1, 50);
            try {
                upload.settle(true);
                Chunk chunk = connections.backlog().take(upload);
                chunk.hold(upload, offset, 3);
                chunk.bytes()[2] = 7;
                upload.send(chunk);
                upload.awaitArrival();
                assertThat(upload.close()).isEqualTo(offset + 3);
            } finally {
                upload.leave();
                connections.close();
            }
            try (var landed = Files.newByteChannel(server.root().resolve("sparse.bak.part"))) {
                landed.position(offset + 2);
                java.nio.ByteBuffer last = java.nio.ByteBuffer.allocate(2);
                assertThat(landed.read(last)).isEqualTo(1);
                assertThat(last.get(0)).isEqualTo((byte) 7);
            }
        }
    }

    @Test
    void anOptionThatIsOutOfItsRangeIsRefused() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            assertThatThrownBy(() -> sender.send(server, "x", "x", "&connections=9")).rootCause().hasMessage("connections is 9; expected 1 to 8");
            assertThatThrownBy(() -> sender.send(server, "x", "x", "&sliceSize=1")).rootCause().hasMessageContaining("sliceSize is 1 bytes");
            assertThatThrownBy(() -> sender.send(server, "x", "x", "&rateLimit=-1")).rootCause().hasMessageContaining("rateLimit is -1");
        }
    }

    private Path file(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return Files.write(home.resolve(name), content);
    }

    static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void arrived(SftpServer server, Path file, String name) throws IOException {
        arrivedAs(server, file, name);
        try (var left = Files.walk(server.root())) {
            assertThat(left.filter(path -> path.toString().endsWith(".part"))).isEmpty();
        }
    }

    private static void arrivedAs(SftpServer server, Path file, String name) {
        assertThat(server.root().resolve("acme").resolve(name)).hasSameBinaryContentAs(file);
    }
}
