package org.halomigration.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.halomigration.sandbox.sftp.Server;
import org.halomigration.sandbox.sftp.HangingLink;
import org.halomigration.sandbox.sftp.HeldAnswer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever breaks a transfer, what has arrived is not sent again, and no file that is not whole or not right gets a final name. */
class CutTransfersGoOnTest {
    private static final int SLICE = 1_000_000;
    private static final int SIZE = 40 * SLICE + 17;
    private static final String SLICES = "&sliceSize=" + SLICE;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Sender sender = new Sender();

    @AfterEach
    void stop() {
        sender.close();
        threads.shutdownNow();
    }

    @Test
    void aConnectionThatIsCutInTheMiddleOfASliceIsMadeAgain() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            server.cutUploadsAt(20 * SLICE + 100_000);

            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(server.operations()).anyMatch(done -> done.startsWith("cut "));
            assertThat(sender.states).last().satisfies(state -> assertThat(state.retries()).isPositive());
            assertThat(server.written()).as("sent twice is at most what was under way on that connection").isLessThan(SIZE + 5_000_000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatIsKilledAndComesBackGetsTheRest(Server which) throws Exception {
        try (SftpServer server = which.startIn(home)) {
            Path file = file();
            // So slowly that it can be killed in the middle.
            Future<String> sending = begin(() -> sender.send(server, file, "halo.bak", SLICES + "&rateLimit=15000000&maximumReconnectAttempts=1"));
            await().atMost(PATIENCE).until(() -> arrivedOf(file) > SIZE / 3);
            kill(server);
            assertThatThrownBy(sending::get).cause().isInstanceOf(GenericFileOperationFailedException.class).hasMessageContaining("Cannot connect to sftp://").hasMessageContaining(":" + server.port());
            assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();
            long before = arrivedOf(file);
            assertThat(before).isGreaterThan(SIZE / 3).isLessThan(SIZE);

            Server.restart(server);
            anotherProcess();
            assertThat(sender.send(server, file, "halo.bak", SLICES)).isEqualTo(FilesArriveWholeTest.sha256(file));

            arrived(server, file);
            assertThat(sender.notices).containsExactly("Going on: " + before + " of " + SIZE + " bytes had arrived.");
            if (server instanceof MinaSftpServer mina) {
                assertThat(mina.written()).as("all of it, and what was not acknowledged or not whole").isBetween((long) SIZE, SIZE + 24_000_000L);
            }
        }
    }

    @Test
    void aProcessThatEndsAfterTheLastAcknowledgementOnlyRenames() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            server.refuseRenames(true);
            assertThatThrownBy(() -> sender.send(server, file, "halo.bak", SLICES))
                    .isInstanceOf(GenericFileOperationFailedException.class)
                    .hasMessageMatching("Cannot rename file from: acme/[0-9a-f]{8}\\.halo\\.bak\\.part to: acme/halo\\.bak.*")
                    .hasRootCauseInstanceOf(SftpException.class);
            assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();
            long before = server.written();

            server.refuseRenames(false);
            anotherProcess();
            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(server.written()).isEqualTo(before).isEqualTo(SIZE);
        }
    }

    @Test
    void aCutBeforeTheAcknowledgementOfWhatIsThereIsNoDoubt() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            Future<String> sending;
            try (HeldAnswer held = server.holdWrite(".part")) {
                sending = begin(() -> sender.send(server, file, "halo.bak", SLICES));
                await().atMost(PATIENCE).until(held::reached);
                server.cut();
            }
            assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(file));
            arrived(server, file);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCutDuringTheRenameIsNoDoubt(boolean extensions) throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            if (!extensions) {
                server.stop();
                server.forgetExtensions();
                server.restart();
            }
            Path file = file();
            Future<String> sending;
            try (HeldAnswer held = server.holdRename("/halo.bak")) {
                sending = begin(() -> sender.send(server, file, "halo.bak", SLICES));
                await().atMost(PATIENCE).until(held::reached);
                server.cut();
            }
            assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(file));
            arrived(server, file);
            assertThat(server.operations()).noneMatch(done -> done.startsWith("remove "));
        }
    }

    @Test
    void aProcessThatEndedBeforeItRecordedTheRenameSendsNothingAgain() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            sender.sendUnrecorded(server, file, "halo.bak", SLICES);
            long before = server.written();

            anotherProcess();
            assertThat(sender.send(server, file, "halo.bak", SLICES)).isEqualTo(FilesArriveWholeTest.sha256(file));

            assertThat(server.written()).isEqualTo(before);
            arrived(server, file);
        }
    }

    @Test
    void aConnectionThatHangsWithoutClosingIsNoticed() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home);
                HangingLink link = new HangingLink(server, home)) {
            Path file = file();
            Future<String> sending = begin(() -> sender.send(link, file, "halo.bak", SLICES + "&rateLimit=15000000"));
            await().atMost(PATIENCE).until(() -> arrivedOf(file) > SIZE / 3);

            link.hang();

            await("a new connection").atMost(Duration.ofSeconds(30)).until(() -> link.connections() > 4);
            assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(file));
            arrived(server, file);
        }
    }

    @Test
    void aFullDiskIsSaidAndWhatHasArrivedIsKept() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            Future<String> sending = begin(() -> sender.send(server, file, "halo.bak", SLICES + "&rateLimit=15000000"));
            await().atMost(PATIENCE).until(() -> arrivedOf(file) > SIZE / 3);
            server.fillDisk();
            assertThatThrownBy(sending::get)
                    .cause()
                    .isInstanceOf(GenericFileOperationFailedException.class)
                    .hasMessageStartingWith("Cannot store file: acme/halo.bak")
                    .rootCause()
                    .isInstanceOf(SftpException.class)
                    .hasMessage("Failure");
            assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();

            server.freeDisk();
            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(server.written()).isBetween((long) SIZE, SIZE + 24_000_000L);
        }
    }

    @Test
    void aSourceThatHasChangedSinceIsSentFromItsStartAndThatIsSaid() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = cutOff(server);
            Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);

            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(sender.notices).singleElement().asString().startsWith("The file has changed since ").endsWith("it is sent from its start.");
        }
    }

    @Test
    void aSourceThatOnlyLooksTheSameIsSentFromItsStartAndThatIsSaid() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = cutOff(server);
            FileTime modified = Files.getLastModifiedTime(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap("other".getBytes()), 10);
            }
            Files.setLastModifiedTime(file, modified);

            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(sender.notices).last().asString().startsWith("The file is not what it was when a part of it was sent");
        }
    }

    @Test
    void aServerThatHasLostWhatArrivedGetsItAgain() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = cutOff(server);
            try (FileChannel part = FileChannel.open(part(server), StandardOpenOption.WRITE)) {
                part.truncate(1000);
            }

            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(sender.notices).containsExactly("The server has only 1000 bytes of what had arrived: it is sent from its start.");
        }
    }

    @Test
    void whatAServerHasLostIsNotBelievedAfterAnotherRestart() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = cutOff(server);
            try (FileChannel part = FileChannel.open(part(server), StandardOpenOption.WRITE)) {
                part.truncate(1000);
            }
            // So that nothing is kept but what must be before the first byte leaves.
            AtomicInteger asked = new AtomicInteger();
            sender.pace = once -> {
                if (asked.getAndIncrement() > 0) {
                    throw new IllegalStateException("The database does not answer");
                }
                return 0;
            };
            Future<String> sending;
            try (HeldAnswer held = server.holdWrite(".part")) {
                sending = begin(() -> sender.send(server, file, "halo.bak", SLICES));
                await().atMost(PATIENCE).until(held::reached);
                assertThat(arrivedOf(file)).isZero();
            }
            sending.get();
            arrived(server, file);
        }
    }

    @Test
    void aTryThatDoesNotConnectForgetsNothing() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = cutOff(server);
            long before = arrivedOf(file);
            server.stop();
            assertThatThrownBy(() -> sender.send(server, file, "halo.bak", SLICES + "&maximumReconnectAttempts=1")).hasMessageContaining("Cannot connect to sftp://");
            assertThat(arrivedOf(file)).isEqualTo(before).isPositive();

            server.restart();
            sender.send(server, file, "halo.bak", SLICES);

            arrived(server, file);
            assertThat(sender.notices).containsExactly("Going on: " + before + " of " + SIZE + " bytes had arrived.");
        }
    }

    @Test
    void aSourceThatChangesMeanwhileNeverGetsItsFinalName() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            for (String how : new String[] {"changed", "shortened", "deleted"}) {
                Path file = file();
                Future<String> sending = begin(() -> sender.send(server, file, "halo.bak", SLICES + "&rateLimit=15000000"));
                await().atMost(PATIENCE).until(() -> arrivedOf(file) > SIZE / 4);
                switch (how) {
                    case "changed" -> Files.write(file, new byte[10], StandardOpenOption.WRITE);
                    case "shortened" -> Files.write(file, new byte[10]);
                    default -> Files.delete(file);
                }
                assertThatThrownBy(sending::get).cause().isInstanceOf(SourceProblem.class).hasMessageContaining(file.toString());
                assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();
            }
        }
    }

    @Test
    void anotherFileThanTheOneThatWasFoundIsNotBegun() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home)) {
            Path file = file();
            Sender.Found found = new Sender.Found(file, SIZE + 1, Outgoing.of(file).modified());
            assertThatThrownBy(() -> sender.send(server, found, "halo.bak", SLICES)).isInstanceOf(SourceProblem.class).hasMessageContaining("it had " + (SIZE + 1) + " bytes, now it has " + SIZE);
            Files.delete(file);
            assertThatThrownBy(() -> sender.send(server, found, "halo.bak", SLICES)).isInstanceOf(SourceProblem.class).hasMessageContaining("cannot be opened");
            assertThat(server.sessions()).isZero();
        }
    }

    @Test
    void twoProcessesThatSendTheSameNeverMix() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(home);
                Sender other = new Sender()) {
            Path file = file();
            Path different = Files.write(home.resolve("different"), new byte[SIZE]);
            Future<String> one = begin(() -> sender.send(server, file, "halo.bak", SLICES));
            Future<String> two = begin(() -> other.send(server, different, "halo.bak", SLICES));
            one.get();
            two.get();
            Path landed = server.root().resolve("acme/halo.bak");
            assertThat(Files.mismatch(landed, file) < 0 || Files.mismatch(landed, different) < 0).isTrue();
        }
    }

    /** Sends a part of it and is cut off for good. */
    private Path cutOff(MinaSftpServer server) throws Exception {
        Path file = file();
        Future<String> sending = begin(() -> sender.send(server, file, "halo.bak", SLICES + "&rateLimit=15000000&maximumReconnectAttempts=1"));
        await().atMost(PATIENCE).until(() -> arrivedOf(file) > SIZE / 3);
        server.stop();
        assertThatThrownBy(sending::get).isNotNull();
        server.restart();
        anotherProcess();
        return file;
    }

    private static Path part(SftpServer server) throws IOException {
        try (Stream<Path> files = Files.list(server.root().resolve("acme"))) {
            return files.filter(path -> path.toString().endsWith(".part")).findFirst().orElseThrow();
        }
    }

    private static void kill(SftpServer server) {
        if (server instanceof MinaSftpServer mina) {
            mina.stop();
        } else {
            server.close();
        }
    }

    /** The process ends, and another with the same ledger begins. */
    private void anotherProcess() {
        sender.close();
        sender = new Sender(sender.memory);
    }

    private long arrivedOf(Path file) {
        Sent sent = sender.memory.sent.get(file);
        return sent == null ? 0 : sent.arrived();
    }

    private <T> Future<T> begin(Callable<T> work) {
        return threads.submit(work);
    }

    private Path file() throws IOException {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        return Files.write(home.resolve("halo.bak"), content);
    }

    private static void arrived(SftpServer server, Path file) throws IOException {
        assertThat(Files.mismatch(server.root().resolve("acme/halo.bak"), file)).isEqualTo(-1);
        try (Stream<Path> left = Files.list(server.root().resolve("acme"))) {
            assertThat(left).containsExactly(server.root().resolve("acme/halo.bak"));
        }
    }
}
