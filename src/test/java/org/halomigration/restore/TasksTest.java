package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.Retry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of Amazon RDS stand for a restore history, and nothing is submitted that RDS would refuse or that is in another's way. */
class TasksTest {
    private static final String S3 = "arn:aws:s3:::landing/acme";
    private static final String FULL = "F0000000-0000-4000-8000-000000000001";
    private static final String LOG = "F0000000-0000-4000-8000-000000000002";
    private static final Map<String, Object> RESTORING = Map.of("state_desc", "RESTORING");

    @TempDir
    Path directory;

    private Path landing;
    private Journal journal;
    private Migration acme;
    private Tasks tasks;

    @BeforeEach
    void open() throws Exception {
        landing = Files.createDirectory(directory.resolve("landing"));
        journal = new Journal("target", directory, Clock.systemUTC());
        journal.phases().register("acme");
        acme = Given.target(directory, "dialect: rds", "landed-files: {path: '" + landing + "', s3-arn: '" + S3 + "'}");
        tasks = new Tasks(journal);
        arrived(FULL, "full", 1, 100, "full_1.bak", "full_2.bak");
        arrived(LOG, "log", 2, 200, "log.trn");
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void arrived(String set, String type, int backupType, long lastLsn, String... files) throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String file : files) {
            Files.createFile(landing.resolve(file));
            rows.append(rows.isEmpty() ? "" : ",").append("{\"BackupSetGUID\":\"%s\",\"BackupType\":%d,\"LastLSN\":%d,\"RecoveryForkID\":\"fork\",\"FamilyGUID\":\"family\",\"File\":\"%s/%s\"}"
                    .formatted(set, backupType, lastLsn, S3, file));
        }
        journal.sql().sql("INSERT INTO backup_set (migration, id, type, last_lsn, tail, headers, state, found, changed) VALUES ('acme', ?, ?, ?, FALSE, ?, 'received', ?, ?)")
                .params(set, type, lastLsn, "[" + rows + "]", journal.now(), journal.now()).update();
    }

    private void run(String set, String type, long history, String outcome) {
        journal.sql().sql("INSERT INTO restore (migration, attempt, database_name, set_id, type, started, history, outcome) VALUES ('acme', 1, 'acme_halo', ?, ?, ?, ?, ?)")
                .params(set, type, journal.now(), history, outcome).update();
    }

    private static Map<String, Object> task(int id, String type, String database, String lifecycle, String arn, String info) {
        Map<String, Object> row = new HashMap<>(Map.of("task_id", id, "task_type", type, "database_name", database, "lifecycle", lifecycle, "% complete", 40, "task_info", info));
        row.put("S3_object_arn", arn);
        return row;
    }

    private static Map<String, Object> full(int id, String lifecycle) {
        return task(id, "RESTORE_DB_NORECOVERY", "acme_halo", lifecycle, S3 + "/full_*", "");
    }

    private static Map<String, Object> log(int id, String lifecycle, String info) {
        return task(id, "RESTORE_DB_LOG_NORECOVERY", "acme_halo", lifecycle, S3 + "/log.trn", info);
    }

    private static Map<String, Object> finish(int id, String lifecycle) {
        return task(id, "FINISH_RESTORE", "acme_halo", lifecycle, null, "Msg 4315: not brought online");
    }

    @Test
    void eachTaskNamesTheSetWhoseFilesItRestores() {
        assertThat(tasks.history(acme, List.of(log(2, "IN_PROGRESS", ""), full(1, "SUCCESS"), finish(3, "CREATED"))))
                .extracting(row -> row.get("restore_history_id") + " " + row.get("BackupSetGUID"))
                .containsExactly("1 " + FULL, "2 " + LOG, "3 null");
    }

    @Test
    void thePositionFollowsFromTheTasksThatHaveSucceeded() {
        assertThat(position(List.of())).as("nothing was restored").doesNotContainKey("redo_start_lsn");
        run(FULL, "full", 4, "succeeded");
        assertThat(position(List.of(full(3, "SUCCESS"), log(2, "SUCCESS", "")))).as("a log of an earlier attempt").containsEntry("redo_start_lsn", 100);
        assertThat(position(List.of(full(5, "SUCCESS"), log(6, "ERROR", "")))).containsEntry("redo_start_lsn", 100).containsEntry("differential_base_guid", FULL);
        assertThat(position(List.of(full(5, "SUCCESS"), log(6, "SUCCESS", "")))).as("somebody's own task counts, too")
                .containsEntry("redo_start_lsn", 200).containsEntry("redo_start_fork_guid", "fork").containsEntry("family_guid", "family").containsEntry("differential_base_guid", FULL);
        assertThat(position(List.of())).as("RDS has forgotten the task").containsEntry("redo_start_lsn", 100);
    }

    private Map<String, Object> position(List<Map<String, Object>> rows) {
        return tasks.position(acme, List.of(RESTORING), tasks.history(acme, rows)).get(0);
    }

    @Test
    void whatTheServerShowsIsLeftAsItIs() {
        run(FULL, "full", 0, "succeeded");
        List<Map<String, Object>> shown = List.of(Map.of("state_desc", "RESTORING", "redo_start_lsn", BigDecimal.TEN));
        assertThat(tasks.position(acme, shown, List.of())).isSameAs(shown);
        List<Map<String, Object>> online = List.of(Map.of("state_desc", "ONLINE"));
        assertThat(tasks.position(acme, online, List.of())).isSameAs(online);
        assertThat(tasks.position(acme, List.of(), List.of())).isEmpty();
    }

    @Test
    void stripesAreAddressedByWhatTheyBeginWith() {
        assertThat(prepared(FULL, "full", List.of(), List.of(), S3 + "/full_1.bak", S3 + "/full_2.bak")).isEqualTo(S3 + "/full_*");
        assertThat(prepared(LOG, "log", List.of(RESTORING), List.of(), S3 + "/log.trn")).isEqualTo(S3 + "/log.trn");
    }

    @Test
    void stripesThatAnotherFileWouldJoinAreNotSubmitted() throws Exception {
        Files.createFile(landing.resolve("full_3.bak"));
        assertThatThrownBy(() -> prepared(FULL, "full", List.of(), List.of(), S3 + "/full_1.bak", S3 + "/full_2.bak")).hasMessageContaining("'full_' is not theirs alone: full_3.bak begins so, too");
        assertThatThrownBy(() -> prepared(FULL, "full", List.of(), List.of(), S3 + "/a.bak", S3 + "/b.bak")).hasMessageContaining("these share nothing.");
    }

    @Test
    void nothingIsSubmittedBesideAnotherTaskOfTheDatabaseOrTwoOfTheInstance() {
        assertThatThrownBy(() -> prepared(LOG, "log", List.of(RESTORING), List.of(task(9, "BACKUP_DB", "ACME_HALO", "CREATED", null, "")), S3 + "/log.trn"))
                .isInstanceOf(RestoreHeld.class)
                .hasMessageContaining("task 9 (BACKUP_DB of ACME_HALO, CREATED)");
        List<Map<String, Object>> others = new ArrayList<>(List.of(task(7, "RESTORE_DB", "one", "IN_PROGRESS", null, ""), task(8, "RESTORE_DB", "two", "SUCCESS", null, "")));
        assertThat(prepared(LOG, "log", List.of(RESTORING), others, S3 + "/log.trn")).isNotNull();
        others.add(task(9, "RESTORE_DB", "three", "CANCEL_REQUESTED", null, ""));
        assertThatThrownBy(() -> prepared(LOG, "log", List.of(RESTORING), others, S3 + "/log.trn")).hasMessageContaining("task 7 (RESTORE_DB of one, IN_PROGRESS), task 9");
    }

    @Test
    void aFullIsNotSubmittedOverADatabaseThatExists() {
        assertThatThrownBy(() -> prepared(FULL, "full", List.of(RESTORING), List.of(), S3 + "/full_1.bak", S3 + "/full_2.bak"))
                .hasMessageContaining("no full backup over a database that exists, and acme_halo is RESTORING")
                .isInstanceOfSatisfying(RestoreHeld.class, held -> assertThat(held.advice()).contains("rds_drop_database"));
    }

    private Object prepared(String set, String type, List<Map<String, Object>> position, List<Map<String, Object>> running, String... files) {
        Step step = new Step(set, type, BigDecimal.ONE, null, new HashMap<>(Map.of("files", List.of(files))));
        tasks.prepare(acme, step, position, running);
        return step.values().get("arn");
    }

    @Test
    void theRecoveryIsSubmittedOnceAndAgainOnlyAfterItsFailureWasTold() {
        assertThat(mayFinish()).isTrue();
        assertThat(mayFinish(log(4, "SUCCESS", ""))).isTrue();
        assertThat(mayFinish(log(4, "SUCCESS", ""), finish(5, "CREATED"))).isFalse();
        assertThatThrownBy(() -> mayFinish(finish(5, "ERROR"))).isInstanceOf(TaskFailed.class).hasMessageContaining("Task 5 (FINISH_RESTORE)");
        assertThat(mayFinish(finish(5, "ERROR"))).isTrue();
        assertThat(mayFinish(finish(5, "ERROR"), finish(6, "SUCCESS"))).as("online in a moment").isFalse();
        assertThatThrownBy(() -> mayFinish(finish(6, "SUCCESS"))).as("still not online").hasMessageContaining("not ONLINE");
    }

    @SafeVarargs
    private boolean mayFinish(Map<String, Object>... rows) {
        return tasks.mayFinish(tasks.history(acme, List.of(rows)));
    }

    @Test
    void theErrorNumberInATasksTextDecidesOnTheAdvice() {
        assertThat(failed("[2026-12-04 20:00:00.000] Aborted the task. Error: 3013, then Msg 3136, Level 16").advice()).startsWith("The differential belongs to another full backup.");
        assertThat(failed("Msg 3201, Level 16: Cannot open backup device. Operating system error 32(in use)").retry()).isEqualTo(Retry.RETRY);
        assertThat(failed("something of RDS's own, 12 files").advice()).contains("Amazon RDS's own").contains("Single-AZ");
        assertThat(failed("")).hasMessageContaining("it gives no reason");
    }

    private static TaskFailed failed(String info) {
        return new TaskFailed(1, "RESTORE_DB", "ERROR", info);
    }
}
