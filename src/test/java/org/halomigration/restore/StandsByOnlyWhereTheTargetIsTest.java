package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Source;
import org.halomigration.sheet.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was restored once says nothing of a database that is not there any more. */
class StandsByOnlyWhereTheTargetIsTest {
    private static final String LOG = "[{\"BackupType\": 2, \"DatabaseName\": \"Halo\", \"BackupSetGUID\": \"A0000000-0000-4000-8000-000000000001\", \"FirstLSN\": 100, \"LastLSN\": 200,"
            + " \"File\": \"E:\\\\landing\\\\halo.trn\"}]";

    @TempDir
    Path directory;

    @Test
    void onlyADatabaseInRestoreStandsBy() {
        try (Journal journal = new Journal("target", directory, Clock.systemUTC())) {
            journal.phases().register("acme");
            journal.phases().move("acme", Phase.PREPARING, Phase.SEEDING, null);
            journal.sql()
                    .sql("INSERT INTO backup_set (migration, id, type, last_lsn, tail, headers, state, found, changed) VALUES ('acme', 'A0000000-0000-4000-8000-000000000001', 'log', 200, FALSE, ?, 'restored', ?, ?)")
                    .params(LOG, journal.now(), journal.now())
                    .update();
            HeldRestores held = new HeldRestores();
            Chain chain = new Chain(journal, new Restores(journal, held), held);

            assertThat(chain.next(migration(), List.of(), List.of(), List.of())).isNull();
            assertThat(journal.phases().of("acme").phase()).as("there is no such database").isEqualTo(Phase.SEEDING);

            assertThat(chain.next(migration(), List.of(Map.of("state_desc", "RESTORING", "redo_start_lsn", "200")), List.of(), List.of())).isNull();
            assertThat(journal.phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
        }
    }

    private static Migration migration() {
        Source from = new Source("Halo", null, null, List.of(), null, null, null, null);
        Target to = new Target("acme_halo", null, "sqlserver", null, null, "F:\\Data", "L:\\Log", null, null, "full", null, null, null);
        return new Migration("acme", Path.of("acme.yaml"), "0".repeat(64), "halo", null, null, "stable", null, from, null, to, null, null, null, null, List.of(), null, null, "checksums", "warn");
    }
}
