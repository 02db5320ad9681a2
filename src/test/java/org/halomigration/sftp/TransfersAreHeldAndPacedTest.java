package org.halomigration.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While a file is sent it may be held, taken away, slowed down, sped up and overtaken. */
class TransfersAreHeldAndPacedTest {
    private static final int SLICE = 300_000;
    private static final int SIZE = 20 * SLICE + 17;
    private static final String SLICES = "&sliceSize=" + SLICE;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Sender sender = new Sender();
    private MinaSftpServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = MinaSftpServer.start(home);
        file = file("halo.bak");
    }

    @AfterEach
    void stop() {
        sender.close();
        threads.shutdownNow();
        server.close();
    }

    @Test
    void whatIsPausedGoesOnWhereItWas() throws Exception {
        Future<String> sending = sendSlowly();
        sender.pace = held -> {
            throw new Held("paused by ada", false);
        };
        assertThatThrownBy(sending::get).cause().isInstanceOf(Held.class).hasMessage("paused by ada");
        assertThatThrownBy(() -> sender.send(server, file, "halo.bak", SLICES)).as("not begun again").isInstanceOf(Held.class);
        long arrived = sender.memory.sent.get(file).arrived();
        assertThat(arrived).isPositive();

        sender.pace = on -> 0;
        sender.send(server, file, "halo.bak", SLICES);

        assertThat(sender.notices).containsExactly("Going on: " + arrived + " of " + SIZE + " bytes had arrived.");
        assertThat(server.root().resolve("acme/halo.bak")).hasSameBinaryContentAs(file);
    }

    @Test
    void whatIsPausedAfterAnErrorOfTheDatabaseWaitsAllTheSame() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Future<String> sending = sendSlowly();
        sender.pace = broken -> {
            asked.incrementAndGet();
            throw new IllegalStateException("The database does not answer");
        };
        await().atMost(PATIENCE).until(() -> asked.get() > 0);

        sender.pace = held -> {
            throw new Held("paused by ada", false);
        };

        assertThatThrownBy(() -> sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).cause().isInstanceOf(Held.class).hasMessage("paused by ada");
    }

    @Test
    void whatIsAbortedIsTakenAway() throws Exception {
        Future<String> sending = sendSlowly();
        sender.pace = held -> {
            throw new Held("aborted by ada", true);
        };
        assertThatThrownBy(sending::get).cause().isInstanceOf(Held.class);
        assertThat(sender.memory.sent).isEmpty();
        try (Stream<Path> left = Files.list(server.root().resolve("acme"))) {
            assertThat(left).isEmpty();
        }

        sender.pace = on -> 0;
        sender.send(server, file, "halo.bak", SLICES);
        assertThat(server.root().resolve("acme/halo.bak")).hasSameBinaryContentAs(file);
    }

    @Test
    void aLimitThatIsRaisedTakesEffect() throws Exception {
        Future<String> sending = sendSlowly();
        sender.pace = fast -> 0;
        await("or it takes more than a minute longer").atMost(Duration.ofSeconds(40)).until(sending::isDone);
        assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(file));
    }

    @Test
    void whatIsUrgentOvertakesWhatIsNot() throws Exception {
        sender.pace = slow -> 1_500_000;
        Path full = file("full.bak");
        Files.write(full, new byte[4 * SIZE]);
        Future<String> sending = threads.submit(() -> sender.send(server, full, "full.bak", SLICES));
        await().atMost(PATIENCE).until(() -> server.written() > SIZE);

        sender.send(server, Sender.Hurried.of(file), "tail.trn", SLICES);

        assertThat(server.root().resolve("acme/tail.trn")).hasSameBinaryContentAs(file);
        assertThat(server.root().resolve("acme/full.bak")).doesNotExist();
        sender.pace = fast -> 0;
        assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(full));
    }

    private Future<String> sendSlowly() {
        // Soon some of it has arrived, and the rest takes more than a minute.
        sender.pace = slow -> server.written() < SIZE / 4 ? 3_000_000 : 50_000;
        Future<String> sending = threads.submit(() -> sender.send(server, file, "halo.bak", SLICES));
        await().atMost(PATIENCE).until(() -> sender.memory.sent.containsKey(file) && sender.memory.sent.get(file).arrived() > 0);
        return sending;
    }

    private Path file(String name) throws IOException {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        return Files.write(home.resolve(name), content);
    }
}
