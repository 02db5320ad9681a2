package org.halomigration.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.journal.Messages.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path directory;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = new Journal("source", directory, Clock.fixed(Instant.parse("2026-12-04T20:00:00.123456Z"), ZoneOffset.UTC));
        journal.phases().register("acme");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aNewMigrationIsPreparingInItsFirstAttempt() {
        journal.phases().register("acme");

        assertThat(journal.phases().all()).singleElement().satisfies(place -> {
            assertThat(place.phase()).isEqualTo(Phase.PREPARING);
            assertThat(place.attempt()).isEqualTo(1);
        });
    }

    @Test
    void anUnknownMigrationIsNamed() {
        assertThatThrownBy(() -> journal.phases().of("nobody")).hasMessageContaining("nobody").hasMessageContaining("source");
    }

    @Test
    void aPhaseMovesOnceFromWhereItStands() {
        assertThat(journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, "ann")).isTrue();
        assertThat(journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, "bob")).isFalse();

        assertThat(journal.phases().of("acme").phase()).isEqualTo(Phase.SEEDING);
        assertThat(journal.events().ofKind("acme", "phase.seeding")).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("ann");
            assertThat(event.attempt()).isEqualTo(1);
        });
    }

    @Test
    void theNextAttemptEndsTheOneBefore() {
        assertThat(journal.phases().nextAttempt("acme")).as("it was not backed out").isFalse();
        assertThat(journal.phases().attempt("acme")).isEqualTo(1);
        journal.phases().move("acme", Phase.PREPARING, Phase.BACKED_OUT, null);
        assertThat(journal.phases().nextAttempt("acme")).isTrue();
        assertThat(journal.phases().nextAttempt("acme")).as("once").isFalse();

        assertThat(journal.phases().attempt("acme")).isEqualTo(2);
        assertThat(journal.phases().of("acme").phase()).isEqualTo(Phase.SEEDING);
        assertThat(journal.sql().sql("SELECT outcome FROM attempt WHERE number = 1").query(String.class).single()).isEqualTo("backed-out");
        journal.events().happened("acme", "x", "later");
        assertThat(journal.events().latest("acme", 1).get(0).attempt()).isEqualTo(2);
    }

    /** What a kill in the middle leaves: the transaction did not end. */
    @Test
    void anAttemptThatWasNotBegunToItsEndIsNotBegunAtAll() {
        journal.phases().move("acme", Phase.PREPARING, Phase.BACKED_OUT, null);
        assertThatThrownBy(() -> journal.together(() -> {
                    journal.phases().nextAttempt("acme");
                    assertThat(journal.phases().attempt("acme")).isEqualTo(2);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");

        assertThat(journal.phases().of("acme")).extracting(Phases.Place::phase, Phases.Place::attempt).containsExactly(Phase.BACKED_OUT, 1);
        journal.events().happened("acme", "x", "later");
        assertThat(journal.events().latest("acme", 1).get(0).attempt()).isEqualTo(1);
        assertThat(journal.sql().sql("SELECT COUNT(*) FROM attempt WHERE ended IS NULL").query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    void aFindingIsToldWhenItStartsChangesAndEndsAndNotInBetween() {
        Finding full = new Finding("disk", "L:", Severity.FAILED, "10 GB free", "Make room.", "host");
        journal.findings().record("acme", full);
        journal.findings().record("acme", full);
        journal.findings().record("acme", new Finding("disk", "L:", Severity.FAILED, "5 GB free", "Make room.", "host"));
        journal.findings().end("acme", "disk", "L:");
        journal.findings().end("acme", "disk", "L:");

        assertThat(journal.events().latest("acme", 10)).extracting(Events.Event::kind).containsExactly("finding.mended", "finding.failed", "finding.failed");
        assertThat(journal.findings().open("acme")).isEmpty();
    }

    @Test
    void theEndOfAFailureIsToldApartFromAnEndOrAFirstAnswer() {
        journal.findings().record("acme", new Finding("disk", "L:", Severity.OK, "100 GB free", null, null));
        journal.findings().record("acme", new Finding("disk", "L:", Severity.WARNING, "10 GB free", null, null));
        journal.findings().end("acme", "disk", "L:");
        journal.findings().record("acme", new Finding("disk", "L:", Severity.FAILED, "full", null, null));
        journal.findings().record("acme", new Finding("disk", "L:", Severity.WARNING, "10 GB free", null, null));

        assertThat(journal.events().latest("acme", 10)).extracting(Events.Event::kind)
                .containsExactly("finding.mended", "finding.failed", "finding.ended", "finding.warning", "finding.ok");
    }

    @Test
    void findingsOfOneCheckOnOtherSubjectsStand() {
        journal.findings().record("acme", new Finding("chain", "1 to 2", Severity.WARNING, "gap", null, null));
        journal.findings().record("acme", new Finding("chain", "5 to 6", Severity.WARNING, "gap", null, null));
        journal.findings().endOthers("acme", "chain", List.of("5 to 6"));

        assertThat(journal.findings().open("acme")).extracting(open -> open.finding().subject()).containsExactly("5 to 6");
    }

    @Test
    void aMessageIsTakenInOnce() {
        Message message = new Message("acme", "1", 1, "freeze-proof", "target", "{}", journal.now(), null);

        assertThat(journal.messages().put(message)).isTrue();
        assertThat(journal.messages().put(message)).isFalse();
        assertThat(journal.messages().newest("acme", 1, "freeze-proof")).contains(message);
        assertThat(journal.messages().newest("acme", 2, "freeze-proof")).isEmpty();
    }

    @Test
    void onlyOwnMessagesAreDeliveredAndEachUntilItIs() {
        journal.messages().put(new Message("acme", "1", 1, "cutover", "source", "{}", journal.now(), null));
        journal.messages().put(new Message("acme", "2", 1, "live", "target", "{}", journal.now(), null));

        assertThat(journal.messages().undelivered("acme")).extracting(Message::id).containsExactly("1");
        journal.messages().delivered("acme", "1");
        assertThat(journal.messages().undelivered("acme")).isEmpty();
    }

    @Test
    void whatIsWrittenTogetherIsWrittenWhollyOrNotAtAll() {
        assertThatThrownBy(() -> journal.together(() -> {
                    journal.definitions().loaded("route", "a", "0".repeat(64));
                    throw new IllegalStateException("cut");
                }))
                .hasMessage("cut");

        assertThat(journal.definitions().newest("a")).isEmpty();
    }

    /** At shutdown a thread is interrupted in the middle of a write, which closes the file under all others. */
    @Test
    void anInterruptedThreadDoesNotTakeTheJournalFromTheOthers() throws Exception {
        Thread interrupted = new Thread(() -> {
            for (int i = 0; i < 200; i++) {
                Thread.currentThread().interrupt();
                try {
                    journal.events().happened("acme", "x", "interrupted " + i);
                } catch (RuntimeException e) {
                    // Its own write may be lost; the journal may not.
                }
            }
        });
        interrupted.start();
        interrupted.join();

        journal.events().happened("acme", "x", "afterwards");
        assertThat(journal.events().latest("acme", 1).get(0).text()).isEqualTo("afterwards");
    }

    @Test
    void aDefinitionIsKeptOncePerVersion() {
        journal.definitions().loaded("route", "routes/a", "a".repeat(64));
        journal.definitions().loaded("route", "routes/a", "a".repeat(64));
        journal.definitions().loaded("route", "routes/a", "b".repeat(64));

        assertThat(journal.sql().sql("SELECT COUNT(*) FROM definition").query(Integer.class).single()).isEqualTo(2);
        assertThat(journal.definitions().newest("routes/a")).contains("b".repeat(64));
    }

    @Test
    void listenersHearEventsAndProgress() {
        List<String> heard = new ArrayList<>();
        journal.events().listen(event -> heard.add(event.text()));

        journal.events().happened("acme", "push.sent", "sent");
        journal.events().progressed("acme", null, "push.progress", "50 %");

        assertThat(heard).containsExactly("sent", "50 %");
        assertThat(journal.events().latest("acme", 5)).extracting(Events.Event::text).containsExactly("sent");
    }

    @Test
    void twoRolesInOneDirectoryKeepJournalsOfTheirOwn() {
        try (Journal target = new Journal("target", directory, Clock.systemUTC())) {
            assertThat(target.phases().all()).isEmpty();
        }
    }

    @Test
    void durationsAndSizesReadWell() {
        assertThat(Durations.text(850)).isEqualTo("850 ms");
        assertThat(Durations.text(3_240)).isEqualTo("3.2 s");
        assertThat(Durations.text(250_000)).isEqualTo("4 min 10 s");
        assertThat(Durations.text(7_500_000)).isEqualTo("2 h 05 min");
        assertThat(Durations.bytes(999)).isEqualTo("999 B");
        assertThat(Durations.bytes(41_234_567)).isEqualTo("41.2 MB");
        assertThat(Durations.bytes(2_000_000_000_000L)).isEqualTo("2.0 TB");
    }
}
