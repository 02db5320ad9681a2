package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.halomigration.FailureMode;
import org.halomigration.journal.Findings.Open;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is no backup of this database, on either side: it is named with its reason, and the backups beside it go on. */
@ExtendWith(Running.Resolver.class)
class ABadFileIsNamedAndHoldsUpNothingTest {
    /** For how long what msdb does not know must stay unchanged: thirty times source.settle, in nanoseconds. */
    private static final long UNCHANGED = 3_000_000_000L;

    private final Running running;
    private final List<Path> mine = new ArrayList<>();

    ABadFileIsNamedAndHoldsUpNothingTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void nothingElseSuffered() throws Exception {
        for (Path file : mine) {
            Files.deleteIfExists(file);
        }
        running.restored(running.log());
        running.nothingSaidThatShouldNot();
    }

    @Test
    void aDirectoryThatIsAwayOrAFileIsSaidUntilItIsBack() throws Exception {
        Path directory = running.world.backups;
        Path away = directory.resolveSibling("away");
        Open missing = running.whileBroken(
                () -> Files.move(directory, away), () -> running.finding(running.source(), "collect", directory + " does not exist", "source.backups"), () -> Files.move(away, directory));
        running.ended(running.source(), missing);
        Open file = running.whileBroken(
                () -> {
                    Files.move(directory, away);
                    Files.writeString(directory, "not a directory");
                },
                () -> running.finding(running.source(), "collect", directory + " is a file; expected a directory", "source.backups"),
                () -> {
                    Files.delete(directory);
                    Files.move(away, directory);
                });
        running.ended(running.source(), file);
    }

    @Test
    void aDirectoryThatCannotBeReadIsSaidUntilItCan() throws Exception {
        Path directory = running.world.backups;
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(directory);
        Files.setPosixFilePermissions(directory, Set.of());
        boolean readable = Files.isReadable(directory);
        Files.setPosixFilePermissions(directory, rights);
        assumeFalse(readable, "this user may read everything");
        Open finding = running.whileBroken(
                () -> Files.setPosixFilePermissions(directory, Set.of()),
                () -> running.finding(running.source(), "collect", directory + " cannot be read: access is denied", "source.backups"),
                () -> Files.setPosixFilePermissions(directory, rights));
        running.ended(running.source(), finding);
    }

    @Test
    void anEmptyFileIsSaidUntilItIsGone() throws Exception {
        Path empty = put("empty.bak", new byte[0]);
        Open finding = running.finding(running.source(), "collect", "empty.bak is empty; expected a backup", "backup job");
        Files.delete(empty);
        running.ended(running.source(), finding);
        assertThat(running.world.landing.resolve("empty.bak")).doesNotExist();
    }

    @Test
    void aFileIsNotTakenWhileItIsStillWritten() throws Exception {
        byte[] full = Files.readAllBytes(running.world.backups.resolve("SQL01_Halo_FULL_1.bak"));
        Path growing = put("growing.bak", Arrays.copyOf(full, 1000));
        long start = System.nanoTime();
        long[] written = {start, 0};
        running.until("four seconds of growth, longer than a file may stay unchanged", () -> {
            // Asked before it is written to: on a machine that stood still for so long it may have been taken.
            boolean taken = queued("growing.bak");
            long now = System.nanoTime();
            written[1] = Math.max(written[1], now - written[0]);
            assertThat(taken && written[1] < UNCHANGED).as("taken, unchanged for at most " + written[1] / 1_000_000 + " ms").isFalse();
            Files.write(growing, Arrays.copyOfRange(full, 1000, 1100), StandardOpenOption.APPEND);
            written[0] = now;
            return now - start > UNCHANGED + 1_000_000_000L ? growing : null;
        });
    }

    @Test
    void aCopyUnderAnotherNameIsSaidAndNotRestoredAgain() throws Exception {
        String original = running.log();
        running.restored(original);
        String copy = "copy-of-" + original;
        put(copy, Files.readAllBytes(running.world.backups.resolve(original)));
        String says = copy + " holds the same backup as E:\\landing\\acme\\" + original + " and is not needed.";
        running.until("the source hears of it", () -> running.source().events().ofKind("acme", "receipts.restored").stream().anyMatch(event -> event.text().contains(says)) ? copy : null);
        assertThat(running.target().events().ofKind("acme", "receive.copy")).anyMatch(event -> event.text().contains(says));
    }

