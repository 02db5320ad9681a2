package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers are read in the forms in which servers, PowerShell and other tools print them, exactly, and nothing vanishes. */
class ReadsWhatPeoplePasteTest {
    private static final String FULL = """
            {"BackupType":1,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A01","DatabaseName":"Halo","Position":1,"FirstLSN":37000000012300001,\
            "LastLSN":37000000015600001,"CheckpointLSN":37000000012300001,"File":"D:\\\\Backup\\\\F.bak"}""";
    private static final String LOG = """
            {"BackupType":2,"BackupSetGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A02","DatabaseName":"Halo","Position":1,"FirstLSN":37000000015600001,\
            "LastLSN":37000000017000001,"File":"D:\\\\Backup\\\\L.trn"}""";

    private static final String ITS_FILE = "\"File\":\"D:\\\\Backup\\\\F.bak\"";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "[%s,%s]", "%s %s", "%s\n%s\n", "[[%s],[%s]]", "{\"value\":[%s,%s],\"Count\":2}", "[{\"value\":[%s],\"Count\":1},%s]"
    })
    void howeverTheRowsAreWrapped(String form) throws IOException {
        assertThat(types(plan(form.formatted(FULL, LOG)))).containsExactly("full", "log");
    }

    @Test
    void oneRowWithoutAnArray() throws IOException {
        assertThat(types(plan(FULL))).containsExactly("full");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,''", "UTF-8,\uFEFF", "UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF", "UTF-16LE,''"})
    void inWhateverEncodingItWasRedirected(String charset, String mark) throws IOException {
        Path file = directory.resolve("headers.json");
        Files.write(file, (mark + "[" + FULL.replace("F.bak", "Hälö ж.bak") + "]").getBytes(Charset.forName(charset)));
        Called called = Called.of("plan", "--json", "--headers", file.toString());
        assertThat(called.code()).as(called.err()).isZero();
        assertThat(called.plan().at("/steps/0/files/0").asText()).isEqualTo("D:\\Backup\\Hälö ж.bak");
        assertThat(called.out()).as("escaped, so that no console can spoil it").isEqualTo(new String(called.out().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
    }

    @Test
    void asPowerShellWritesDataRows() throws IOException {
        JsonNode plan = plan("""
                [{"BackupName":{},"BackupDescription":{},"BackupType":1,"ExpirationDate":{},"Compressed":{"value":1},"Position":1,"DatabaseName":"Halo",
                  "DatabaseCreationDate":"\\/Date(1700000000000)\\/","BackupSize":"12.5 GB","FirstLSN":"37000000012300001","LastLSN":{"IsNull":false,"Precision":17,"Value":37000000015600001},
                  "CheckpointLSN":37000000012300001,"DatabaseBackupLSN":0,"BackupStartDate":"\\/Date(1717279200000+0100)\\/","BackupFinishDate":
                  {"value":"\\/Date(1717279260000)\\/","DisplayHint":2,"DateTime":"Saturday, June 1, 2024"},"Flags":512,"IsCopyOnly":false,"HasBackupChecksums":"True",
                  "BackupSetGUID":"{6a0f0d5c-3d5e-4e3b-8f0b-0f8e2d1c0a01}","FamilyGUID":{"IsNull":false,"Value":"6a0f0d5c-3d5e-4e3b-8f0b-0f8e2d1c0a09"},"DifferentialBaseLSN":{},
                  "DifferentialBaseGUID":"00000000-0000-0000-0000-000000000000","KeyAlgorithm":{},"EncryptorThumbprint":{},"EncryptorType":"",
                  "RowError":"","RowState":1,"Table":{"CaseSensitive":false,"Rows":"System.Data.DataRowCollection"},"ItemArray":[null,{},1],"HasErrors":false,
                  "File":{"value":"D:\\\\Backup\\\\F.bak","PSPath":"Microsoft.PowerShell.Core\\\\FileSystem::D:\\\\Backup\\\\F.bak"}}]""");
        assertThat(types(plan)).containsExactly("full");
        assertThat(plan.at("/steps/0/sql").asText()).contains("FROM DISK = N'D:\\Backup\\F.bak' WITH FILE = 1").contains("CHECKSUM");
        assertThat(plan.at("/steps/0/backupSetGuid").asText()).isEqualTo("6a0f0d5c-3d5e-4e3b-8f0b-0f8e2d1c0a01");
    }

    @Test
    void asDbatoolsWritesItsOwnObjects() throws IOException {
        JsonNode plan = plan("""
                [{"SqlInstance":"SQL01","Database":"Halo","Start":"2025-06-01T22:00:00","End":"2025-06-01T22:01:00","Type":"Full","TotalSize":{"Byte":1,"Kilobyte":0},
                  "BackupSetID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A01","FullName":["D:\\\\F_1.bak","D:\\\\F_2.bak"],"Position":1,"FirstLsn":"37000000012300001",
                  "CheckpointLsn":"37000000012300001","DatabaseBackupLsn":"0","LastLsn":"37000000015600001","IsCopyOnly":false,"LastRecoveryForkGUID":null},
                 {"Database":"Halo","Type":"Database Differential","BackupSetID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A02","FullName":["D:\\\\D.bak"],"Position":1,
                  "FirstLsn":"37000000016000001","DatabaseBackupLsn":"37000000012300001","LastLsn":"37000000016500001"},
                 {"Database":"Halo","Type":"Transaction Log","BackupSetID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A03","FullName":"D:\\\\L.trn","Position":1,
                  "FirstLsn":"37000000015600001","LastLsn":"37000000017000001"}]""");
        assertThat(types(plan)).containsExactly("full", "differential", "log");
        assertThat(plan.at("/steps/0/sql").asText()).contains("FROM DISK = N'D:\\F_1.bak', DISK = N'D:\\F_2.bak' WITH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "\"1\"", "\"Database\"", "\"Full\"", "\"DATABASE\"", "\"D\""})
    void fullBackupsByNumberAndWord(String type) throws IOException {
        assertThat(types(plan("[" + FULL.replace("\"BackupType\":1", "\"BackupType\":" + type) + "]"))).containsExactly("full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"37000000012300001", "\"37000000012300001\"", "37000000012300001.0", "\"37:123:1\"", "\" 37000000012300001 \""})
    void lsnsInEveryExactForm(String lsn) throws IOException {
        assertThat(plan("[" + FULL.replace("\"FirstLSN\":37000000012300001", "\"FirstLSN\":" + lsn) + "]").at("/steps/0/firstLsn").asText()).isEqualTo("37000000012300001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.70000000123E+16", "1.23E+24", "1e24", "\"1.23E+24\"", "-5", "12345678901234567890123456", "37.5", "\"abc\"", "true", "1e999999999"})
    void anLsnThatHasLostDigitsIsRefusedByRowAndColumn(String lsn) throws IOException {
        Called called = headers("[" + FULL + "," + LOG.replace("\"LastLSN\":37000000017000001", "\"LastLSN\":" + lsn) + "]");
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.err()).contains("headers.json: Row 2 (D:\\Backup\\L.trn): LastLSN should be a whole number of at most 25 digits").contains("found");
        assertThat(types(called.plan())).as("what is right is planned").containsExactly("full");
        assertThat(called.plan().at("/leftOut/0/reason").asText()).contains("Row 2").contains("LastLSN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BackupSize", "CompressedBackupSize", "DatabaseVersion", "CompatibilityLevel", "DifferentialBaseLSN", "BackupStartDate", "BackupFinishDate", "Collation", "BackupDescription"})
    void strangeValuesInColumnsThatDecideNothingCostNothing(String column) throws IOException {
        assertThat(types(plan("[" + FULL.replace("\"Position\":1", "\"Position\":1,\"" + column + "\":\"12,5 ~\"") + "]"))).containsExactly("full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BackupType", "BackupSetGUID", "DatabaseName", "Position", "CheckpointLSN"})
    void anyColumnMayBeMissing(String column) throws IOException {
        Called called = headers("[" + FULL.replaceFirst("\"" + column + "\":[^,]+,", "") + "," + LOG + "]");
        if (column.equals("BackupType")) {
            assertThat(called.code()).isEqualTo(ExitCode.CHAIN_BROKEN);
            assertThat(called.out()).contains("BackupType is missing");
        } else {
            assertThat(types(called.plan())).containsExactly("full", "log");
            assertThat(called.code()).isZero();
        }
    }

    @Test
    void setsWithoutAGuidAreToldApartByTheRest() throws IOException {
        String second = "\"FamilyCount\":2,\"FamilySequenceNumber\":2,\"File\":\"D:\\\\Backup\\\\F_2.bak\"";
        String first = "\"FamilyCount\":2,\"FamilySequenceNumber\":1,\"File\":\"D:\\\\Backup\\\\F_1.bak\"";
        String full = FULL.replaceFirst("\"BackupSetGUID\":[^,]+,", "");
        String differential = """
                {"BackupType":5,"DatabaseName":"Halo","FirstLSN":37000000016000001,"LastLSN":37000000016500001,"DatabaseBackupLSN":37000000012300001,
                 "DifferentialBaseGUID":"6A0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A01","File":"D:\\\\D.bak"}""";
        JsonNode plan = plan("[" + full.replace(ITS_FILE, second) + "," + differential + "," + LOG.replaceFirst("\"BackupSetGUID\":[^,]+,", "") + "," + full.replace(ITS_FILE, first) + "]");
        assertThat(types(plan)).containsExactly("full", "differential", "log");
        assertThat(plan.at("/steps/0/files")).extracting(JsonNode::asText).containsExactly("D:\\Backup\\F_1.bak", "D:\\Backup\\F_2.bak");
        assertThat(plan.at("/steps/0/backupSetGuid").isNull()).as("no GUID is made up").isTrue();
    }

    @Test
    void rowsThatAreNoneAreNamed() throws IOException {
        Called called = headers("[" + FULL + ", 5, null]");
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.err()).contains("Row 2: expected an object of columns").contains("Row 3");
        assertThat(types(called.plan())).containsExactly("full");
        assertThat(called.plan().get("leftOut")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "[{\"BackupType\":1,} | headers.json:1:18: expected JSON with an array of RESTORE HEADERONLY rows, found a mistake: Unexpected character ('}'",
        "[{\"BackupType\":1} | expected JSON with an array of RESTORE HEADERONLY rows, found a mistake: Unexpected end-of-input",
        "BackupName,BackupType | headers.json:1:1: expected JSON",
        "'' | found an empty file"
    })
    void whatIsNoJsonIsRefusedWithItsPlace(String text, String message) throws IOException {
        Called called = headers(text);
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains(message.strip());
    }

    @Test
    void andTextInAnOldEncoding() throws IOException {
        Path file = directory.resolve("headers.json");
        Files.write(file, FULL.replace("F.bak", "Hälö.bak").getBytes(StandardCharsets.ISO_8859_1));
        Called called = Called.of("plan", "--headers", file.toString());
        assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.err()).contains("Invalid UTF-8").contains("Save it as JSON in UTF-8");
    }

    @Test
    void hundredsOfLogsWhoseGuidsAreWrittenNowThisWayNowThat() throws IOException {
        String logs = IntStream.range(0, 500)
                .mapToObj(i -> {
                    String guid = new java.util.UUID(0xABCDEFL << 24, 0xFEDCBAL << 32 | i).toString();
                    return Map.of(
                            "BackupType", 2, "BackupSetGUID", i % 2 == 0 ? guid : guid.toUpperCase(java.util.Locale.ROOT), "FirstLSN", "37000000" + (15600001 + i * 100),
                            "LastLSN", "37000000" + (15600101 + i * 100), "File", "D:\\L" + i + ".trn", "FamilyGUID", i % 3 == 0 ? "AB0F0D5C-3D5E-4E3B-8F0B-0F8E2D1C0A09" : "ab0f0d5c-3d5e-4e3b-8f0b-0f8e2d1c0a09");
                })
                .map(row -> {
                    try {
                        return Called.JSON.writeValueAsString(row);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining(","));
        JsonNode plan = plan("[" + logs.replace("37000000", "370000000") + "," + FULL + "]");
        assertThat(plan.get("steps")).hasSize(501);
        assertThat(plan.at("/steps/2/backupSetGuid").asText()).isUpperCase();
        assertThat(plan.at("/steps/1/backupSetGuid").asText()).isLowerCase();
        assertThat(plan.get("gaps")).isEmpty();
    }

    private JsonNode plan(String json) throws IOException {
        Called called = headers(json);
        assertThat(called.code()).as(called.err()).isZero();
        return called.plan();
    }

    private Called headers(String json) throws IOException {
        Path file = directory.resolve("headers.json");
        Files.writeString(file, json);
        return Called.of("plan", "--json", "--headers", file.toString());
    }

    private static List<String> types(JsonNode plan) {
        return Called.values(plan.get("steps"), "type");
    }
}
