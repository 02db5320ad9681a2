package org.halomigration.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.halomigration.backup.Given.guid;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadsHeadersTest {
    private static final String GUID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff";

    @Test
    void asTheDriverGivesThem() {
        BackupSet set = one(row(
                "BackupSetGUID", GUID.toUpperCase(), "BackupType", (short) 1, "Position", (short) 2, "DatabaseName", "Halo", "ServerName", "SQL01",
                "FirstLSN", new BigDecimal("37000000004800037"), "LastLSN", new BigDecimal("4294967295000000001600001"), "CheckpointLSN", new BigDecimal("37000000004800037"),
                "IsCopyOnly", true, "IsDamaged", false, "HasBackupChecksums", Boolean.TRUE, "BackupSize", 123456789012L, "SoftwareVersionMajor", 15,
                "BackupStartDate", Timestamp.valueOf("2025-06-01 22:00:01"), "EncryptorThumbprint", new byte[] {(byte) 0xab, 0x12}, "KeyAlgorithm", "aes_256",
                "File", "D:\\Backup\\Halo.bak"));
        assertThat(set.guid()).hasToString(GUID);
        assertThat(set.type()).isEqualTo(BackupType.FULL);
        assertThat(set.position()).isEqualTo(2);
        assertThat(set.files()).containsExactly("D:\\Backup\\Halo.bak");
        assertThat(set.lastLsn()).hasToString("4294967295000000001600001");
        assertThat(set.copyOnly()).isTrue();
        assertThat(set.damaged()).isFalse();
        assertThat(set.backupSize()).isEqualTo(123456789012L);
        assertThat(set.startDate()).isEqualTo(LocalDateTime.of(2025, 6, 1, 22, 0, 1));
        assertThat(set.encryptorThumbprint()).isEqualTo("0xAB12");
        assertThat(set.isEncrypted()).isTrue();
    }

    @Test
    void asPastedJson() throws Exception {
        List<Map<String, Object>> rows = new ObjectMapper().readValue("""
                [{"backupsetguid": "{%s}", "BACKUPTYPE": "2", "FirstLSN": 4294967295000000001600001, "LastLSN": "4294967295000000001600002",
                  "DifferentialBaseGUID": "00000000-0000-0000-0000-000000000000", "ForkPointLSN": {}, "CheckpointLSN": "", "IsForceOffline": 1, "IsReadOnly": "False",
                  "BackupStartDate": "/Date(1748815201000)/", "BackupFinishDate": {"value": "/Date(1748815201000)/", "DateTime": "Sunday"},
                  "EncryptorThumbprint": [171, 18], "File": "/b/L.trn", "Something new in 2031": 5}]
                """.formatted(GUID), new TypeReference<>() {});
        BackupSet set = one(rows.get(0));
        assertThat(set.type()).isEqualTo(BackupType.LOG);
        assertThat(set.firstLsn()).hasToString("4294967295000000001600001");
        assertThat(set.lastLsn()).hasToString("4294967295000000001600002");
        assertThat(set.differentialBaseGuid()).isNull();
        assertThat(set.forkPointLsn()).isNull();
        assertThat(set.checkpointLsn()).isNull();
        assertThat(set.forceOffline()).isTrue();
        assertThat(set.readOnly()).isFalse();
        assertThat(set.startDate()).isEqualTo(LocalDateTime.of(2025, 6, 1, 22, 0, 1));
        assertThat(set.finishDate()).isEqualTo(set.startDate());
        assertThat(set.encryptorThumbprint()).isEqualTo("0xAB12");
    }

    @Test
    void asMsdbHasThem() {
        BackupSet set = one(row("BackupSetGUID", GUID, "BackupTypeCode", "I", "PhysicalDeviceName", "D:\\Backup\\D.bak", "FamilySequenceNumber", 1, "FamilyCount", 1));
        assertThat(set.type()).isEqualTo(BackupType.DIFFERENTIAL);
        assertThat(set.label()).isEqualTo("D.bak");
        assertThat(set.missingStripes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,FULL", "2,LOG", "4,FILE", "5,DIFFERENTIAL", "6,FILE_DIFFERENTIAL", "7,PARTIAL", "8,PARTIAL_DIFFERENTIAL", "D,FULL", "l,LOG", "I,DIFFERENTIAL", "F,FILE",
        "G,FILE_DIFFERENTIAL", "P,PARTIAL", "Q,PARTIAL_DIFFERENTIAL", "Database,FULL", "Transaction Log,LOG", "Database Differential,DIFFERENTIAL"})
    void underEveryNameOfTheirType(String written, BackupType type) {
        assertThat(one(row("BackupSetGUID", GUID, "BackupType", written)).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"2025-06-01T22:00:01", "2025-06-01 22:00:01", "2025-06-01T22:00:01.000", "2025-06-01T22:00:01Z", "2025-06-01T22:00:01+02:00", "/Date(1748808001000+0200)/"})
    void withTimesAsTheSourcesClockShowedThem(String written) {
        assertThat(one(row("BackupSetGUID", GUID, "BackupStartDate", written)).startDate()).isEqualTo(LocalDateTime.of(2025, 6, 1, 22, 0, 1));
    }

    @Test
    void andLosesNoBackupForAStrangeTime() {
        assertThat(one(row("BackupSetGUID", GUID, "BackupStartDate", "yesterday")).startDate()).isNull();
    }

    @Test
    void andFlagsFromOlderServers() {
        BackupSet set = one(row("BackupSetGUID", GUID, "Flags", 512 + 256 + 32, "IsDamaged", 0));
        assertThat(set.copyOnly()).isTrue();
        assertThat(set.forceOffline()).isTrue();
        assertThat(set.hasChecksums()).isFalse();
        assertThat(set.damaged()).as("a column of its own says more than Flags").isFalse();
    }

    @Test
    void puttingStripesTogether() {
        BackupSets read = BackupSets.fromHeaders(List.of(stripe("F_3.bak", 3, 4), stripe("F_1.bak", 1, 4), stripe("F_4.bak", 4, 4)));
        assertThat(read.sets()).singleElement().satisfies(set -> {
            assertThat(set.files()).containsExactly("F_1.bak", "F_3.bak", "F_4.bak");
            assertThat(set.missingStripes()).containsExactly(2);
        });
    }

    @Test
    void takingSeveralFilesForStripesWhereNobodyNumberedThem() {
        BackupSets read = BackupSets.fromHeaders(List.of(stripe("b.bak", null, null), stripe("a.bak", null, null)));
        assertThat(read.sets().get(0).files()).containsExactly("a.bak", "b.bak");
        assertThat(read.duplicates()).isEmpty();
    }

    @Test
    void keepingOneOfTwoCopies() {
        List<Map<String, Object>> rows = new ArrayList<>(List.of(stripe("F_2.bak", 2, 2), stripe("F_1 - Copy.bak", 1, 2), stripe("F_1.bak", 1, 2)));
        BackupSets read = BackupSets.fromHeaders(rows);
        assertThat(read.sets().get(0).files()).containsExactly("F_1.bak", "F_2.bak");
        assertThat(read.duplicates()).singleElement().satisfies(copy -> {
            assertThat(copy.file()).isEqualTo("F_1 - Copy.bak");
            assertThat(copy.kept()).isEqualTo("F_1.bak");
            assertThat(copy.sentence()).contains("F_1 - Copy.bak holds the same backup as F_1.bak");
        });
        Collections.reverse(rows);
        assertThat(BackupSets.fromHeaders(rows)).isEqualTo(read);
        assertThat(BackupSets.fromHeaders(List.of(stripe("F.bak", null, 1), stripe("copy of F.bak", null, 1))).sets().get(0).files()).containsExactly("F.bak");
    }

    @Test
    void andSaysTheSameRowTwiceOnce() {
        BackupSets read = BackupSets.fromHeaders(List.of(stripe("F.bak", 1, 1), stripe("F.bak", 1, 1)));
        assertThat(read.sets()).singleElement().satisfies(set -> assertThat(set.files()).containsExactly("F.bak"));
        assertThat(read.duplicates()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "FirstLSN|abc|Row 2 (x.bak): FirstLSN should be a whole number of at most 25 digits, as text or number, found \"abc\".",
        "BackupType|9|Row 2 (x.bak): BackupType should be 1 (database), 2 (log), 5 (differential), 4, 6, 7 or 8, found \"9\".",
        "BackupSetGUID|12|Row 2 (x.bak): BackupSetGUID should be a GUID, found \"12\".",
        "IsDamaged|maybe|Row 2 (x.bak): IsDamaged should be 0 or 1, found \"maybe\".",
        "Position|one|Row 2 (x.bak): Position should be a whole number, found \"one\".",
        "EncryptorThumbprint|zz|Row 2 (x.bak): EncryptorThumbprint should be hexadecimal digits, found \"zz\".",
        "FamilySequenceNumber|0|Row 2 (x.bak): FamilySequenceNumber should be 1 to the number of stripes, found 0.",
    })
    void namingTheRowTheColumnWhatWasExpectedAndWhatWasFound(String column, String value, String message) {
        Map<String, Object> bad = row("BackupSetGUID", GUID, "File", "x.bak");
        bad.put(column, value);
        BackupSets read = BackupSets.fromHeaders(List.of(stripe("first.bak", 1, 1), bad, row("BackupSetGUID", guid("third").toString())));
        assertThat(read.unusable()).singleElement().satisfies(e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.row()).isEqualTo(2);
            assertThat(e.file()).isEqualTo("x.bak");
        });
        assertThat(read.sets()).hasSize(2);
    }

    @Test
    void refusingRowsWithoutAnIdentity() {
        assertThat(unusable(row("File", "x.bak"))).contains("Row 1 (x.bak): BackupSetGUID is missing");
        assertThat(unusable(row("File", "x.bak", "BackupName", "*** INCOMPLETE ***"))).contains("interrupted while it was written");
        assertThat(unusable(row("BackupSetGUID", GUID, "LastLSN", 3.7e16))).contains("LastLSN").contains("Double");
        assertThat(BackupSets.fromHeaders(Arrays.asList((Map<String, Object>) null)).unusable()).hasSize(1);
    }

    @Test
    void refusingTwoDescriptionsOfOneSet() {
        BackupSets read = BackupSets.fromHeaders(List.of(row("BackupSetGUID", GUID, "LastLSN", 5), row("BackupSetGUID", GUID, "LastLSN", 6)));
        assertThat(read.sets()).singleElement().satisfies(set -> assertThat(set.lastLsn()).isEqualTo(Lsn.of(5)));
        assertThat(read.unusable()).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("Row 2").hasMessageContaining("5").hasMessageContaining("6"));
    }

    @Property(tries = 200)
    void whatIsWrittenIsReadBack(@ForAll Random random) {
        List<BackupSet> sets = new ArrayList<>(WildSets.of(1 + random.nextInt(6), random));
        BackupSet first = sets.get(0);
        sets.set(0, first.toBuilder().stripes(List.of(new Stripe("a", 1), new Stripe("b", 2))).familyCount(3).encryptorThumbprint("0xAB").startDate(Given.SUNDAY)
                .forceOffline(random.nextBoolean()).snapshot(false).recoveryModel("FULL").databaseVersion(904).compressedBackupSize(77L).build());
        List<Map<String, Object>> rows = sets.stream().flatMap(set -> BackupSets.toHeaders(set).stream()).toList();
        assertThat(BackupSets.fromHeaders(rows)).isEqualTo(new BackupSets(sets, List.of(), List.of()));
    }

    private static String unusable(Map<String, Object> row) {
        return BackupSets.fromHeaders(List.of(row)).unusable().get(0).getMessage();
    }

    private static BackupSet one(Map<String, Object> row) {
        BackupSets read = BackupSets.fromHeaders(List.of(row));
        assertThat(read.unusable()).isEmpty();
        assertThat(read.sets()).hasSize(1);
        return read.sets().get(0);
    }

    private static Map<String, Object> stripe(String file, Integer sequence, Integer count) {
        return row("BackupSetGUID", guid("F").toString(), "BackupType", 1, "File", file, "FamilySequenceNumber", sequence, "FamilyCount", count);
    }

    private static Map<String, Object> row(Object... columns) {
        Map<String, Object> row = new HashMap<>();
        for (int i = 0; i < columns.length; i += 2) {
            row.put((String) columns[i], columns[i + 1]);
        }
        return row;
    }
}
