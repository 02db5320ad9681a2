package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.transfer.SourceSide.FULL;
import static org.halomigration.transfer.SourceSide.LOG_1;
import static org.halomigration.transfer.SourceSide.full;
import static org.halomigration.transfer.SourceSide.log;
import static org.halomigration.transfer.SourceSide.msdb;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the target answers is believed once it can be read, in the order in which it was written. */
class ReceiptsTest {
    @TempDir
    Path home;

    private SourceSide source;

    @BeforeEach
    void twoSetsAreSent() throws IOException {
        source = new SourceSide(home);
        source.collect(source.migration(true), msdb(full(source.file("full.bak", "full")), log(LOG_1, 105, 200, source.file("1.trn", "1"))));
        source.push();
        source.announce();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aSetThatArrivedOtherwiseIsSentAgainThreeTimesAndNoMore() throws IOException {
        for (int i = 0; i < 3; i++) {
            source.answer(FULL, "refused", "its hash differs, look " + i, true);
            assertThat(source.push()).as("resend " + i).containsExactly("full.bak");
            assertThat(source.announce()).extracting(Manifest::id).containsExactly(FULL);
        }
        source.answer(FULL, "refused", "its hash differs still", true);
        assertThat(source.push()).isEmpty();
        assertThat(source.state(FULL)).isEqualTo("refused");
        assertThat(source.findings()).singleElement().asString().contains("The target refused ", "full.bak: its hash differs still");
    }

    @Test
    void connectionsThatWereCutAreNotCountedAsResends() throws IOException {
        for (int i = 0; i < 3; i++) {
            source.answer(FULL, "refused", "too short " + i, true);
            for (int cut = 0; cut < 3; cut++) {
                assertThat(source.next()).hasSize(1);
            }
            assertThat(source.push()).containsExactly("full.bak");
            source.announce();
        }
    }

    @Test
    void whatCannotBeMendedBySendingAgainIsNotSentAgain() throws IOException {
        source.answer(FULL, "refused", "another database", false);
        assertThat(source.push()).isEmpty();
        assertThat(source.findings()).singleElement().asString().contains("another database");
    }

    @Test
    void whatWasRefusedIsQueuedAgainWhenItsFileIsAnother() throws IOException {
        source.answer(FULL, "refused", "another database", false);
        List<Map<String, Object>> rows = msdb(full(source.directory.resolve("full.bak")), log(LOG_1, 105, 200, source.directory.resolve("1.trn")));
        source.collect(source.migration(true), rows);
        assertThat(source.push()).isEmpty();
        assertThat(source.state(FULL)).isEqualTo("refused");

        source.file("full.bak", "a good copy");
        source.collect(source.migration(true), rows);
        assertThat(source.push()).containsExactly("full.bak");
        assertThat(source.announce()).extracting(Manifest::id).containsExactly(FULL);
    }

    @Test
    void ofARefusedSetOneStripeMayBeReplaced() throws IOException {
        Path one = source.file("1.bak", "one");
        Path two = source.file("2.bak", "two");
        source.answer(FULL, "refused", "damaged", false);
        source.collect(source.migration(true), full(one, two));
        source.push();
        source.announce();
        source.answer(FULL, "refused", "damaged again", false);
        source.collect(source.migration(true), full(one, two));
        assertThat(source.push()).isEmpty();

        source.file("2.bak", "two, a good copy");
        source.collect(source.migration(true), full(one, two));
        assertThat(source.push()).contains("2.bak");
    }

    @Test
    void theTargetStandsByWhenEverythingIsRestored() {
        source.answer(FULL, "received", null, false);
        source.answer(FULL, "restored", null, false);
        source.answer(LOG_1, "received", null, false);
        assertThat(source.phase()).isEqualTo(Phase.SEEDING);
        source.answer(LOG_1, "restored", null, false);
        assertThat(source.phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void anAnswerThatWasOvertakenChangesNothingWhateverTheTargetsClockSays() {
        source.answer(FULL, "restored", null, false);
        Receipt late = receipt(FULL, 1, "received", null, source.journal.now().plusHours(3));
        source.answer(FULL, "restored", null, false);
        source.receipts.take("acme", late.fileName(), Json.text(late));
        assertThat(source.state(FULL)).isEqualTo("restored");
    }

    @Test
    void anAnswerFromAClockThatWasSetBackCounts() {
        source.answer(FULL, "received", null, false);
        Receipt.Position there = new Receipt.Position("acme_halo", "RESTORING", "110", null, null, null);
        Receipt back = receipt(FULL, 2, "restored", there, source.journal.now().minusHours(3));
        source.receipts.take("acme", back.fileName(), Json.text(back));
        assertThat(source.state(FULL)).isEqualTo("restored");
        assertThat(source.receipts.position("acme")).contains(there);
    }

    private static Receipt receipt(String id, long sequence, String state, Receipt.Position place, OffsetDateTime written) {
        return new Receipt(Receipt.FORMAT, 1, id, "acme", 1, sequence, state, null, null, null, place, written);
    }

    @Test
    void anUnreadableAnswerIsAFindingUntilItIsReadable() {
        source.receipts.take("acme", "x.receipt.json", "{\"format\": \"halo-migr");
        assertThat(source.findings()).singleElement().asString().contains("x.receipt.json cannot be read at line 1");
        Receipt right = receipt(FULL, 1, "received", null, source.journal.now());
        source.receipts.take("acme", "x.receipt.json", Json.text(right));
        assertThat(source.findings()).isEmpty();
        assertThat(source.state(FULL)).isEqualTo("received");
    }

    @Test
    void thePositionIsThatOfTheLatestAnswer() {
        assertThat(source.receipts.position("acme")).isEmpty();
        source.answer(FULL, "received", null, false);
        Receipt.Position there = new Receipt.Position("acme_halo", "RESTORING", "110", null, null, null);
        Receipt later = receipt(LOG_1, 2, "received", there, source.journal.now());
        source.receipts.take("acme", later.fileName(), Json.text(later));
        assertThat(source.receipts.position("acme")).contains(there);
    }
}
