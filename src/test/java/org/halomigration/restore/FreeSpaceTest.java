package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.sheet.Migration;
import org.halomigration.tsql.Retry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup's files need is compared with what is free where they will lie, and what is not known holds nothing up. */
class FreeSpaceTest {
    private static final List<Map<String, Object>> FILES = List.of(file("D", 200_000_000_000L), file("S", 12_000_000_000L), file("L ", 212_000_000_000L));

    @TempDir
    Path directory;

    private Journal journal;
    private FreeSpace space;

    @BeforeEach
    void open() {
        journal = new Journal("target", directory, Clock.systemUTC());
        journal.phases().register("acme");
        space = new FreeSpace(journal);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void aVolumeThatIsTooSmallIsNamedWithBothFigures() throws Exception {
        assertThatThrownBy(() -> check("F:\\Data", "L:\\Log", List.of(volume("F:\\", 212_000_000_000L, 0), volume("L:\\", 180_000_000_000L, 0)), null))
                .hasMessage("Needs 212.0 GB on L:, 180.0 GB free for acme_halo.")
                .isInstanceOfSatisfying(RestoreHeld.class, held -> {
                    assertThat(held.retry()).isEqualTo(Retry.WAIT);
                    assertThat(held.advice()).contains("begins by itself");
                });
    }

    @Test
    void whatLiesOnOneVolumeIsAddedUp() throws Exception {
        assertThatThrownBy(() -> check("F:\\Data", "f:\\log\\", List.of(volume("F:\\", 423_000_000_000L, 0)), null)).hasMessageContaining("Needs 424.0 GB on F:, 423.0 GB free");
        assertThatCode(() -> check("F:\\Data", "f:\\log\\", List.of(volume("F:\\", 424_000_000_000L, 0)), null)).doesNotThrowAnyException();
    }

    @Test
    void whatTheDatabaseTakesAlreadyIsWrittenOver() throws Exception {
        assertThatCode(() -> check("F:\\Data", "F:\\Log", List.of(volume("F:\\", 24_000_000_000L, 400_000_000_000L)), null)).doesNotThrowAnyException();
    }

    @Test
    void theDeepestMountPointCounts() throws Exception {
        List<Map<String, Object>> volumes = List.of(volume("F:\\", 900_000_000_000L, 0), volume("F:\\Data\\", 1_000_000_000L, 0), volume("F:\\Dat", 0, 0));
        assertThatThrownBy(() -> check("F:\\Data\\acme", "F:\\Log", volumes, null)).hasMessageContaining("on F:\\Data, 1.0 GB free");
        assertThatThrownBy(() -> check("/var/opt/mssql/data", "/log", List.of(volume("/", 900_000_000_000L, 0), volume("/var/opt/mssql", 5, 0)), null)).hasMessageContaining("on /var/opt/mssql, 5 B free");
    }

    @Test
    void aVolumeWithoutDatabaseFilesIsLookedUpAmongTheDrives() throws Exception {
        Map<String, Object> view = Map.of("fixed_drive_path", "L:\\", "free_space_in_bytes", 1_000L);
        Map<String, Object> procedure = Map.of("drive", "L", "MB free", 2);
        List<Map<String, Object>> data = List.of(volume("F:\\", 900_000_000_000L, 0));
        assertThatThrownBy(() -> check("F:\\Data", "L:\\Log", data, List.of(view))).hasMessageContaining("on L:, 1.0 kB free");
        assertThatThrownBy(() -> check("F:\\Data", "L:\\Log", data, List.of(procedure))).hasMessageContaining("on L:, 2.1 MB free");
    }

    @Test
    void whatIsNotShownIsAWarningThatEndsWhenItIs() throws Exception {
        check("F:\\Data", "L:\\Log", List.of(volume("F:\\", 900_000_000_000L, 0)), null);
        assertThat(journal.findings().open("acme")).singleElement().satisfies(open -> {
            assertThat(open.finding().severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(open.finding().detail()).contains("Free space in L:\\Log could not be checked", "424.0 GB");
        });
        check("F:\\Data", "L:\\Log", List.of(volume("F:\\", 900_000_000_000L, 0), volume("L:\\", 900_000_000_000L, 0)), null);
        assertThat(journal.findings().open("acme")).isEmpty();
    }

    private void check(String data, String logs, List<Map<String, Object>> volumes, List<Map<String, Object>> drives) throws Exception {
        Migration migration = Given.target(directory, "data-directory: '" + data + "'", "log-directory: '" + logs + "'");
        space.check(migration, "acme_halo", FILES, volumes, drives);
    }

    private static Map<String, Object> volume(String root, long free, long own) {
        return Map.of("volume_mount_point", root, "available_bytes", free, "own_bytes", own);
    }

    private static Map<String, Object> file(String type, long bytes) {
        return Map.of("Type", type, "Size", new BigDecimal(bytes));
    }
}
