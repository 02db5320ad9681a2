package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.halomigration.HaloMigrationApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A command answers on standard output, complains on standard error, and ends with a code that scripts can use. */
class CommandsAnswerTest {
    private static final String HEADERS = """
            [{"BackupType":1,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A01","DatabaseName":"Halo","FirstLSN":100,"LastLSN":140,"CheckpointLSN":100,
              "BackupStartDate":"2025-06-01T22:00:00","HasBackupChecksums":true,"File":"D:\\\\it's\\\\Hälo.bak"},
             {"BackupType":5,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A05","DatabaseName":"Halo","FirstLSN":300,"LastLSN":310,"DatabaseBackupLSN":205,"File":"D:\\\\D.bak"},
             {"BackupType":2,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A02","DatabaseName":"Halo","FirstLSN":120,"LastLSN":160,"File":"D:\\\\L1.trn"},
             {"BackupType":2,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A03","DatabaseName":"Halo","FirstLSN":180,"LastLSN":200,"File":"D:\\\\L3.trn"}]""";

    @TempDir
    Path directory;

    @Test
    void thePlanForPeopleHasEverythingInOrder() throws IOException {
        Called called = Called.of("plan", "--headers", headers(), "--database", "Halo");
        assertThat(called.code()).isEqualTo(ExitCode.CHAIN_BROKEN);
        assertThat(called.err()).isEmpty();
        assertThat(called.out().replace(System.lineSeparator(), "\n")).containsSubsequence(
                "2 backup sets to restore to Halo, up to LSN 160.\n",
                "\n1. full backup Hälo.bak of 2025-06-01 22:00, LSN 100 to 140\n",
                "   RESTORE DATABASE [Halo] FROM DISK = N'D:\\it''s\\Hälo.bak' WITH FILE = 1, NORECOVERY, CHECKSUM, STATS = 5\n",
                "\n2. log backup L1.trn, LSN 120 to 160\n",
                "   RESTORE LOG [Halo] FROM DISK = N'D:\\L1.trn' WITH FILE = 1, NORECOVERY, STATS = 10\n",
                "\n3. recovery, gated: only at cutover",
                "   RESTORE DATABASE [Halo] WITH RECOVERY\n",
                "\nLeft out:\n",
                "- The log backup L3.trn begins at LSN 180.",
                "- The differential backup D.bak is based on a full that is not here",
                "\nGaps:\n",
                "- Log backups from LSN 160 to 180 are missing",
                "\nNote:\n",
                "- Where the full's files go (MOVE) is decided from RESTORE FILELISTONLY");
    }

