package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.component.file.GenericFile;
import org.halomigration.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnAnswerOfAGigabyteIsNotFetchedTest {
    @Test
    void itIsNamedUntilItIsGone(@TempDir Path directory) {
        try (Journal journal = new Journal("source", directory, Clock.systemUTC())) {
            journal.phases().register("acme");
            Receipts receipts = new Receipts(journal);
            AnswerSize filter = new AnswerSize(receipts, "acme");

            assertThat(filter.accept(file("small.receipt.json", LandedDirectory.MOST_BYTES))).isTrue();
            assertThat(filter.accept(file("large.receipt.json", 1L << 30))).isFalse();
            receipts.looked("acme");
            assertThat(open(journal)).singleElement().asString().contains("large.receipt.json in the landing zone's to-source has 1073741824 bytes; at most 4000000 are read");

            assertThat(filter.accept(file("large.receipt.json", 1L << 30))).isFalse();
            receipts.looked("acme");
            assertThat(open(journal)).as("it is still there").hasSize(1);

            receipts.looked("acme");
            assertThat(open(journal)).as("it is gone").isEmpty();
        }
    }

    private static List<String> open(Journal journal) {
        return journal.findings().open("acme").stream().map(open -> open.finding().detail()).toList();
    }

    private static GenericFile<Object> file(String name, long bytes) {
        GenericFile<Object> file = new GenericFile<>();
        file.setFileNameOnly(name);
        file.setFileLength(bytes);
        return file;
    }
}
