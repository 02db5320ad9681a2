package org.halomigration.tsql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values go into statements as values, and never as anything else. */
class StatementFilesRenderTest {
    private static final Path SQL = Path.of("routes/sql");

    private static final Map<String, Object> EVERYTHING = Map.ofEntries(
            Map.entry("database", "Halo"),
            Map.entry("newName", "Halo_old"),
            Map.entry("file", "D:\\Backup\\Halo.bak"),
            Map.entry("undoFile", "D:\\Backup\\Halo.undo"),
            Map.entry("name", "tail"),
            Map.entry("files", List.of("E:\\a.bak", "E:\\b.bak")),
            Map.entry("position", 2),
            Map.entry("moves", List.of(Map.of("logicalName", "Halo", "physicalName", "F:\\Halo.mdf"))),
            Map.entry("checksum", true),
            Map.entry("restart", false),
            Map.entry("stops", true),
            Map.entry("stopAt", "2025-06-01T22:15:00.000"),
            Map.entry("lock", "halo-migration/acme_halo"),
            Map.entry("level", 150),
            Map.entry("owner", "sa"),
            Map.entry("full", true),
            Map.entry("bulkLogged", false),
            Map.entry("simple", false),
            Map.entry("users", List.of(Map.of("user", "app", "login", "app"))),
            Map.entry("group", "HostedAG"),
            Map.entry("after", 20_000),
            Map.entry("pattern", "%token%"),
            Map.entry("seconds", 30),
            Map.entry("allowEncrypted", 0),
            Map.entry("pausesJobs", 1),
            Map.entry("limit", 500_000_000_000L),
            Map.entry("copies", 2),
            Map.entry("newestVersion", "2019"),
            Map.entry("sourceVersion", "15.0.4430.1"),
            Map.entry("sourceMajor", 15),
            Map.entry("newestMajor", 15),
            Map.entry("sourceFeatures", "Compression"),
            Map.entry("sourceDataBytes", 60_000_000_000L),
            Map.entry("sourceLogBytes", 8_000_000_000L),
            Map.entry("dataDirectory", "F:\\Data"),
            Map.entry("logDirectory", "L:\\Log"),
            Map.entry("sourceCollation", "Latin1_General_CI_AS"),
            Map.entry("sourceLogins", List.of("halo")));

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("shippedFiles")
    void everyShippedFileRenders(Path file) {
        StatementFile read = new StatementFiles(SQL).read("sqlserver", file.getFileName().toString().replace(".sql", ""));
        RenderedStatement rendered = read.render(Values.of(EVERYTHING));
        // T-SQL's own two colons before what is owned are no placeholder.
        assertThat(rendered.sql().replace("::[", " [")).isNotBlank().doesNotStartWith("--").doesNotContain(":#", ":'", ":[", ":each", ":if", ":number");
        assertThat(rendered.sql().chars().filter(c -> c == '?').count()).isEqualTo(rendered.parameters().size());
    }