    @Test
    void aHoleThatADifferentialBridgesIsTold() throws IOException {
        String bridged = HEADERS.replace("\"FirstLSN\":300,\"LastLSN\":310,\"DatabaseBackupLSN\":205", "\"FirstLSN\":185,\"LastLSN\":190,\"DatabaseBackupLSN\":100");
        Called called = Called.of("plan", "--headers", Files.writeString(directory.resolve("h.json"), bridged).toString());
        assertThat(called.code()).isZero();
        assertThat(called.out()).contains("Log backups from LSN 160 to 180 are missing").contains("The differential backup D.bak makes them unnecessary.");
        assertThat(Called.of("plan", "--json", "--headers", directory.resolve("h.json").toString()).plan().get("gaps")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "plam; no command 'plam' of halo-migration. Did you mean plan?",
        "plan --header x; no option '--header' of halo-migration plan. Did you mean --headers?",
        "plan --headers x --jsn; no option '--jsn' of halo-migration plan. Did you mean --json?",
        "plan; (--headers=FILE | --migration=NAME)",
        "plan --headers x --migration acme; mutually exclusive",
        "plan --headers; Missing required parameter",
        "plan --headers nowhere.json; nowhere.json: expected a file with an array of RESTORE HEADERONLY rows, found no such file",
        "plan --headers x --stop-at noon; expected a time in the source's local time, without a zone, such as 2025-06-01T22:15, found 'noon'",
        "plan --headers x --stop-at 2025-06-01T22:15Z; without a zone",
    })
    void whatCannotBeUsedIsNamedWithTheNearest(String line, String message) {
        Called called = Called.of(line.split(" "));
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains(message).doesNotContain("Error:").doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "plan --help", "help plan"})
    void helpIsAnAnswer(String line) {
        Called called = Called.of(line.split(" "));
        assertThat(called.code()).isZero();
        assertThat(called.out()).contains("Usage: halo-migration").contains("plan");
        assertThat(called.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[] | expected an object of name, state, redoStartLsn, redoStartForkGuid, differentialBaseGuid, familyGuid, found something else",
        "{\"redoStartLSN\":\"5\"} | found the key 'redoStartLSN'. Did you mean redoStartLsn?",
        "{\"state\":\"RESTORIN\"} | state: expected a state_desc of sys.databases, such as RESTORING, or ABSENT, found \"RESTORIN\"",
        "{\"redoStartLsn\":1.2E24,\"state\":\"RESTORING\"} | redoStartLsn: expected a whole number of at most 25 digits",
        "{\"redoStartLsn\":\"5\"} | state: expected a state_desc of sys.databases, such as RESTORING, found nothing",
        "{\"familyGuid\":\"5\"} | familyGuid: expected a GUID, found \"5\"",
    })
    void aTargetThatIsNoneIsRefused(String target, String message) throws IOException {
        Called called = Called.of("plan", "--headers", headers(), "--target", Files.writeString(directory.resolve("target.json"), target).toString());
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains("target.json").contains(message);
    }

    @ParameterizedTest
    @CsvSource({"plan,true", "plam,true", "help,true", "--help,true", "-h,true", "--halo.role=source,false", "--spring.profiles.active=x,false", "--debug,false"})
    void settingsStartTheProductAndEverythingElseIsACommand(String first, boolean command) {
        assertThat(Commands.areMeant(new String[] {first})).isEqualTo(command);
        assertThat(Commands.areMeant(new String[0])).isFalse();
    }

    @Test
    void anywhereWithoutTheProductsFoldersAndOnAConsoleThatKnowsAsciiOnly() throws Exception {
        List<String> command = List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", absolute(System.getProperty("java.class.path")),
                HaloMigrationApplication.class.getName(), "plan", "--headers", headers());
        ProcessBuilder builder = new ProcessBuilder(command).directory(Files.createDirectory(directory.resolve("elsewhere")).toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isEqualTo(ExitCode.CHAIN_BROKEN);
        assertThat(out).contains("RESTORE DATABASE [Halo] FROM DISK = N'D:\\it''s\\Hälo.bak'").contains("the statements are those that this version was built with");
    }

    @Test
    void theStatementsAreThoseOfTheFolderThatTheSettingsName() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("elsewhere/own/sql/sqlserver"));
        for (Path statement : (Iterable<Path>) Files.list(Path.of("routes/sql/sqlserver"))::iterator) {
            Files.copy(statement, folder.resolve(statement.getFileName()));
        }
        Files.writeString(folder.resolve("recover-database.sql"), "RESTORE DATABASE :[database] WITH RECOVERY, KEEP_CDC");
        Path settings = Files.createDirectories(directory.resolve("elsewhere/config")).resolve("application.yaml");
        Files.writeString(settings, "halo: {routes: own}");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-XX:TieredStopAtLevel=1", "-cp", absolute(System.getProperty("java.class.path")),
                        HaloMigrationApplication.class.getName(), "plan", "--headers", headers())
                .directory(directory.resolve("elsewhere").toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("WITH RECOVERY, KEEP_CDC").doesNotContain("built with");
    }

    private static String absolute(String classPath) {
        List<String> all = new ArrayList<>();
        for (String each : classPath.split(File.pathSeparator)) {
            all.add(Path.of(each).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, all);
    }

    private String headers() throws IOException {
        return Files.writeString(directory.resolve("headers.json"), HEADERS).toString();
    }
}
