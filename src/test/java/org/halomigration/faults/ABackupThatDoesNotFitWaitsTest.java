package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.halomigration.FailureMode;
import org.halomigration.journal.Findings.Open;
import org.halomigration.journal.Journal;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups that are whole, and do not fit where the target is: nothing is tried with them, it is said why, and what fits goes on. */
@ExtendWith(Running.Resolver.class)
class ABackupThatDoesNotFitWaitsTest {
    private final Running running;

    ABackupThatDoesNotFitWaitsTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void theOtherMigrationWentOn() throws Exception {
        running.restored(running.log());
        running.nothingSaidThatShouldNot();
    }

    /** What is said, while no restore is begun and the target stays as it is. */
    private Open leftAlone(Neighbour neighbour, Journal told, Doing what) throws Exception {
        int begun = neighbour.begun();
        String position = neighbour.position();
        what.run();
        Open finding = running.said(neighbour.name, told);
        assertThat(neighbour.begun()).as("restores that were begun").isEqualTo(begun);
        assertThat(neighbour.position()).isEqualTo(position);
        return finding;
    }

    interface Doing {
        void run() throws Exception;
    }

    @Test
    @FailureMode(number = 1, failure = "An automatic full backup moved the differential's base",
            noticed = "the base that the differential names is not the full that the target holds; before that, on the source, by what msdb says of backups that never came",
            says = "is based on a full that is not here (BackupSetGUID …), but moved_hosted holds the … Send that full, or take a new differential after a new full. Nothing was changed.")
    void theDifferentialBaseHasMoved() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "moved").standsBy()) {
            neighbour.aside("DATABASE", "nightly.bak", "");
            Open finding = leftAlone(neighbour, running.source(), () -> neighbour.backup("DATABASE", "moved_DIFF.bak", ", DIFFERENTIAL"));
            String log = neighbour.backup("LOG", "moved_LOG.trn", "");
            running.ended(running.source(), finding);
            running.restored("moved", log);
        }
    }

    @Test
    @FailureMode(number = 4, failure = "A log backup is missing", noticed = "the next log begins after the end of what is there",
            says = "Log backups from LSN … to … are missing … → Send the log backups in between, or a new differential. What is there is kept and waits.")
    void aLogIsMissing() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "gap").standsBy()) {
            String missing = neighbour.aside("LOG", "gap_1.trn", "");
            String[] later = new String[1];
            Open finding = leftAlone(neighbour, running.source(), () -> later[0] = neighbour.backup("LOG", "gap_2.trn", ""));
            neighbour.bring(missing);
            running.restored("gap", later[0]);
            running.ended(running.source(), finding);
        }
    }

    @Test
    @FailureMode(number = 7, failure = "The target was recovered too early", noticed = "the target database is ONLINE before the tail was restored",
            says = "early_hosted is ONLINE; later backups cannot be applied to it. Start again from the full backup, once the database there is dropped or renamed. → Nothing of it is overwritten.")
    void theTargetWasRecoveredTooEarly() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "early").standsBy()) {
            neighbour.onTarget("RESTORE DATABASE [early_hosted] WITH RECOVERY");
            String[] log = new String[1];
            Open finding = leftAlone(neighbour, running.target(), () -> log[0] = neighbour.backup("LOG", "early_LOG.trn", ""));
            neighbour.onTarget("DROP DATABASE [early_hosted]");
            running.restored("early", log[0]);
            running.ended(running.target(), finding);
        }
    }

    @Test
    @FailureMode(number = 8, failure = "The target is older than the source", noticed = "the version in the backup's header against the target's own; the checks before the migration say so, too",
            says = "source is 2022 (16), target 2019 (15): a restore can never work. Use a target at least as new as the source.")
    void theTargetIsOlderThanTheSource() throws Exception {
        Path data = Files.createDirectories(running.world.directory.resolve("newer-data"));
        try (SandboxSqlServer newer = SandboxSqlServer.start(SandboxSqlServer.Options.in(data).serverName("SQL22").majorVersion(16).sysadmin("halo_migration", running.world.password()));
                Neighbour neighbour = new Neighbour(running, "newer", newer)) {
            Files.writeString(neighbour.sheet, neighbour.right());
            String[] full = new String[1];
            Open finding = leftAlone(neighbour, running.target(), () -> full[0] = neighbour.full());
            running.world.target.upgrade(16);
            running.restored("newer", full[0]);
            running.ended(running.target(), finding);
            neighbour.onTarget("DROP DATABASE [newer_hosted]");
        } finally {
            running.world.target.upgrade(15);
        }
    }

    @Test
    @FailureMode(number = 9, failure = "The backup is encrypted and the target lacks the certificate", noticed = "the certificate's thumbprint in the backup's header; before that, on the source, in msdb",
            says = "is encrypted with certificate … Turn backup encryption off, remove the keys and take a new full backup; talk to the host's infrastructure team first.")
    void theBackupIsEncrypted() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "locked")) {
            Files.writeString(neighbour.sheet, neighbour.right());
            Open finding = leftAlone(neighbour, running.target(), () -> {
                running.world.source.pretendBackups(new byte[] {1, (byte) 0xAB}, false);
                neighbour.full();
                running.world.source.pretendBackups(null, false);
            });
            String plain = neighbour.backup("DATABASE", "plain.bak", "");
            running.restored("locked", plain);
            running.ended(running.target(), finding);
        }
    }

    @Test
    @FailureMode(number = 19, failure = "A differential follows a copy-only full", noticed = "IsCopyOnly of the full, and the base that the differential names",
            says = "The full is copy-only and cannot carry a differential. Send the full that it is based on, or take a full that is not copy-only and a differential after it.")
    void theFullIsCopyOnly() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "copied")) {
            neighbour.aside("DATABASE", "base.bak", "");
            Files.writeString(neighbour.sheet, neighbour.right());
            running.restored("copied", neighbour.backup("DATABASE", "copied_FULL.bak", ", COPY_ONLY"));
            Open finding = leftAlone(neighbour, running.source(), () -> neighbour.backup("DATABASE", "copied_DIFF.bak", ", DIFFERENTIAL"));
            String log = neighbour.backup("LOG", "copied_LOG.trn", "");
            running.restored("copied", log);
            running.ended(running.source(), finding);
        }
    }

    @Test
    @FailureMode(number = 20, failure = "A backup carries no checksums", noticed = "HasBackupChecksums in its header", says = "restoring full … No checksum: corruption would only show in CHECKDB.")
    void theBackupCarriesNoChecksums() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "unchecked")) {
            Files.writeString(neighbour.sheet, neighbour.right());
            String full = neighbour.backup("Backup", "DATABASE", "unchecked_FULL.bak", ", NO_CHECKSUM, INIT");
            running.restored("unchecked", full);
            running.heard("unchecked", running.target());
            Open warned = running.finding("unchecked", running.target(), "chain", full + " carries no checksum", "CHECKDB");
            running.restored("unchecked", neighbour.backup("Backup", "LOG", "unchecked_LOG.trn", ", NO_CHECKSUM, INIT"));
            Files.writeString(neighbour.sheet, neighbour.right() + "\nwithout-checksums: refuse\n");
            running.ended(running.target(), warned);
            neighbour.onTarget("DROP DATABASE [unchecked_hosted]");
            Open refused = running.finding("unchecked", running.target(), "chain", full, "has no checksum", "Take backups WITH CHECKSUM");
            assertThat(neighbour.position()).isEmpty();
            Files.writeString(neighbour.sheet, neighbour.right() + "\nwithout-checksums: allow\n");
            running.ended(running.target(), refused);
            running.until("restored all the same", () -> neighbour.position().startsWith("RESTORING") && neighbour.begun() == 4 ? full : null);
            assertThat(running.findings("unchecked", running.target())).isEmpty();
        }
    }

    @Test
    @FailureMode(number = 20, failure = "A backup is damaged, and was when it was sent", noticed = "SQL Server's error 3183 while it is restored; the files are as they were sent",
            says = "failed with error 3183 … Its files are as they were sent, by size and SHA-256. → Sending them again would not help.")
    void theBackupWasDamagedBeforeItWasSent() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "flipped").standsBy()) {
            String log = neighbour.aside("LOG", "flipped_LOG.trn", "");
            byte[] bytes = Files.readAllBytes(neighbour.aside(log));
            bytes[bytes.length / 2] ^= 1;
            Files.write(neighbour.aside(log), bytes);
            String position = neighbour.position();
            neighbour.bring(log);
            Open finding = running.said("flipped", running.target());
            assertThat(neighbour.position()).isEqualTo(position);
            String differential = neighbour.backup("DATABASE", "flipped_DIFF.bak", ", DIFFERENTIAL");
            running.restored("flipped", differential);
            running.ended(running.target(), finding);
            assertThat(neighbour.begun()).as("full, the damaged log once, differential").isEqualTo(3);
        }
    }

    @Test
    @FailureMode(number = 21, failure = "The source was restored, and went on from there", noticed = "the recovery fork in the headers",
            says = "is on another recovery path … Source was restored at LSN …; backups after that need a new full.")
    void theSourceWasRestoredInBetween() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "forked").standsBy()) {
            running.restored("forked", neighbour.backup("LOG", "forked_1.trn", ""));
            neighbour.onSource("RESTORE DATABASE [forked] FROM DISK = N'D:\\Backup\\forked\\forked_FULL.bak' WITH REPLACE, RECOVERY");
            // Further than it had been before: up to there nothing is missed.
            for (int i = 0; i < 50; i++) {
                neighbour.onSource("USE [forked]; INSERT INTO dbo.T (n) VALUES (2)");
            }
            String[] log = new String[1];
            Open finding = leftAlone(neighbour, running.source(), () -> log[0] = neighbour.backup("LOG", "forked_2.trn", ""));
            running.finding("forked", running.target(), "chain", "is on another recovery path");
            neighbour.onTarget("DROP DATABASE [forked_hosted]");
            running.restored("forked", log[0]);
            running.ended(running.source(), finding);
        }
    }

    @Test
    @FailureMode(number = 22, failure = "Several backup sets are in one file", noticed = "Position in the headers", says = "restoring log … Backup set 2 of several in both.bak (FILE = 2).")
    void severalSetsAreInOneFile() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "both")) {
            neighbour.backup("DATABASE", "both.bak", "");
            neighbour.backup("Backup", "LOG", "both.bak", ", CHECKSUM, NOINIT");
            Files.writeString(neighbour.sheet, neighbour.right());
            running.until("both sets are restored", () -> neighbour.begun() == 2 ? true : null);
            running.restored("both", "both.bak");
            running.heard("both", running.target());
        }
    }

    @Test
    @FailureMode(number = 26, failure = "The source's clock is set back between two backups", noticed = "it is not: LSNs decide, clocks and names never do", says = "restored log …, now at LSN …")
    void aClockThatIsSetBackChangesNothing() throws Exception {
        try (Neighbour neighbour = new Neighbour(running, "clocks").standsBy()) {
            running.world.source.clock(Duration.ofHours(-2));
            String log = neighbour.backup("LOG", "clocks_1.trn", "");
            running.world.source.clock(Duration.ZERO);
            running.restored("clocks", log);
            running.restored("clocks", neighbour.backup("LOG", "clocks_0.trn", ""));
            running.heard("clocks", running.target());
        } finally {
            running.world.source.clock(Duration.ZERO);
        }
    }
}
