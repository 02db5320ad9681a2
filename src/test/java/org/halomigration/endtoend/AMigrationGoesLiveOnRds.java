package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.sqlserver.Held;
import org.junit.jupiter.api.Test;

/** A whole migration to Amazon RDS, as the sandbox plays it: tasks instead of statements, headers out of manifests, files in S3. */
abstract class AMigrationGoesLiveOnRds extends Scenario {
    private final List<String> told = new ArrayList<>();

    @Override
    void begin(Path directory) throws Exception {
        world = World.onRds(directory, "acme", TICKETS);
        world.edit(sheet -> sheet + "proof: counts\n");
        world.onPremises.start();
        product = Product.start(world);
    }

    @Override
    void play() throws Exception {
        asCustomer("BACKUP DATABASE [" + World.SOURCE_DATABASE + "] TO " + IntStream.rangeClosed(1, 11)
                .mapToObj(stripe -> "DISK = N'D:\\Backup\\Halo\\eleven_" + stripe + ".bak'").collect(Collectors.joining(", ")) + " WITH CHECKSUM");
        awaitFinding("striped over 11 files");
        asCustomer("BACKUP DATABASE [" + World.SOURCE_DATABASE + "] TO DISK = N'D:\\Backup\\Halo\\two_a.bak', DISK = N'D:\\Backup\\Halo\\two_b.bak' WITH CHECKSUM");
        product.awaitPhase(Phase.STANDING_BY);
        sendAnother("DIFF");
        world.target.failures().readErrorAt("RESTORE LOG", 50);
        sendAnother("LOG");
        othersKeepTheInstanceBusy();
        world.halo.work(10);
        cutover();
        product.awaitPhase(Phase.LIVE);
    }

    private void othersKeepTheInstanceBusy() throws Exception {
        Path directory = Files.createDirectories(world.directory.resolve("others"));
        world.source.mount("D:\\Others", directory);
        world.target.mount("arn:aws:s3:::others", directory);
        try (Held one = world.target.failures().holdAt("RESTORE DATABASE", 50, "BACKUPTHREAD"); Held two = world.target.failures().holdAt("RESTORE DATABASE", 50, "BACKUPTHREAD")) {
            for (String other : List.of("one", "two")) {
                asCustomer("CREATE DATABASE [" + other + "]");
                asCustomer("BACKUP DATABASE [" + other + "] TO DISK = N'D:\\Others\\" + other + ".bak'");
                try (Connection connection = world.onTarget(); Statement statement = connection.createStatement()) {
                    statement.execute("EXEC msdb.dbo.rds_restore_database @restore_db_name = '" + other + "', @s3_arn_to_restore_from = 'arn:aws:s3:::others/" + other + ".bak'");
                }
            }
            product.awaitThat("two tasks run", () -> one.reached() && two.reached());
            int before = product.restored();
            world.halo.work(5);
            world.backup("LOG");
            awaitFinding("Another task runs on the Amazon RDS instance: task");
            one.close();
            product.awaitThat("the log is restored beside the other task", () -> product.restored() > before);
        }
    }

    private void asCustomer(String sql) throws SQLException {
        try (Connection connection = world.onSource(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void awaitFinding(String text) {
        product.awaitThat("somebody is told: " + text, () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains(text) && told.add(line)));
    }

    @Test
    void itIsLiveOnEqualRows() throws Exception {
        assertLive(1, "is_in_standby");
    }

    @Override
    boolean readsContent() {
        return false;
    }

    @Test
    void rowsWereCountedAndNotReadAsTheSheetSays() {
        assertThat(product.target().events().ofKind("acme", "cutover.proved")).singleElement().satisfies(event -> assertThat(event.text()).endsWith("counts equal to the source, content not read"));
    }

    @Test
    void whatRdsDoesNotTakeIsRefusedAndExplained() {
        assertThat(told).anyMatch(line -> line.contains("The backup set is striped over 11 files; Amazon RDS restores at most 10. Take a new backup into fewer files."));
        assertThat(product.source().sql().sql("SELECT reason FROM backup_set WHERE state = 'refused'").query(String.class).list()).anyMatch(reason -> reason.contains("at most 10"));
    }

    @Test
    void aTaskThatFailsIsToldInItsOwnWordsAndSubmittedAgain() {
        assertThat(product.target().events().ofKind("acme", "finding.failed"))
                .anyMatch(event -> event.text().contains("(RESTORE_DB_LOG_NORECOVERY) of Amazon RDS ended with ERROR: ") && event.text().contains("Msg 3203")
                        && event.text().contains("Compare size and SHA-256"));
    }

    @Test
    void eachSetIsRestoredByOneTaskThatSucceeded() throws Exception {
        List<String> tasks = new ArrayList<>();
        try (Connection connection = world.onTarget();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXEC msdb.dbo.rds_task_status @db_name = N'" + World.TARGET_DATABASE + "'")) {
            while (row.next()) {
                tasks.add(row.getString("task_type") + " " + row.getString("lifecycle"));
            }
        }
        assertThat(tasks).containsExactly(
                "RESTORE_DB_NORECOVERY SUCCESS",
                "RESTORE_DB_DIFFERENTIAL_NORECOVERY SUCCESS",
                "RESTORE_DB_LOG_NORECOVERY ERROR",
                "RESTORE_DB_LOG_NORECOVERY SUCCESS",
                "RESTORE_DB_LOG_NORECOVERY SUCCESS",
                "RESTORE_DB_LOG_NORECOVERY SUCCESS",
                "FINISH_RESTORE SUCCESS");
        assertThat(product.target().sql().sql("SELECT outcome FROM restore ORDER BY id").query(String.class).list())
                .containsExactly("succeeded", "succeeded", "failed", "succeeded", "succeeded", "succeeded");
    }
}
