package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every file of a backup gets a place of its own, named after the target's database. */
class MoveMapTest {
    private static final List<Map<String, Object>> FILES = List.of(
            file("Halo", "D"), file("Halo_log", "L"), file("Halo'2", "D"), file("Halo_log2", "L "), file("Docs", "S"), file("Docs2", "S"), file("ft", "F"));

    @Test
    void filesAreNamedAfterTheDatabaseInTheDirectorysOwnStyle() {
        assertThat(MoveMap.of(FILES, "acme_halo", "F:\\Data", "L:\\Log\\")).extracting(MoveMap.Move::physicalName).containsExactly(
                "F:\\Data\\acme_halo.mdf", "L:\\Log\\acme_halo_log.ldf", "F:\\Data\\acme_halo_2.ndf", "L:\\Log\\acme_halo_log_2.ldf",
                "F:\\Data\\acme_halo_filestream", "F:\\Data\\acme_halo_filestream_2", "F:\\Data\\acme_halo_fulltext");
        assertThat(MoveMap.of(FILES.subList(0, 2), "acme_halo", "/var/opt/mssql/data", "/var/opt/mssql/log/")).containsExactly(
                new MoveMap.Move("Halo", "/var/opt/mssql/data/acme_halo.mdf"), new MoveMap.Move("Halo_log", "/var/opt/mssql/log/acme_halo_log.ldf"));
        assertThat(MoveMap.of(FILES.subList(0, 1), "a", "\\\\nas\\sql", "D:").get(0).physicalName()).isEqualTo("\\\\nas\\sql\\a.mdf");
    }

    @Test
    void oddNamesBecomeSafeAndStayApart() {
        Set<String> seen = new HashSet<>();
        for (String name : List.of("a:b", "a_b", "a/b", "a\\b", "..", ".", "CON", "Halo]; DROP DATABASE x--", "a\0b", "a\nb", "ü", "\uD83D\uDE00", "a*b", "a?b", "漢".repeat(128))) {
            String file = MoveMap.fileName(name);
            assertThat(file).doesNotContain("/", "\\", ":", "\0", "\n", "*", "?").doesNotStartWith(".").isNotBlank().isNotEqualToIgnoringCase("con");
            assertThat(file.getBytes(StandardCharsets.UTF_8).length).isLessThan(230);
            assertThat(seen.add(file.toLowerCase(Locale.ROOT))).as(file).isTrue();
        }
        assertThat(MoveMap.fileName("Halo (2) x-y_z.ü")).isEqualTo("Halo (2) x-y_z.ü");
    }

    @Test
    void whatCannotBePlacedIsRefused() {
        assertThatThrownBy(() -> MoveMap.of(List.of(file("Halo", "X")), "a", "D:\\", "D:\\")).hasMessageContaining("File 'Halo' of the backup has the type 'X'");
        assertThatThrownBy(() -> MoveMap.of(List.of(Map.of("Type", "D")), "a", "D:\\", "D:\\")).hasMessageContaining("without LogicalName");
        assertThatThrownBy(() -> MoveMap.of(FILES, "a", "", "D:\\")).hasMessageContaining("data-directory");
    }

    private static Map<String, Object> file(String logicalName, String type) {
        return Map.of("LogicalName", logicalName, "PhysicalName", "C:\\x", "Type", type);
    }
}
