package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SandboxSqlServerAbortTest {
    @TempDir
    Path directory;
    private TwoServers two;

    @BeforeEach
    void start() throws IOException {
        two = new TwoServers(directory);
        two.full("full.bak");
        two.tickets(4, 5);
        two.log("log1.trn");
        two.tickets(6, 6);
        two.log("log2.trn");
    }

    @AfterEach
    void stop() {
        two.close();
    }

    /** Runs the statement on a session of its own and cuts it off when it has come half way. */
    private void cutOff(String statement) throws InterruptedException {
        two.target.pace(Duration.ofMillis(200));
        Recorder answer = new Recorder();
        Console victim = new Console(two.target);
        boolean[] interrupted = {false};
        Thread thread = new Thread(() -> {
            try {
                victim.session().execute(statement, List.of(), answer);
            } catch (InterruptedException e) {
                interrupted[0] = true;
            }
        });
        thread.start();
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> percent() > 20);
        thread.interrupt();
        thread.join(10_000);
        assertThat(interrupted[0]).isTrue();
        victim.close();
        two.target.pace(Duration.ZERO);
    }

    private float percent() {
        return two.at.rows("SELECT percent_complete FROM sys.dm_exec_requests WHERE command LIKE 'RESTORE%' OR command LIKE 'BACKUP%'").stream()
            .map(r -> (Float) r.get("percent_complete")).findFirst().orElse(-1f);
    }

    @Test
    void aFullThatWasCutOffIsRestoredAgain() throws InterruptedException {
        cutOff(TwoServers.restoreFull("full.bak"));
        assertThat(two.state()).isEqualTo("RESTORING");
        two.at.refused(TwoServers.restoreLog("log1.trn"), 4319, 3013);
        two.at.refused(TwoServers.RECOVER, 4319, 3013);
        two.at.ok(TwoServers.restoreFull("full.bak").replace("CHECKSUM", "CHECKSUM, RESTART"));
        two.at.ok(TwoServers.restoreLog("log1.trn"));
    }

    @Test
    void aLogThatWasCutOffIsRestoredAgainBeforeTheNext() throws InterruptedException {
        two.at.ok(TwoServers.restoreFull("full.bak"));
        cutOff(TwoServers.restoreLog("log1.trn"));
        two.at.refused(TwoServers.restoreLog("log2.trn"), 4319, 3013);
        two.at.ok(TwoServers.restoreLog("log1.trn"));
        two.at.ok(TwoServers.restoreLog("log2.trn"));
        two.at.ok(TwoServers.RECOVER);
        assertThat(two.targetTickets()).hasSize(6);
        assertThat(two.at.rows("SELECT * FROM msdb.dbo.restorehistory")).hasSize(3);
    }

    @Test
    void progressIsSeenFromAnotherSessionAndInMessages() throws InterruptedException {
        two.target.pace(Duration.ofMillis(50));
        Recorder answer = new Recorder();
        Console restorer = new Console(two.target);
        Thread thread = new Thread(() -> {
            try {
                restorer.session().execute(TwoServers.restoreFull("full.bak"), List.of(), answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> percent() > 20);
        Map<String, Object> request = two.at.row("SELECT session_id, command, wait_type FROM sys.dm_exec_requests WHERE command LIKE 'RESTORE%'");
        assertThat(request).containsEntry("session_id", (short) restorer.session().id()).containsEntry("command", "RESTORE DATABASE");
        two.at.refused(TwoServers.restoreFull("full.bak"), 3101, 3013);
        thread.join(20_000);
        assertThat(answer.errors).isEmpty();
        assertThat(answer.infos).filteredOn(i -> i.number() == 3211).extracting(Recorder.Info::message).hasSize(20).startsWith("5 percent processed.")
            .endsWith("100 percent processed.");
        assertThat(answer.infos.get(answer.infos.size() - 1).number()).isEqualTo(3014);
        restorer.close();
    }
}