    @Test
    @FailureMode(number = 6, failure = "The backup is of another database", noticed = "DatabaseName and FamilyGUID in the headers that the target reads", says = "refused other-copy.bak: These are backups of '…'; this migration takes 'Halo'. Check source.backups: another database's files are among them. → It stays where it is and is not restored; the source is told. Everything else goes on.")
    void whatIsNoBackupOfThisDatabaseIsRefusedByTheTargetsHeaders() throws Exception {
        String other = "Other" + UUID.randomUUID().toString().substring(0, 8);
        try (var connection = running.world.onSource(); var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE [" + other + "]");
            statement.execute("BACKUP DATABASE [" + other + "] TO DISK = N'D:\\Backup\\Halo\\other.bak' WITH INIT");
        }
        mine.add(running.world.backups.resolve("other.bak"));
        byte[] full = Files.readAllBytes(running.world.backups.resolve("SQL01_Halo_FULL_1.bak"));
        put("cut-off.bak", Arrays.copyOf(full, full.length / 2));
        put("text.bak", "Dear Sir, please find attached".getBytes(StandardCharsets.UTF_8));
        Path zip = put("zip.bak", new byte[0]);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("halo.bak"));
            out.write(full, 0, 1000);
        }
        put("other-copy.bak", Files.readAllBytes(mine.get(0)));
        List<Open> atSource = new ArrayList<>();
        List<Open> atTarget = new ArrayList<>();
        for (String name : List.of("cut-off.bak", "text.bak", "zip.bak")) {
            String why = name.startsWith("cut") ? ": The files hold no finished backup" : ": read-headers on acme.target failed with error 3241";
            atTarget.add(running.finding(running.target(), "receive", "refused " + name + why));
            atSource.add(running.finding(running.source(), "push", "The target refused " + running.world.backups.resolve(name) + why, "backup directories"));
        }
        atTarget.add(running.said("acme", running.target()));
        atSource.add(running.finding(running.source(), "push", "other-copy.bak", "'" + other + "'; this migration takes 'Halo'", "source.backups"));
        assertThat(running.source().findings().open("acme"))
                .anyMatch(open -> open.finding().detail().startsWith("Backups of " + other + " are in the directories too and are not sent"));
        assertThat(running.world.landing.resolve("other.bak")).doesNotExist();
        for (Path file : mine) {
            Files.delete(file);
        }
        for (Open finding : atSource) {
            running.ended(running.source(), finding);
        }
        for (String id : running.target().sql().sql("SELECT id FROM delivery WHERE migration = 'acme' AND state = 'refused'").query(String.class).list()) {
            Files.deleteIfExists(running.world.landing.resolve(id + ".manifest.json"));
        }
        for (Open finding : atTarget) {
            running.ended(running.target(), finding);
        }
    }

    @Test
    void aManifestWithoutItsFileOrThatIsNoneIsRefusedUntilItIsGone() throws Exception {
        String missing = UUID.randomUUID().toString().toUpperCase();
        String nonsense = UUID.randomUUID().toString().toUpperCase();
        Path first = land(missing, """
                {"format":"halo-migration/manifest","version":1,"id":"%s","migration":"acme","attempt":1,"backupSetGuid":"%s","type":"log","database":"Halo",
                 "firstLsn":"1","lastLsn":"2","tail":false,"files":[{"name":"gone.trn","originalName":"gone.trn","size":10,"sha256":"%s","stripe":1}],
                 "written":"2026-11-23T20:00:00Z"}""".formatted(missing, missing, "0".repeat(64)));
        Path second = land(nonsense, "Dear Sir");
        Open gone = running.finding(running.target(), "receive", "refused gone.trn: gone.trn is named by the manifest but has not arrived");
        Open none = running.finding(running.target(), "receive", nonsense + ".manifest.json cannot be read at line 1, column 1");
        Files.delete(first);
        Files.delete(second);
        running.ended(running.target(), gone);
        running.ended(running.target(), none);
    }

    @Test
    @FailureMode(number = 3, failure = "A file arrives incomplete or changed", noticed = "its size and SHA-256 against the manifest", says = "sending again, the target says: … changed on the way")
    void aFileThatWasChangedOnTheWayIsSentAgain() throws Exception {
        // The target does not look while the stage that it needs is not there: time to change a byte.
        Path receive = running.routes.resolve("target/receive.camel.yaml");
        byte[] route = Files.readAllBytes(receive);
        String file = running.whileBroken(() -> running.remove(receive, "receive"), this::sentAndChanged, () -> Files.write(receive, route));
        running.restored(file);
        running.heard("acme", running.source());
    }

    private String sentAndChanged() throws Exception {
        String file = running.log();
        Path landed = running.world.landing.resolve(file);
        running.until("its manifest", () -> delivered(file) && Files.exists(landed) ? landed : null);
        byte[] bytes = Files.readAllBytes(landed);
        bytes[bytes.length / 2] ^= 1;
        Files.write(landed, bytes);
        return file;
    }

    private boolean delivered(String name) {
        return running.source()
                        .sql()
                        .sql("SELECT COUNT(*) FROM transfer t JOIN backup_set s ON s.migration = t.migration AND s.id = t.set_id WHERE t.landed_name = ? AND s.state = 'sent'")
                        .params(name)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private boolean queued(String name) {
        return running.source().sql().sql("SELECT COUNT(*) FROM transfer WHERE landed_name = ?").params(name).query(Integer.class).single() > 0;
    }

    private Path land(String id, String text) throws Exception {
        return Files.writeString(running.world.landing.resolve(id + ".manifest.json"), text);
    }

    private Path put(String name, byte[] content) throws Exception {
        Path file = Files.write(running.world.backups.resolve(name), content);
        mine.add(file);
        return file;
    }
}
