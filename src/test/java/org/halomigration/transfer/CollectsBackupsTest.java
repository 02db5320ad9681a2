package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.transfer.SourceSide.FULL;
import static org.halomigration.transfer.SourceSide.LOG_1;
import static org.halomigration.transfer.SourceSide.LOG_2;
import static org.halomigration.transfer.SourceSide.SETTLE;
import static org.halomigration.transfer.SourceSide.TAIL;
import static org.halomigration.transfer.SourceSide.full;
import static org.halomigration.transfer.SourceSide.log;
import static org.halomigration.transfer.SourceSide.msdb;
import static org.halomigration.transfer.SourceSide.set;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.halomigration.FailureMode;
import org.halomigration.FailureModes;
import org.halomigration.backup.TailName;
import org.halomigration.journal.Phase;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Source.BackupDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the backup directories becomes a queue: each set of this database once, whole, and nothing else. */
class CollectsBackupsTest {
    private static final String NEXT_FULL = "F0000000-0000-4000-8000-000000000002";

    @TempDir
    Path home;

    private SourceSide source;

    @BeforeEach
    void open() throws IOException {
        source = new SourceSide(home);
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void aChainIsQueuedAndSeedingBegins() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path log = source.file("logs/halo1.trn", "log");
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, log)));
        assertThat(source.queued()).containsExactlyInAnyOrder(FULL, LOG_1);
        assertThat(source.phase()).isEqualTo(Phase.SEEDING);
        assertThat(source.findings()).isEmpty();
    }

    @Test
    void aMissingDirectoryIsAFindingAndTheOthersGoOn() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path missing = home.resolve("missing");
        Migration migration = source.migration(true, missing, source.directory);
        source.collect(migration, full(full));
        assertThat(source.queued()).containsExactly(FULL);
        assertThat(source.findings()).singleElement().asString().contains(missing.toString(), "does not exist");

        Files.createDirectory(missing);
        source.collect(migration, full(full));
        assertThat(source.findings()).isEmpty();
    }

    @Test
    void aFileOfADirectoryThatWentAwayIsNotForgotten() throws IOException {
        Path file = source.file("halo.bak", "full");
        Migration migration = source.migration(false);
        source.collect(migration, null);
        source.clock.pass(SETTLE);
        Path away = source.directory.resolveSibling("away");
        Files.move(source.directory, away);
        source.collect(migration, null);
        Files.move(away, source.directory);
        source.collect(migration, null);
        assertThat(source.queued()).hasSize(1);
        assertThat(file).exists();
    }

    @Test
    void withoutALoginWhatHasSettledIsQueuedAndTheProductSaysWhatNeedsOne() throws IOException {
        Migration migration = source.migration(false);
        Path file = source.file("halo.bak", "ful");
        source.collect(migration, null);
        source.clock.pass(SETTLE.minusMillis(1));
        source.collect(migration, null);
        assertThat(source.queued()).isEmpty();

        Files.writeString(file, "l", StandardOpenOption.APPEND);
        source.collect(migration, null);
        source.clock.pass(SETTLE.minusMillis(1));
        source.collect(migration, null);
        assertThat(source.queued()).as("it has grown meanwhile").isEmpty();

        source.clock.pass(SETTLE);
        source.collect(migration, null);
        source.collect(migration, null);
        assertThat(source.queued()).hasSize(1);
        assertThat(source.journal.findings().open("acme")).filteredOn(open -> open.finding().check().equals("login")).singleElement().satisfies(open -> {
            assertThat(open.finding().detail()).contains("source.sql is not given");
            assertThat(open.finding().advice()).contains("Cutover", "backout");
        });
    }

    @Test
    void withoutALoginAFileThatWasWrittenAgainTakesItsFormersPlace() throws IOException {
        Migration migration = source.migration(false);
        Path file = source.file("halo.bak", "monday");
        source.collect(migration, null);
        source.clock.pass(SETTLE);
        source.collect(migration, null);
        Files.writeString(file, "tuesday, and longer");
        source.collect(migration, null);
        source.clock.pass(SETTLE);
        source.collect(migration, null);
        assertThat(source.queued()).hasSize(1);
        assertThat(source.push()).containsExactly("halo.bak");
        assertThat(source.findings()).isEmpty();
    }

    @Test
    void anEmptyFileAndATextFileAreFindings() throws IOException {
        Migration migration = source.migration(false);
        Path empty = source.file("empty.bak", "");
        source.file("readme.txt", "hello");
        source.collect(migration, null);
        source.clock.pass(SETTLE);
        source.collect(migration, null);
        assertThat(source.queued()).isEmpty();
        assertThat(source.findings()).hasSize(2).anySatisfy(found -> assertThat(found).contains("empty.bak is empty")).anySatisfy(found -> assertThat(found)
                .contains("readme.txt is not sent", "not named like a backup"));

        Files.writeString(empty, "no longer");
        source.collect(migration, null);
        source.clock.pass(SETTLE);
        source.collect(migration, null);
        assertThat(source.queued()).hasSize(1);
        assertThat(source.findings()).singleElement().asString().contains("readme.txt");
    }

    @Test
    void anotherDatabasesFileIsNotSent() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path other = source.file("payroll.bak", "secret");
        Migration migration = source.migration(true);
        source.collect(migration, full(full), Map.of(other, "Payroll"));
        source.clock.pass(SETTLE);
        source.collect(migration, full(full), Map.of(other, "Payroll"));
        assertThat(source.push()).containsExactly("halo.bak");
        assertThat(source.journal.findings().open("acme")).anySatisfy(open -> assertThat(open.finding().detail()).contains("Payroll", "are not sent", "Halo"));
    }

    @Test
    @FailureMode(number = 17, failure = "A stripe of a backup is missing", noticed = "msdb names more files than are in the directory; on the target, FamilyCount of the label", says = "Backup set … is not complete: stripe 2 of 2 (…) is not in the backup directories.")
    void aMissingStripeIsNamedAndTheSetWaitsForIt() throws IOException {
        Path first = source.file("halo-1.bak", "one");
        Path second = source.directory.resolve("halo-2.bak");
        source.collect(source.migration(true), full(first, second));
        assertThat(source.queued()).isEmpty();
        assertThat(source.findings()).singleElement().asString().contains(FULL, second.toString());
        FailureModes.said(source.findings().get(0).toString());

        source.file("halo-2.bak", "two");
        source.collect(source.migration(true), full(first, second));
        assertThat(source.queued()).containsExactly(FULL);
        assertThat(source.findings()).isEmpty();
    }

    @Test
    void aSetIsQueuedOnce() throws IOException {
        Path full = source.file("halo.bak", "full");
        for (int i = 0; i < 3; i++) {
            source.collect(source.migration(true), full(full));
        }
        assertThat(source.push()).containsExactly("halo.bak");
        source.collect(source.migration(true), full(full));
        assertThat(source.push()).isEmpty();
    }

    @Test
    void aSecondFileOfTheSameNameLandsUnderAnother() throws IOException {
        Path full = source.file("a/halo.bak", "full");
        Path log = source.file("b/halo.bak", "log");
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, log)));
        List<String> sent = source.push();
        // A log goes before a full.
        assertThat(sent).hasSize(2).last().isEqualTo("halo.bak");
        assertThat(sent.get(0)).startsWith("halo.").contains(LOG_1).endsWith(".bak");
        assertThat(source.announce()).filteredOn(manifest -> manifest.id().equals(LOG_1)).singleElement().satisfies(manifest -> assertThat(
                        manifest.files().get(0).originalName())
                .isEqualTo("halo.bak"));
    }

    @Test
    void theTailIsKnownByItsName() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path tail = source.file("tail.trn", "tail");
        List<Map<String, Object>> rows = msdb(full(full), set(TAIL, "L", 105, 400, TailName.of("acme", 1), tail));
        source.collect(source.migration(true), rows);
        source.push();
        assertThat(source.announce()).filteredOn(Manifest::tail).extracting(Manifest::id).containsExactly(TAIL);
    }

    @Test
    void aTailOfAnotherAttemptIsALogLikeAnyOther() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path tail = source.file("tail.trn", "tail");
        source.collect(source.migration(true), msdb(full(full), set(TAIL, "L", 105, 400, TailName.of("acme", 2), tail)));
        source.push();
        assertThat(source.announce()).hasSize(2).noneMatch(Manifest::tail);
    }

    @Test
    void aFileThatMoreWasAppendedToIsSentAsItIsNow() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path log = source.file("halo.trn", "one");
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, log)));
        Files.writeString(log, "two", StandardOpenOption.APPEND);
        List<Map<String, Object>> second = log(LOG_2, 200, 300, log);
        second.get(0).put("Position", 2);
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, log), second));
        assertThat(source.push()).as("one file, sent once").containsExactly("halo.trn", "halo.bak");
        assertThat(source.findings()).isEmpty();
        assertThat(source.announce()).extracting(Manifest::id).containsExactlyInAnyOrder(FULL, LOG_1, LOG_2);
    }

    @Test
    void aSetWhoseFileALaterBackupHasOverwrittenIsNotSentAsThatSet() throws IOException {
        Path full = source.file("halo.bak", "full");
        Path log = source.file("halo.trn", "the second one");
        source.collect(source.migration(true), msdb(full(full), log(LOG_1, 105, 200, log), log(LOG_2, 200, 300, log)));
        assertThat(source.queued()).contains(FULL).doesNotContain(LOG_1);
    }

    @Test
    void aQueuedSetThatIsOverwrittenLeavesTheQueueAndTheLaterOneIsSent() throws IOException {
        Path file = source.file("halo.bak", "monday");
        source.collect(source.migration(true), full(file));
        assertThat(source.next()).as("it is under way").hasSize(1);
        source.file("halo.bak", "tuesday, and longer");
        List<Map<String, Object>> both = msdb(full(file), set(NEXT_FULL, "D", 300, 310, "nightly", file));
        source.collect(source.migration(true), both);

        assertThat(source.queued()).containsExactly(NEXT_FULL);
        assertThat(source.push()).containsExactly("halo.bak");
        assertThat(source.announce()).extracting(Manifest::id).containsExactly(NEXT_FULL);
    }

    @Test
    void aRefusedSetThatIsOverwrittenIsNoFindingAnyMore() throws IOException {
        Path file = source.file("halo.bak", "monday");
        source.collect(source.migration(true), full(file));
        source.push();
        source.announce();
        source.answer(FULL, "refused", "holds another set", false);
        assertThat(source.findings()).hasSize(1);
        source.file("halo.bak", "tuesday, and longer");
        source.collect(source.migration(true), msdb(full(file), set(NEXT_FULL, "D", 300, 310, "nightly", file)));

        assertThat(source.queued()).containsExactly(NEXT_FULL);
        assertThat(source.findings()).isEmpty();
    }

    /** SQL Server writes it beside the tail, and must find it there to bring the source back. */
    @Test
    void theUndoFileOfATailIsNeverSent() throws IOException {
        source.file("acme-tail-1.undo", "pages before they were undone");
        for (boolean login : new boolean[] {true, false}) {
            for (int look = 0; look < 3; look++) {
                source.collect(source.migration(login), login ? List.of() : null);
                source.clock.pass(SETTLE.multipliedBy(40));
            }
        }
        assertThat(source.queued()).isEmpty();
        assertThat(source.push()).isEmpty();
        assertThat(source.findings()).isEmpty();
    }

    /** An answer that was begun before the fence may be written after it, and speaks of a database that is out of the way. */
    @Test
    void afterABackoutTheChainBeginsAnewWhateverTheTargetSaidLast() throws IOException {
        Path full = source.file("halo.bak", "full");
        source.journal.phases().move("acme", Phase.PREPARING, Phase.BACKED_OUT, null);
        Receipt.Position online = new Receipt.Position("acme_halo", "ONLINE", null, null, null, null);
        Receipt late = new Receipt(Receipt.FORMAT, 1, LOG_2, "acme", 1, 1, "restored", null, null, null, online, source.journal.now());
        source.receipts.take("acme", late.fileName(), Json.text(late));
        source.collect(source.migration(true), msdb(full(full)));

        assertThat(source.queued()).containsExactly(FULL);
        assertThat(source.journal.phases().attempt("acme")).isEqualTo(2);
        assertThat(source.phase()).isEqualTo(Phase.SEEDING);
    }

    @Test
    void aCopyOfTheBackupDirectoryMustSettleBecauseMsdbKnowsOnlyTheOriginal() throws IOException {
        Path copy = source.file("halo.bak", "ful");
        Migration migration = source.migration(true, List.of(new BackupDirectory(source.directory, "X:\\elsewhere")));
        List<Map<String, Object>> rows = full(Path.of("D:\\Backup\\halo.bak"));
        source.collect(migration, rows);
        assertThat(source.queued()).isEmpty();
        Files.writeString(copy, "l", StandardOpenOption.APPEND);
        source.clock.pass(SETTLE);
        source.collect(migration, rows);
        assertThat(source.queued()).isEmpty();
        source.clock.pass(SETTLE);
        source.collect(migration, rows);
        assertThat(source.queued()).containsExactly(FULL);
        assertThat(source.push()).containsExactly("halo.bak");
    }
}
