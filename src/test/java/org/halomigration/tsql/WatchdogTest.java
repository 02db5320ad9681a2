package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Only a statement that visibly stands still is cancelled, after an alarm, and never a recovery or a tail. */
class WatchdogTest {
    private static final String IMPATIENT = "?alarmAfter=50&stallTimeout=150&progressInterval=10";
    private static final Map<String, Object> VALUES = Map.of(
            "database", "Halo", "files", List.of("E:\\a.trn"), "position", 1, "checksum", true, "restart", false, "stops", false, "file", "E:\\t.trn", "undoFile",
            "E:\\t.undo", "name", "tail");

    private final CountDownLatch finish = new CountDownLatch(1);
    private ScriptedServer server;
    private TsqlCalls tsql;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        server.script = (batch, answer) -> {
            finish.await(20, TimeUnit.SECONDS);
            answer.done();
        };
        tsql = new TsqlCalls(server.instance());
    }

    @AfterEach
    void stop() {
        finish.countDown();
        tsql.close();
        server.close();
    }

    @Test
    void whatStandsStillIsCancelledAfterAnAlarm() {
        // The first login is the statement's session.
        server.shown = new ScriptedServer.Shown(51, 40, 7, 9, "BACKUPIO");
        OutcomeUnknown failure = tsql.call("restore-log" + IMPATIENT, VALUES).getException(OutcomeUnknown.class);
        assertThat((Throwable) failure).hasMessageContaining("restore-log on acme.target: the watchdog cancelled it, as it had made no progress");
        assertThat(failure.retry()).isEqualTo(Retry.REPLAN);
        assertThat(tsql.stalls).extracting(TsqlCalls.Stall::cancelled).containsExactly(false, true);
        assertThat(tsql.stalls.get(1).last().percent()).isEqualTo(40);
        Awaitility.await().untilAtomic(server.aborted, org.hamcrest.Matchers.is(1));
    }

    @Test
    void movingFiguresKeepItRunning() throws Exception {
        Thread call = inBackground("restore-log" + IMPATIENT);
        for (int i = 1; i <= 60; i++) {
            server.shown = new ScriptedServer.Shown(51, 40, i, 9, "BACKUPIO");
            int expected = i;
            Awaitility.await().pollInterval(java.time.Duration.ofMillis(5)).until(() -> tsql.progress.stream().anyMatch(p -> p.reads() >= expected));
        }
        assertThat(tsql.stalls).extracting(TsqlCalls.Stall::cancelled).doesNotContain(true);
        endsWell(call);
    }

    @Test
    void aRecoveryIsNeverCancelled() throws Exception {
        onlyAlarms("recover-database", new ScriptedServer.Shown(51, 40, 7, 9, "BACKUPIO"));
    }

    @Test
    void aTailIsNeverCancelled() throws Exception {
        onlyAlarms("backup-tail-log", new ScriptedServer.Shown(51, 40, 7, 9, "BACKUPIO"));
    }

    @Test
    void whatCannotBeSeenIsNotCancelled() throws Exception {
        onlyAlarms("restore-log", null);
    }

    @Test
    void filesBeingZeroedAreNoStandstill() throws Exception {
        onlyAlarms("restore-log", new ScriptedServer.Shown(51, 0, 7, 9, "PREEMPTIVE_OS_WRITEFILEGATHER"));
    }

    @Test
    void redoAtTheEndIsNoStandstill() throws Exception {
        onlyAlarms("restore-log", new ScriptedServer.Shown(51, 100, 7, 9, null));
    }

    @Test
    void anEndpointCanForbidCancelling() throws Exception {
        server.shown = new ScriptedServer.Shown(51, 40, 7, 9, "BACKUPIO");
        Thread call = inBackground("restore-log" + IMPATIENT + "&cancel=false");
        aWhileAfterTheAlarm();
        endsWell(call);
    }

    private void onlyAlarms(String statement, ScriptedServer.Shown shown) throws Exception {
        server.shown = shown;
        Thread call = inBackground(statement + IMPATIENT);
        aWhileAfterTheAlarm();
        endsWell(call);
    }

    /** Three times as long as a cancel would need. */
    private void aWhileAfterTheAlarm() {
        Awaitility.await().until(() -> !tsql.stalls.isEmpty());
        Awaitility.await().during(450, TimeUnit.MILLISECONDS).until(() -> tsql.stalls.size() == 1);
    }

    private volatile Exchange result;

    private Thread inBackground(String uri) {
        Thread call = new Thread(() -> result = tsql.call(uri, VALUES));
        call.start();
        return call;
    }

    private void endsWell(Thread call) throws InterruptedException {
        finish.countDown();
        call.join(10_000);
        assertThat(result.getException()).isNull();
        assertThat(server.aborted).hasValue(0);
    }
}
