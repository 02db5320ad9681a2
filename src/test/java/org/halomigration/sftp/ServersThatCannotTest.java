package org.halomigration.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot do what speed needs gets its files slower, says so once, and never has a wrong file under a final name. */
class ServersThatCannotTest {
    private static final int SLICE = 300_000;
    private static final int SIZE = 20 * SLICE + 17;
    private static final String SLICES = "&sliceSize=" + SLICE;

    @TempDir
    Path home;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Sender sender = new Sender();
    private MinaSftpServer server;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = MinaSftpServer.start(home);
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        file = Files.write(home.resolve("halo.bak"), content);
    }

    @AfterEach
    void stop() {
        sender.close();
        threads.shutdownNow();
        server.close();
    }

    @Test
    void takeFilesInOrderOnly() throws Exception {
        server.takeFilesInOrderOnly();

        assertThat(send("halo.bak", SLICES)).isEqualTo(FilesArriveWholeTest.sha256(file));
        arrived("halo.bak");
        assertThat(sender.notices).singleElement().asString().startsWith("The server takes a file from its start to its end only (");

        long before = server.written();
        send("second.bak", SLICES);
        arrived("halo.bak", "second.bak");
        assertThat(server.written() - before).as("not tried again").isEqualTo(SIZE);
        assertThat(sender.notices).hasSize(1);
    }

    @Test
    void takeFilesInOrderOnlyAndAreCut() throws Exception {
        server.takeFilesInOrderOnly();
        send("halo.bak", SLICES);
        server.cutUploadsAt(SIZE / 2);

        assertThatThrownBy(() -> send("second.bak", SLICES)).isInstanceOf(GenericFileOperationFailedException.class).hasMessage("Cannot store file: acme/second.bak");
        assertThat(server.root().resolve("acme/second.bak")).doesNotExist();

        send("second.bak", SLICES);
        assertThat(server.root().resolve("acme/second.bak")).hasSameBinaryContentAs(file);
    }

    @Test
    void takeFilesInOrderOnlyAndAreFoundOutWhenAFileGoesOn() throws Exception {
        server.takeFilesInOrderOnly();
        server.quota(SIZE / 2);
        assertThatThrownBy(() -> send("halo.bak", SLICES + "&connections=1")).hasMessage("Cannot store file: acme/halo.bak").hasRootCauseMessage("Failure");
        Sent arrived = sender.memory.sent.get(file);
        assertThat(arrived.arrived()).isPositive();

        assertThatThrownBy(() -> send("halo.bak", SLICES)).as("the disk is full still").hasMessage("Cannot store file: acme/halo.bak");
        assertThat(sender.memory.sent).as("and has what arrived").containsEntry(file, arrived);
        assertThat(server.root().resolve(arrived.part())).isNotEmptyFile().satisfies(part -> assertThat(Files.size(part)).isGreaterThanOrEqualTo(arrived.arrived()));

        server.quota(Long.MAX_VALUE);
        assertThat(send("halo.bak", SLICES)).isEqualTo(FilesArriveWholeTest.sha256(file));

        arrived("halo.bak");
        assertThat(sender.notices).last().asString().startsWith("The server takes a file from its start to its end only (");
    }

    @Test
    void knowNoExtensions() throws Exception {
        server.stop();
        server.forgetExtensions();
        server.restart();
        send("halo.bak", SLICES);
        assertThat(sender.notices).isEmpty();

        send("halo.bak", SLICES);

        arrived("halo.bak");
        assertThat(sender.notices).singleElement().asString().startsWith("The server cannot replace a file in one step");
    }

    @Test
    void takeOneConnectionOnly() throws Exception {
        server.takeNoMoreThan(1);

        // Long enough that the others are tried in vain meanwhile.
        assertThat(send("halo.bak", SLICES + "&rateLimit=2000000")).isEqualTo(FilesArriveWholeTest.sha256(file));

        arrived("halo.bak");
        assertThat(sender.notices).singleElement().asString().startsWith("The server takes no more than 1 connections at once");
    }

    @Test
    void cutTheHandshake() throws Exception {
        server.takeNoMoreThan(0);
        Future<String> sending = threads.submit(() -> send("halo.bak", SLICES + "&maximumReconnectAttempts=1000"));
        await().atMost(Duration.ofSeconds(60)).until(() -> server.sessions() > 4);
        assertThat(sending).isNotDone();

        server.takeNoMoreThan(Integer.MAX_VALUE);

        assertThat(sending.get()).isEqualTo(FilesArriveWholeTest.sha256(file));
        arrived("halo.bak");
    }

    @Test
    void letFewInAtOnceWhileTheyLogIn() throws Exception {
        server.close();
        try (OpenSshServer strict = openSsh("MaxStartups 1")) {
            assertThat(sender.send(strict, file, "halo.bak", SLICES + "&connections=8")).isEqualTo(FilesArriveWholeTest.sha256(file));
            assertThat(strict.root().resolve("acme/halo.bak")).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void allowNoMoreThanAQuota() throws Exception {
        server.quota(SIZE / 2);
        assertThatThrownBy(() -> send("halo.bak", SLICES)).isInstanceOf(GenericFileOperationFailedException.class).hasMessage("Cannot store file: acme/halo.bak").hasRootCauseInstanceOf(SftpException.class);
        assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();
        long before = server.written();

        server.quota(Long.MAX_VALUE);
        send("halo.bak", SLICES);

        arrived("halo.bak");
        assertThat(server.written()).as("what had arrived is not sent again").isLessThan(before + SIZE);
    }

    @Test
    void changeWhatTheyAreGiven() throws Exception {
        server.corruptOneWrite();

        assertThat(send("halo.bak", SLICES + "&verify=content")).isEqualTo(FilesArriveWholeTest.sha256(file));

        arrived("halo.bak");
        assertThat(sender.notices).singleElement().asString().startsWith("What was read back from byte ").endsWith(" on is not what was sent: that slice is sent again.");
        assertThat(server.written()).as("that slice alone").isEqualTo(SIZE + SLICE);
    }

    @Test
    void areToldWhatTheSlicesHashToAndGetOneAgainThatIsAskedFor() throws Exception {
        Files.createDirectories(server.root().resolve("acme"));
        Path bad = Files.writeString(server.root().resolve("acme/halo.bak.slices.bad"), "3\n");

        send("halo.bak", SLICES + "&sliceHashes=true");

        assertThat(sender.notices).singleElement().asString().isEqualTo("The target says that what arrived from byte 900000 on is not what was sent: that slice is sent again.");
        assertThat(bad).doesNotExist();
        assertThat(server.root().resolve("acme/halo.bak")).hasSameBinaryContentAs(file);
        java.util.List<String> lines = Files.readAllLines(server.root().resolve("acme/halo.bak.slices"));
        assertThat(lines).hasSize(1 + 21).last().isEqualTo(FilesArriveWholeTest.sha256(file));
        assertThat(lines.get(0)).matches("\\{\"format\":\"halo-migration/slices\",\"version\":1,\"part\":\"[0-9a-f]{8}\\.halo\\.bak\\.part\",\"size\":" + SIZE + ",\"sliceSize\":" + SLICE + "}");
        assertThat(lines.get(1)).isEqualTo(FilesArriveWholeTest.sha256(Files.write(home.resolve("first"), java.util.Arrays.copyOf(Files.readAllBytes(file), SLICE))));
    }

    @Test
    void takeNoNameThatIsSoLongForWhatTheSlicesHashTo() throws Exception {
        String first = "x".repeat(251) + ".bak";
        String second = "y".repeat(251) + ".bak";

        send(first, SLICES + "&sliceHashes=true");
        send(second, SLICES + "&sliceHashes=true&rateLimit=3000000");

        arrived(first, second);
        assertThat(sender.notices).singleElement().asString().startsWith("The server does not take what the slices of acme/" + first + " hash to (").endsWith("): the file goes without.");
    }

    @Test
    void haveNothingToReadInWhatAsksForASlice() throws Exception {
        Files.createDirectories(server.root().resolve("acme"));
        Files.createFile(server.root().resolve("acme/empty.bak.slices.bad"));
        Files.createDirectory(server.root().resolve("acme/none.bak.slices.bad"));

        send("empty.bak", SLICES + "&sliceHashes=true");
        send("none.bak", SLICES + "&sliceHashes=true");

        assertThat(server.root().resolve("acme/empty.bak")).hasSameBinaryContentAs(file);
        assertThat(server.root().resolve("acme/none.bak")).hasSameBinaryContentAs(file);
        assertThat(sender.notices).isEmpty();
    }

    @Test
    void changeTheSameAgainAndAgain() throws Exception {
        server.corruptEveryWrite();

        assertThatThrownBy(() -> send("halo.bak", SLICES + "&verify=content"))
                .isInstanceOf(GenericFileOperationFailedException.class)
                .rootCause()
                .hasMessageContaining("reads back other than it was sent at byte 0, also after it was sent again");

        assertThat(server.root().resolve("acme/halo.bak")).doesNotExist();
    }

    @Test
    void takeAwayARight() throws Exception {
        Path acme = Files.createDirectories(server.root().resolve("acme"));
        Files.createDirectory(acme.resolve("halo.bak"));
        Files.createFile(acme.resolve("halo.bak/full"));

        assertThatThrownBy(() -> send("halo.bak", SLICES)).isInstanceOf(GenericFileOperationFailedException.class).hasMessageStartingWith("Cannot rename file from: ");

        assertThat(acme.resolve("halo.bak/full")).exists();
        Files.delete(acme.resolve("halo.bak/full"));
        Files.delete(acme.resolve("halo.bak"));
        long before = server.written();
        send("halo.bak", SLICES);
        arrived("halo.bak");
        assertThat(server.written()).isEqualTo(before);
    }

    private String send(String name, String more) throws Exception {
        return sender.send(server, file, name, more);
    }

    private OpenSshServer openSsh(String option) {
        org.junit.jupiter.api.Assumptions.assumeTrue(OpenSshServer.available(), OpenSshServer::howToInstall);
        return OpenSshServer.start(home.resolve("openssh").toFile().mkdir() ? home.resolve("openssh") : home, option);
    }

    private void arrived(String... names) throws IOException {
        Path acme = server.root().resolve("acme");
        for (String name : names) {
            assertThat(acme.resolve(name)).hasSameBinaryContentAs(file);
        }
        await("nothing else is left").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(acme)) {
                assertThat(left).extracting(path -> path.getFileName().toString()).containsExactlyInAnyOrder(names);
            }
        });
    }
}
