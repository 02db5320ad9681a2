package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Random;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Target.LandedFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is read while it arrives; of what was found right nothing is read again when the manifest comes. */
class ChecksFilesWhileTheyArriveTest {
    private static final int SLICE = 1000;
    private static final int SIZE = 3 * SLICE + 500;

    @TempDir
    Path home;

    private final byte[] content = new byte[SIZE];
    private Path landing;
    private Path part;
    private Journal journal;
    private ArrivingFiles arriving;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(content);
        landing = Files.createDirectory(home.resolve("landing"));
        part = landing.resolve("0.halo.bak.part");
        journal = new Journal("target", home, Clock.systemUTC());
        journal.phases().register("acme");
        arriving = new ArrivingFiles(journal);
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    @Test
    void ofWhatWasReadNothingIsReadAgain() throws Exception {
        arrived(2 * SLICE, 2);
        look();
        // Whether it is read again shows by this: it would hash to something else.
        overwrite(10, (byte) (content[10] ^ 1));
        arrived(SIZE, 4, 2 * SLICE);
        look();
        Path whole = Files.move(part, landing.resolve("halo.bak"));

        assertThat(arriving.sha256(whole)).isEqualTo(hash(SIZE));

        assertThat(landing.resolve("halo.bak.slices")).doesNotExist();
        assertThat(arriving.sha256(whole)).as("asked again it is read").isNotEqualTo(hash(SIZE));
    }

    @Test
    void whatIsWrongIsAskedForAgainOnceAndGoesOnWhenItIsRight() throws Exception {
        arrived(SIZE, 4);
        overwrite(SLICE + 3, (byte) (content[SLICE + 3] ^ 1));
        look();
        look();
        assertThat(landing.resolve("halo.bak.slices.bad")).hasContent("1");
        assertThat(journal.events().ofKind("acme", "receive.damaged")).singleElement().satisfies(event -> assertThat(event.text()).contains("halo.bak", "from byte 1000 on"));

        overwrite(SLICE + 3, content[SLICE + 3]);
        Files.delete(landing.resolve("halo.bak.slices.bad"));
        look();
        assertThat(landing.resolve("halo.bak.slices.bad")).doesNotExist();
        assertThat(arriving.sha256(Files.move(part, landing.resolve("halo.bak")))).isEqualTo(hash(SIZE));
    }

    @Test
    void aLineThatIsNotWholeIsNotThereYet() throws Exception {
        arrived(2 * SLICE, 2);
        try (FileChannel notes = FileChannel.open(landing.resolve("halo.bak.slices"), StandardOpenOption.WRITE)) {
            notes.truncate(notes.size() - 10);
        }
        look();
        assertThat(landing.resolve("halo.bak.slices.bad")).doesNotExist();
    }

    @Test
    void anotherFileOfThatNameIsReadFromItsStart() throws Exception {
        arrived(SIZE, 4);
        look();
        Path other = Files.write(home.resolve("other"), new byte[SIZE]);
        Path whole = Files.move(other, landing.resolve("halo.bak"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(arriving.sha256(whole)).isEqualTo(LandedDirectory.sha256(whole));
    }

    /** Transfers were aborted and continued: the same names, sizes and hashes come with a file that is another. */
    @Test
    void aPartThatIsSentAnewIsReadFromItsStart() throws Exception {
        arrived(2 * SLICE, 2);
        look();
        Files.move(part, home.resolve("taken-away"));
        arrived(SIZE, 4);
        overwrite(10, (byte) (content[10] ^ 1));
        look();

        assertThat(landing.resolve("halo.bak.slices.bad")).hasContent("0");
        Path whole = Files.move(part, landing.resolve("halo.bak"));
        assertThat(arriving.sha256(whole)).isEqualTo(LandedDirectory.sha256(whole)).isNotEqualTo(hash(SIZE));
    }

    @Test
    void aPartThatHasBecomeShorterIsReadFromItsStart() throws Exception {
        arrived(2 * SLICE, 2);
        look();
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            out.truncate(SLICE);
        }
        look();
        arrived(SIZE, 4);
        overwrite(SLICE + 3, (byte) (content[SLICE + 3] ^ 1));
        look();

        assertThat(landing.resolve("halo.bak.slices.bad")).hasContent("1");
    }

    @Test
    void aHeaderThatIsNoneOrPointsElsewhereIsLeftAlone() throws Exception {
        Files.writeString(landing.resolve("a.slices"), "{\"format\"");
        Files.writeString(landing.resolve("b.slices"), "{\"format\":\"halo-migration/slices\",\"version\":1,\"part\":\"../x\",\"size\":1,\"sliceSize\":1}\n" + "0".repeat(64) + "\n");
        Files.writeString(landing.resolve("c.slices"), "");
        look();
        assertThat(landing.resolve("b.slices.bad")).doesNotExist();
    }

    private void look() throws IOException {
        arriving.look("acme", new LandedFiles(landing, null, null));
    }

    private void arrived(int bytes, int lines) throws Exception {
        arrived(bytes, lines, 0);
    }

    /** @param from what lies before it is left as it is */
    private void arrived(int bytes, int lines, int from) throws Exception {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(content, from, bytes - from), from);
        }
        StringBuilder notes = new StringBuilder("{\"format\":\"halo-migration/slices\",\"version\":1,\"part\":\"0.halo.bak.part\",\"size\":" + SIZE + ",\"sliceSize\":" + SLICE + "}\n");
        for (int line = 0; line < lines; line++) {
            notes.append(hash(Math.min(SIZE, (line + 1) * SLICE))).append('\n');
        }
        Files.writeString(landing.resolve("halo.bak.slices"), notes);
    }

    private void overwrite(int at, byte value) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }

    private String hash(int bytes) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(content, 0, bytes);
        return HexFormat.of().formatHex(sha256.digest());
    }
}
