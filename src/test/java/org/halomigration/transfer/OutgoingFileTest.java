package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.halomigration.transfer.OutgoingFile.SourceFileProblem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is the file that was found, from its first byte to its last, or nothing of it counts. */
class OutgoingFileTest {
    private static final int SIZE = 300_000;

    @TempDir
    Path directory;

    private final byte[] content = new byte[SIZE];
    private final List<Long> progress = new ArrayList<>();
    private Path file;
    private Instant modified;

    @BeforeEach
    void write() throws IOException {
        new Random(7).nextBytes(content);
        file = Files.write(directory.resolve("halo.bak"), content);
        modified = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    private OutgoingFile open() throws SourceFileProblem {
        return new OutgoingFile(1, file, "halo.bak", SIZE, modified, progress::add);
    }

    @Test
    void itsHashIsThatOfEveryByte() throws Exception {
        try (OutgoingFile out = open()) {
            assertThat(out.read()).isEqualTo(content[0] & 0xff);
            assertThat(out.skip(10)).isEqualTo(10);
            assertThat(out.readAllBytes()).hasSize(SIZE - 11);
            assertThat(out.digest()).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        }
        assertThat(progress).endsWith((long) SIZE);
    }

    @Test
    void anEmptyFileIsSentAsOne() throws Exception {
        Files.write(file, new byte[0]);
        Files.setLastModifiedTime(file, FileTime.from(modified));
        try (OutgoingFile out = new OutgoingFile(1, file, "halo.bak", 0, modified, progress::add)) {
            assertThat(out.readAllBytes()).isEmpty();
        }
    }

    @Test
    void aFileThatGrowsMeanwhileFailsAtItsSize() throws Exception {
        try (OutgoingFile out = open()) {
            out.readNBytes(SIZE - 1);
            Files.write(file, new byte[100], StandardOpenOption.APPEND);
            assertThatThrownBy(out::readAllBytes).isInstanceOf(SourceFileProblem.class).hasMessageContaining(file.toString()).hasMessageContaining("grown beyond " + SIZE);
        }
        assertThat(progress).allSatisfy(bytes -> assertThat(bytes).isLessThanOrEqualTo(SIZE));
    }

    @Test
    void aFileThatIsCutShortFails() throws Exception {
        try (OutgoingFile out = open()) {
            out.readNBytes(1000);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(2000);
            }
            assertThatThrownBy(out::readAllBytes).isInstanceOf(SourceFileProblem.class).hasMessageContaining("ended after 2000 of " + SIZE + " bytes");
        }
    }

    @Test
    void aFileThatIsWrittenInPlaceFailsAtItsEnd() throws Exception {
        try (OutgoingFile out = open()) {
            out.readNBytes(SIZE);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 10);
            }
            Files.setLastModifiedTime(file, FileTime.from(modified.plusMillis(5)));
            assertThatThrownBy(out::read).isInstanceOf(SourceFileProblem.class).hasMessageContaining("written to again");
        }
    }

    @Test
    void aFileThatIsDeletedMeanwhileFailsAtItsEnd() throws Exception {
        try (OutgoingFile out = open()) {
            Files.delete(file);
            assertThatThrownBy(out::readAllBytes).isInstanceOf(SourceFileProblem.class).hasMessageContaining("cannot be read any more");
        }
    }

    @Test
    void anotherFileThanTheOneThatWasFoundIsNotBegun() throws Exception {
        Files.write(file, new byte[10]);
        assertThatThrownBy(this::open).isInstanceOf(SourceFileProblem.class).hasMessageContaining("it had " + SIZE + " bytes, now it has 10");
        Files.delete(file);
        assertThatThrownBy(this::open).isInstanceOf(SourceFileProblem.class).hasMessageContaining("cannot be opened");
    }
}
