package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.transfer.SourceSide.full;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.halomigration.journal.Events;
import org.halomigration.sftp.Progress;
import org.halomigration.sftp.Sent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far an upload is survives the process, and is told as it goes. */
class UploadsTest {
    private static final Sent HALF = new Sent("acme/0.full.bak.part", 40, 1_000, 10, 2, "a".repeat(64), Map.of(3, "b".repeat(64)));

    @TempDir
    Path home;

    private SourceSide source;
    private OutgoingFile file;

    @BeforeEach
    void open() throws IOException {
        source = new SourceSide(home);
        source.collect(source.migration(true), full(source.file("full.bak", "full")));
        file = source.next().get(0);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void whatIsKeptIsThereAfterARestart() throws IOException {
        assertThat(new Uploads(source.journal).sent(file)).isEmpty();
        new Uploads(source.journal).keep(file, HALF);
        source.close();

        source = new SourceSide(home);
        OutgoingFile again = source.next().get(0);

        assertThat(new Uploads(source.journal).sent(again)).contains(HALF);
        assertThat(source.journal.sql().sql("SELECT bytes FROM transfer").query(Long.class).single()).isZero();
    }

    @Test
    void whatIsTakenAwayIsForgotten() {
        Uploads uploads = new Uploads(source.journal);
        uploads.keep(file, HALF);
        assertThat(source.journal.sql().sql("SELECT bytes FROM transfer").query(Long.class).single()).isEqualTo(30);

        uploads.forget(file);

        assertThat(uploads.sent(file)).isEmpty();
    }

    @Test
    void whatHasLandedIsForgottenWithTheRecordOfIt() {
        Uploads uploads = new Uploads(source.journal);
        uploads.keep(file, HALF);

        source.outbox.sent(file, "0".repeat(64));

        assertThat(uploads.sent(file)).isEmpty();
    }

    @Test
    void whatTheTargetWantsAgainIsSentFromItsStart() {
        Uploads uploads = new Uploads(source.journal);
        uploads.keep(file, HALF);
        source.journal.sql().sql("UPDATE transfer SET ended = ?").params(source.journal.now()).update();

        source.answer(SourceSide.FULL, "refused", "its hash differs", true);

        assertThat(source.state(SourceSide.FULL)).isEqualTo("found");
        assertThat(uploads.sent(file)).isEmpty();
    }

    @Test
    void progressIsToldWithRateAndTimeLeftAndKeptNowhere() {
        StringBuilder told = new StringBuilder();
        source.journal.events().listen(event -> told.append(event.text()));

        Uploads uploads = new Uploads(source.journal);
        uploads.moved(file, new Progress.State(30, 40, 2_000_000, 1_000_000, Duration.ofSeconds(10), 3));

        assertThat(uploads.sending("acme")).singleElement().asString().isEqualTo(told.toString());
        assertThat(uploads.sending("other")).isEmpty();
        assertThat(told).contains("full.bak 75 %", "2.0 MB/s", "1.0 MB/s on average", "left", "3 times again");
        assertThat(source.journal.events().latest("acme", 100)).extracting(Events.Event::kind).doesNotContain("push.progress");
        source.clock.pass(Duration.ofSeconds(6));
        assertThat(uploads.sending("acme")).as("not heard of any more").isEmpty();
    }

    @Test
    void aNoticeIsPartOfTheRecord() {
        new Uploads(source.journal).noticed(file, "It is sent from its start.");

        assertThat(source.journal.events().ofKind("acme", "push.notice")).singleElement().satisfies(event -> assertThat(event.text()).isEqualTo("full.bak: It is sent from its start."));
    }
}
