package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.halomigration.backup.TailName;
import org.halomigration.journal.Phase;
import org.halomigration.sftp.Held;
import org.halomigration.sheet.LandingZone;
import org.halomigration.sheet.LandingZone.Allowed;
import org.halomigration.sheet.LandingZone.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator and the sheet say of transfers holds, also while a file is sent. */
class TrafficTest {
    private static final List<String> WORKDAYS = List.of("monday", "tuesday", "wednesday", "thursday", "friday");

    @TempDir
    Path home;

    private SourceSide source;

    @BeforeEach
    void start() throws Exception {
        source = new SourceSide(home);
        source.collect(source.migration(true), SourceSide.full(source.file("full.bak", "full")));
    }

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void aPauseHoldsWhatIsSentAndWhatIsDueUntilItIsContinued() throws Exception {
        OutgoingFile file = source.next().get(0);
        assertThat(source.traffic.bytesPerSecond(file)).isZero();

        source.traffic.pause("acme", "ada");
        source.traffic.pause("acme", "bob");

        assertThatThrownBy(() -> source.traffic.bytesPerSecond(file)).isInstanceOf(Held.class).hasMessage("paused by ada");
        assertThat(source.next()).isNull();
        assertThat(source.traffic.state("acme")).isEqualTo("paused by ada");
        assertThat(new Traffic(source.journal, name -> java.util.Optional.empty()).open("acme", false)).as("after a restart").isFalse();

        source.traffic.goOn("acme", "bob");
        source.traffic.goOn("acme", "bob");
        assertThat(source.next()).hasSize(1);
        assertThat(source.journal.events().latest("acme", 10)).extracting(event -> event.kind() + " by " + event.actor()).contains("push.continued by bob", "push.paused by ada");
        assertThat(source.journal.events().ofKind("acme", "push.continued")).hasSize(1);
    }

    @Test
    void anAbortIsMoreThanAPause() throws Exception {
        source.traffic.pause("acme", "ada");
        source.traffic.abort("acme", "ada");
        source.traffic.pause("acme", "bob");
        assertThat(source.traffic.state("acme")).isEqualTo("aborted by ada");
    }

    @Test
    void theSheetsLimitHoldsAtOnce() throws Exception {
        OutgoingFile file = source.next().get(0);
        source.zone = zone(20_000_000L);
        assertThat(source.traffic.bytesPerSecond(file)).isEqualTo(20_000_000);
        assertThat(source.traffic.state("acme")).isEqualTo("at most 20.0 MB/s");
    }

    @Test
    void outsideOfEveryWindowNothingIsSent() throws Exception {
        LocalTime now = LocalTime.ofInstant(source.clock.instant(), ZoneId.of("UTC"));
        OutgoingFile file = source.next().get(0);
        source.zone = zone(null, window(List.of(), now.plusHours(1).toString(), now.plusHours(2).toString(), null));
        assertThat(source.next()).isNull();
        assertThatThrownBy(() -> source.traffic.bytesPerSecond(file)).isInstanceOf(Held.class).hasMessageContaining("landing-zone.windows");
    }

    @Test
    void windowsDoNotHoldTheTailOfACutoverNorTheLogsBeforeIt() throws Exception {
        source.collect(
                source.migration(true),
                SourceSide.msdb(
                        SourceSide.full(source.file("full.bak", "full")),
                        SourceSide.log(SourceSide.LOG_1, 105, 200, source.file("1.trn", "1")),
                        SourceSide.set(SourceSide.TAIL, "L", 200, 300, TailName.of("acme", 1), source.file("tail.trn", "tail"))));
        LocalTime now = LocalTime.ofInstant(source.clock.instant(), ZoneId.of("UTC"));
        source.zone = zone(5_000L, window(List.of(), now.plusHours(1).toString(), now.plusHours(2).toString(), null));
        assertThat(source.next()).isNull();

        source.journal.phases().move("acme", Phase.SEEDING, Phase.CUTTING_OVER, null);
        OutgoingFile tail = source.next().get(0);
        assertThat(tail.name()).isEqualTo("tail.trn");
        assertThat(source.traffic.bytesPerSecond(tail)).as("the landing zone's limit holds").isEqualTo(5_000);
        assertThat(source.push()).as("the full backup waits").containsExactly("tail.trn", "1.trn");

        source.traffic.pause("acme", "ada");
        assertThatThrownBy(() -> source.traffic.bytesPerSecond(tail)).isInstanceOf(Held.class).hasMessage("paused by ada");
    }

    @Test
    void windowsHaveDaysAndGoOnOverMidnight() {
        LandingZone zone = zone(5_000L, window(WORKDAYS, "08:00", "18:00", 20L), window(WORKDAYS, "18:00", "08:00", null), window(List.of("sunday"), "00:00", "00:00", 7L));
        // 2026-11-27 is a Friday; London is on UTC.
        assertThat(zone.allowed(at("2026-11-27T08:00:00Z"))).isEqualTo(new Allowed(true, 20));
        assertThat(zone.allowed(at("2026-11-27T17:59:59Z"))).isEqualTo(new Allowed(true, 20));
        assertThat(zone.allowed(at("2026-11-27T18:00:00Z"))).isEqualTo(new Allowed(true, 5_000));
        assertThat(zone.allowed(at("2026-11-28T07:59:59Z"))).as("Friday's night").isEqualTo(new Allowed(true, 5_000));
        assertThat(zone.allowed(at("2026-11-28T08:00:00Z")).open()).as("Saturday").isFalse();
        assertThat(zone.allowed(at("2026-11-28T23:59:59Z")).open()).isFalse();
        assertThat(zone.allowed(at("2026-11-29T00:00:00Z"))).as("Sunday, all day").isEqualTo(new Allowed(true, 7));
        assertThat(zone.allowed(at("2026-11-30T00:00:00Z")).open()).as("Monday before eight: Sunday has no night").isFalse();
        // In summer London is an hour ahead: 17:30 UTC is 18:30 there.
        assertThat(zone.allowed(at("2026-07-03T17:30:00Z"))).isEqualTo(new Allowed(true, 5_000));
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    private static Window window(List<String> days, String from, String until, Long rate) {
        return new Window(days, LocalTime.parse(from), LocalTime.parse(until), rate);
    }

    private static LandingZone zone(Long rate, Window... windows) {
        return new LandingZone("h", 22, "u", "k", null, null, "k", "/acme", null, rate, ZoneId.of("Europe/London"), List.of(windows));
    }
}
