package org.halomigration.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.halomigration.sandbox.sqlserver.Held;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task of Amazon RDS outlives the process that submitted it: the next one finds it, and submits it no second time. */
class KilledWhileATaskRunsTest {
    private static final String NOWHERE = "nowhere";

    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void theTaskIsFoundAgain() throws Exception {
        try (World world = World.onRds(directory, "acme", 100);
                Held task = world.target.failures().holdAt("RESTORE DATABASE", 40, "BACKUPTHREAD")) {
            world.backup("FULL");
            world.backup("LOG");
            try (ProductProcess product = ProductProcess.start(world, "target restore.started")) {
                product.awaitHeld();
                product.kill();
            }
            assertThat(tasks(world)).as("killed before it could submit").isEmpty();
            try (ProductProcess product = ProductProcess.start(world, NOWHERE)) {
                product.awaitHappened("target restore.progress");
                assertThat(task.reached()).isTrue();
                product.kill();
            }
            try (ProductProcess product = ProductProcess.start(world, NOWHERE)) {
                product.awaitHappened("target restore.progress");
                assertThat(tasks(world)).containsExactly("1 RESTORE_DB_NORECOVERY IN_PROGRESS");
                task.close();
                product.awaitHappened("target restore.done");
                product.awaitHappened("source phase.standing-by");
                product.kill();
            }
            assertThat(tasks(world)).containsExactly("1 RESTORE_DB_NORECOVERY SUCCESS", "2 RESTORE_DB_LOG_NORECOVERY SUCCESS");
        }
    }

    private static List<String> tasks(World world) throws SQLException {
        List<String> tasks = new ArrayList<>();
        try (Connection connection = world.onTarget();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("EXEC msdb.dbo.rds_task_status")) {
            while (row.next()) {
                tasks.add(row.getInt("task_id") + " " + row.getString("task_type") + " " + row.getString("lifecycle"));
            }
        }
        return tasks;
    }
}