    static Stream<Path> shippedFiles() throws Exception {
        try (Stream<Path> files = Files.list(SQL.resolve("sqlserver"))) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList().stream();
        }
    }

    @Test
    void aRestoreIsSpelledOutWithItsStripesAndMoves() {
        Map<String, Object> values = new HashMap<>(EVERYTHING);
        values.put("moves", List.of(Map.of("logicalName", "Halo", "physicalName", "F:\\Halo.mdf"), new Move("Halo's log", "L:\\Halo_log.ldf")));
        assertThat(new StatementFiles(SQL).read("sqlserver", "restore-full").render(Values.of(values)).sql())
                .isEqualTo("RESTORE DATABASE [Halo] FROM DISK = N'E:\\a.bak', DISK = N'E:\\b.bak' WITH FILE = 2, NORECOVERY"
                        + ", MOVE N'Halo' TO N'F:\\Halo.mdf', MOVE N'Halo''s log' TO N'L:\\Halo_log.ldf', CHECKSUM, STATS = 5");
    }

    record Move(String logicalName, String physicalName) {}

    @Test
    void hostileValuesStayValues() {
        assertThat(render("USE :[n]", Map.of("n", "Halo]; DROP DATABASE x--"))).isEqualTo("USE [Halo]]; DROP DATABASE x--]");
        assertThat(render("PRINT :'n'", Map.of("n", "'; DROP DATABASE x--"))).isEqualTo("PRINT N'''; DROP DATABASE x--'");
        assertThat(render("PRINT :'n'", Map.of("n", ":'m' :[m] :#m ? ☃ 'ʼ"))).isEqualTo("PRINT N':''m'' :[m] :#m ? ☃ ''ʼ'");
    }

    @Test
    void whatStandsInCommentsTextsAndNamesIsNoPlaceholder() {
        assertThat(render("-- it's 5 o'clock: :'n'\nPRINT ':''n''' + \":[n]\" /* :#n /* ' */ ' */ + [:'n'] -- :[n]\n + :'n'", Map.of("n", "x")))
                .isEqualTo("PRINT ':''n''' + \":[n]\" /* :#n /* ' */ ' */ + [:'n'] -- :[n]\n + N'x'");
        assertThat(render("GRANT CONTROL ON SCHEMA::dbo TO a; GRANT CONTROL ON SCHEMA:::[n] TO a", Map.of("n", "x")))
                .isEqualTo("GRANT CONTROL ON SCHEMA::dbo TO a; GRANT CONTROL ON SCHEMA::[x] TO a");
    }

    @Test
    void conditionalTextsDoNotGrowTogetherWithTheirNeighbours() {
        assertThat(render("A WITH b:if(f|, CHECKSUM):if(f|AND (c | d)):if(g|never)", mapOf("f", true, "g", null))).isEqualTo("A WITH b, CHECKSUM AND (c | d)");
        assertThat(render("SELECT:each(l | :number(item) | + )", Map.of("l", List.of(1, 2L, "3")))).isEqualTo("SELECT 1+ 2+ 3");
        assertThat(render("A:each(l | x)", Map.of("l", new Object[0]))).isEqualTo("A");
    }

    @Test
    void boundValuesBecomeParametersInTheirOrder() throws Exception {
        UUID id = UUID.randomUUID();
        RenderedStatement rendered = file("SELECT :#b, :#a, :#b").render(Values.of(mapOf("a", null, "b", id)));
        assertThat(rendered.sql()).isEqualTo("SELECT ?, ?, ?");
        assertThat(rendered.parameters()).isEqualTo(Arrays.asList(id.toString(), null, id.toString()));
    }

    @Test
    void missingAndUnfitValuesAreNamedWithFileAndPlaceholder() {
        refused("USE :[n]", Map.of(), "test.sql: :[n] cannot be filled, there is no value named n");
        refused("USE :[n]", mapOf("n", null), ":[n] cannot be filled, n is null");
        refused("USE :[n]", Map.of("n", ""), "is empty");
        refused("USE :[n]", Map.of("n", "x".repeat(129)), "is 129 characters long; a name has at most 128");
        refused("USE :[n]", Map.of("n", "a\0b"), ":[n] holds a NUL character");
        refused("USE :[n]", Map.of("n", "SELECT { Limit 1}"), "which the JDBC driver would rewrite");
        refused("PRINT :'n'", Map.of("n", "a\0b"), ":'n' holds a NUL character");
        refused("PRINT :'n'", Map.of("n", "a\\\r\nb"), "line break after a backslash");
        refused("PRINT :'n'", Map.of("n", List.of("a")), "not a text");
        refused("A = :number(n)", Map.of("n", "1; DROP"), ":number(n) is a text, not a whole number");
        refused("A = :number(n)", Map.of("n", 1.5), "not a whole number");
        refused("A :if(n | x)", Map.of("n", "yes"), "neither true nor false");
        refused("A :if(n | x)", Map.of(), ":if(n | …) cannot be filled");
        refused("A :each(n | x)", Map.of("n", "a,b"), "its value is a String, not a list");
    }

    @Test
    void malformedFilesAreNamedWithTheirLine() {
        refused("A\nB :nosuch(x)", Map.of(), "test.sql, line 2: :nosuch(x) is no placeholder");
        refused("A\n'b", Map.of(), "line 2: 'b is not closed");
        refused("A :each(x | y", Map.of(), "needs a )");
        refused("A :#${body}", Map.of(), "needs a name");
        refused("-- only words", Map.of(), "holds no statement");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "a/b", "a\\b", "", ".", "C:x", "a.sql", "A", "-a"})
    void noNameLeadsOutOfTheDirectory(String name) {
        assertThatThrownBy(() -> new StatementFiles(SQL).read("sqlserver", name)).isInstanceOf(StatementUnusable.class).hasMessageContaining("no name of a statement");
        assertThatThrownBy(() -> new StatementFiles(SQL).read(name, "use-master")).isInstanceOf(StatementUnusable.class).hasMessageContaining("no name of a dialect");
    }

    @Test
    void anEditIsLiveAndItsHashTellsTheVersionsApart() throws Exception {
        StatementFile before = file("SELECT 1");
        StatementFile after = file("SELECT 2");
        assertThat(after.render(Values.NONE).sql()).isEqualTo("SELECT 2");
        assertThat(after.sha256()).hasSize(64).isNotEqualTo(before.sha256());
    }

    @Test
    void aRecoveryAndATailAreKnownByTheirWords() {
        assertThat(rendered("RESTORE DATABASE [NORECOVERY] WITH RECOVERY").recovers()).isTrue();
        assertThat(rendered("restore log [x] from disk = N'STANDBY'").recovers()).isTrue();
        assertThat(rendered("RESTORE DATABASE [x] FROM DISK = N'a' WITH NORECOVERY").recovers()).isFalse();
        assertThat(rendered("RESTORE HEADERONLY FROM DISK = N'RESTORE DATABASE'").recovers()).isFalse();
        assertThat(rendered("BACKUP LOG [x] TO DISK = N'a' WITH STANDBY = N'b'").takesTail()).isTrue();
        assertThat(rendered("BACKUP LOG [x] TO DISK = N'NORECOVERY'").takesTail()).isFalse();
    }

    private static RenderedStatement rendered(String sql) {
        return new RenderedStatement(sql, List.of());
    }

    private void refused(String sql, Map<String, Object> values, String message) {
        assertThatThrownBy(() -> render(sql, values)).isInstanceOf(StatementUnusable.class).hasMessageContaining(message);
    }

    private String render(String sql, Map<String, Object> values) {
        try {
            return file(sql).render(Values.of(values)).sql();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private StatementFile file(String sql) throws java.io.IOException {
        Files.createDirectories(directory.resolve("d"));
        Files.writeString(directory.resolve("d/test.sql"), sql);
        return new StatementFiles(directory).read("d", "test");
    }

    private static Map<String, Object> mapOf(String a, Object x, String b, Object y) {
        Map<String, Object> map = mapOf(a, x);
        map.put(b, y);
        return map;
    }

    private static Map<String, Object> mapOf(String a, Object x) {
        Map<String, Object> map = new HashMap<>();
        map.put(a, x);
        return map;
    }

    @Test
    void forAPersonParametersStandInTheirPlace() {
        assertThat(new RenderedStatement("-- why?\nSELECT [a?], 'b?', ?, ?, ? FROM t /* c? */\n", Arrays.asList("it's", 7, null)).shown())
                .isEqualTo("-- why?\nSELECT [a?], 'b?', N'it''s', 7, NULL FROM t /* c? */");
    }
}
