package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.halomigration.tsql.StatementFile;
import org.halomigration.tsql.StatementFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equal rows give equal fingerprints; one changed bit, one lost or doubled row does not. */
class FingerprintTest {
    private static final String LIST =
            """
            SELECT table_schema, table_name, column_name, type_name FROM listed ORDER BY table_schema, table_name, column_id
            """;

    @TempDir
    Path directory;

    private final List<Connection> open = new ArrayList<>();
    private Connection a;
    private Connection b;

    @BeforeEach
    void twoDatabases() throws Exception {
        a = database();
        b = database();
    }

    @AfterEach
    void closeThem() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }

    @Test
    void theOrderOfRowsDoesNotMatter() throws Exception {
        insert(a, 1, "one", 2, "two", 3, null);
        insert(b, 3, null, 1, "one", 2, "two");
        assertThat(take(a).differences(take(b))).isEmpty();
        assertThat(take(a).tables().get(0).checksum()).matches("[0-9a-f]{64}").isNotEqualTo("0".repeat(64));
    }

    @Test
    void twoEqualRowsAreNotNone() throws Exception {
        insert(a, 1, "one");
        insert(b, 1, "one", 2, "two", 2, "two");
        assertThat(take(a).differences(take(b))).extracting(Object::toString).containsExactly("Table dbo.t has 3 rows; 1 were expected.");
        insert(a, 3, "x", 3, "x");
        assertThat(take(a).differences(take(b))).extracting(Fingerprint.Difference::kind).containsExactly(Fingerprint.Kind.CHECKSUM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"One", "one ", "", "on\u0065\u0301", "\uD83D\uDE00"})
    void aChangedTextIsSeen(String other) throws Exception {
        insert(a, 1, "one");
        insert(b, 1, other);
        assertThat(take(a).differences(take(b))).extracting(Fingerprint.Difference::kind).containsExactly(Fingerprint.Kind.CHECKSUM);
    }

    @Test
    void nullIsNotAnEmptyText() throws Exception {
        insert(a, 1, "");
        insert(b, 1, null);
        assertThat(take(a).differences(take(b))).hasSize(1);
    }

    @Test
    void valuesCannotMoveFromOneColumnToTheNext() throws Exception {
        for (Connection c : List.of(a, b)) {
            table(c, "pair", "x", "nvarchar", "NVARCHAR(20)", "y", "nvarchar", "NVARCHAR(20)");
        }
        run(a, "INSERT INTO [pair] VALUES ('ab', 'c')");
        run(b, "INSERT INTO [pair] VALUES ('a', 'bc')");
        assertThat(take(a).differences(take(b))).extracting(Fingerprint.Difference::table).containsExactly("dbo.pair");
    }

    @Test
    void aValueOfAnotherTypeIsAnotherContent() throws Exception {
        table(a, "n", "x", "int", "INT");
        table(b, "n", "x", "smallint", "SMALLINT");
        run(a, "INSERT INTO n VALUES (5)");
        run(b, "INSERT INTO n VALUES (5)");
        assertThat(take(a).differences(take(b))).extracting(Fingerprint.Difference::kind).containsExactly(Fingerprint.Kind.COLUMNS, Fingerprint.Kind.CHECKSUM);
    }

    @Test
    void howTheDriverMapsATypeDoesNotMatter() throws Exception {
        table(a, "n", "x", "int", "INT", "g", "uniqueidentifier", "UUID", "s", "varchar", "VARCHAR(10)", "l", "varbinary", "VARBINARY(50)");
        table(b, "n", "x", "int", "BIGINT", "g", "uniqueidentifier", "VARCHAR(36)", "s", "varchar", "CLOB", "l", "varbinary", "BLOB");
        for (Connection c : List.of(a, b)) {
            run(c, "INSERT INTO n VALUES (5, 'A9B8C7D6-0000-1111-2222-333344445555', 'abc', X'00FF'), (NULL, NULL, NULL, NULL)");
        }
        assertThat(take(a).differences(take(b))).isEmpty();
    }

    @Test
    void everyTypeCounts() throws Exception {
        String[] types = {
            "bit", "BIT", "1", "0", "tinyint", "TINYINT", "1", "2", "bigint", "BIGINT", "1", "-1", "decimal", "DECIMAL(38, 10)", "1.0000000001",
            "1.0000000002", "money", "DECIMAL(19, 4)", "1.0001", "1.0002", "real", "REAL", "0.1", "0.2", "float", "FLOAT", "0.1", "0.10000000000000002",
            "date", "DATE", "'2026-12-04'", "'2026-12-05'", "time", "TIME(7)", "'10:11:12.1234567'", "'10:11:12.1234568'", "datetime2", "TIMESTAMP(7)",
            "'2026-03-29 01:30:00.0000001'", "'2026-03-29 02:30:00.0000001'", "datetimeoffset", "TIMESTAMP(7) WITH TIME ZONE",
            "'2026-12-04 10:00:00+01:00'", "'2026-12-04 09:00:00+00:00'", "uniqueidentifier", "UUID", "'a9b8c7d6-0000-1111-2222-333344445555'",
            "'a9b8c7d6-0000-1111-2222-333344445556'", "nchar", "CHAR(3)", "'a'", "'b'", "varbinary", "VARBINARY(9)", "X'00'", "X'0000'", "xml", "CLOB",
            "'<a/>'", "'<a />'", "Flag", "BOOLEAN", "TRUE", "FALSE", "Amount", "NUMERIC(9, 2)", "1.10", "1.11"
        };
        for (int i = 0; i < types.length; i += 4) {
            for (Connection c : List.of(a, b)) {
                table(c, "t" + i, "x", types[i], types[i + 1]);
                run(c, "INSERT INTO t" + i + " VALUES (" + types[i + 2] + "), (NULL)");
            }
        }
        assertThat(take(a).differences(take(b))).isEmpty();
        for (int i = 0; i < types.length; i += 4) {
            run(b, "UPDATE t" + i + " SET x = " + types[i + 3] + " WHERE x IS NOT NULL");
        }
        assertThat(take(a).differences(take(b))).hasSize(types.length / 4).allMatch(difference -> difference.kind() == Fingerprint.Kind.CHECKSUM);
    }

    @Test
    void theLastByteOfALargeValueCounts() throws Exception {
        byte[] large = new byte[3_000_000];
        Arrays.fill(large, (byte) 7);
        for (Connection c : List.of(a, b)) {
            table(c, "lob", "x", "varbinary", "BLOB", "y", "nvarchar", "CLOB");
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO lob VALUES (?, ?)")) {
                insert.setBytes(1, large);
                insert.setString(2, "ä".repeat(500_000) + (c == a ? "x" : "y"));
                insert.execute();
            }
        }
        assertThat(take(a).differences(take(b))).hasSize(1);
        run(b, "UPDATE lob SET y = (SELECT LEFT(y, 500000) || 'x' FROM lob)");
        assertThat(take(a).differences(take(b))).isEmpty();
        large[large.length - 1] = 8;
        try (PreparedStatement update = b.prepareStatement("UPDATE lob SET x = ?")) {
            update.setBytes(1, large);
            update.execute();
        }
        assertThat(take(a).differences(take(b))).hasSize(1);
    }

    @Test
    void theChecksumIsTheDocumentedOne() throws Exception {
        insert(a, 1, "é");
        byte[] row = HexFormat.of()
                .parseHex("03" + hex("int") + "0000000000000001" + "0000000000000008" + "01"
                        + "08" + hex("nvarchar") + "00e9" + "0000000000000001" + "01");
        assertThat(take(a).tables().get(0).checksum()).isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(row)));
    }

    @Test
    void sumsCarryPastTheirWords() throws Exception {
        ContentSum sum = new ContentSum();
        java.math.BigInteger expected = java.math.BigInteger.ZERO;
        for (int i = 0; i < 1_000; i++) {
            sum.putLong(i);
            sum.endRow();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(java.nio.ByteBuffer.allocate(8).putLong(i).array());
            expected = expected.add(new java.math.BigInteger(1, hash));
        }
        expected = expected.mod(java.math.BigInteger.TWO.pow(256));
        assertThat(sum.hex()).isEqualTo("%064x".formatted(expected));
    }

    @Test
    void missingAndUnexpectedTablesAreNamed() throws Exception {
        table(a, "gone", "x", "int", "INT");
        table(b, "new", "x", "int", "INT");
        assertThat(take(a).differences(take(b))).extracting(Object::toString).containsExactly(
                "Table dbo.gone is missing; 0 rows were expected.", "Table dbo.new was not expected; it has 0 rows.");
    }

    @Test
    void itsJsonFollowsItsSchemaAndReadsBack() throws Exception {
        insert(a, 1, "one");
        Fingerprint taken = take(a);
        Fingerprint.Table counted = new Fingerprint.Table("dbo", "counted", Map.of("x", "int"), 5, null);
        Fingerprint both = new Fingerprint(1, "Halo", Instant.parse("2026-12-04T20:00:00Z"), 12, List.of(taken.tables().get(0), counted));
        ObjectMapper json = JsonMapper.builder().addModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(json.readTree(Files.readString(Path.of("docs/formats/fingerprint.schema.json"))));
        assertThat(schema.validate(json.readTree(json.writeValueAsString(both)))).isEmpty();
        assertThat(json.readValue(json.writeValueAsString(both), Fingerprint.class)).isEqualTo(both);
        assertThat(schema.validate(json.readTree(json.writeValueAsString(both).replace("\"version\":1", "\"version\":2")))).isNotEmpty();
    }

    @Test
    void fingerprintsOfDifferentVersionsAreNotCompared() {
        Fingerprint old = new Fingerprint(0, "a", Instant.EPOCH, 0, List.of());
        Fingerprint now = new Fingerprint(1, "b", Instant.EPOCH, 0, List.of());
        assertThatThrownBy(() -> old.differences(now)).hasMessageContaining("versions 0 (a) and 1 (b)");
    }

    @Test
    void aTableThatCannotBeReadFailsTheWhole() throws Exception {
        run(a, "INSERT INTO listed VALUES ('dbo', 'nosuch', 'x', 'int', 1)");
        assertThatThrownBy(() -> take(a)).isInstanceOf(SQLException.class).hasMessageContaining("The content of table dbo.nosuch cannot be read");
    }

    private Connection database() throws Exception {
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:;MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE");
        open.add(connection);
        run(connection, "CREATE SCHEMA dbo");
        run(connection, "SET SCHEMA dbo");
        run(connection, "CREATE TABLE listed (table_schema VARCHAR(50), table_name VARCHAR(50), column_name VARCHAR(50), type_name VARCHAR(50), column_id INT)");
        table(connection, "t", "id", "int", "INT", "name", "nvarchar", "NVARCHAR(50)");
        return connection;
    }

    /** @param columns name, type by SQL Server's name, type in H2; again and again */
    private static void table(Connection connection, String name, String... columns) throws SQLException {
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 3) {
            definitions.add(columns[i] + " " + columns[i + 2]);
            run(connection, "INSERT INTO listed VALUES ('dbo', '%s', '%s', '%s', %d)".formatted(name, columns[i], columns[i + 1], i));
        }
        run(connection, "CREATE TABLE [" + name + "] (" + String.join(", ", definitions) + ")");
    }

    private static void insert(Connection connection, Object... idsAndNames) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 0; i < idsAndNames.length; i += 2) {
                insert.setObject(1, idsAndNames[i]);
                insert.setObject(2, idsAndNames[i + 1]);
                insert.execute();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Fingerprint take(Connection connection) throws Exception {
        Files.createDirectories(directory.resolve("h2"));
        Files.writeString(directory.resolve("h2/list-tables.sql"), LIST);
        StatementFile list = new StatementFiles(directory).read("h2", "list-tables");
        return new FingerprintReader(list, table -> true, table -> {}).read(connection);
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /** Rows of a few bytes and rows that take several blocks: the sum is that of plain hashes, however they are cut. */
    @Test
    void theSumIsThatOfPlainHashesHoweverLongTheRowsAre() throws Exception {
        Random random = new Random(20261125);
        BigInteger expected = BigInteger.ZERO;
        int[] lengths = IntStream.range(0, 400).map(i -> i % 50 == 0 ? RowBlock.BYTES * (1 + i / 100) + random.nextInt(1000) : random.nextInt(5_000)).toArray();
        try (ContentSum sum = new ContentSum()) {
            for (int i = 0; i < lengths.length; i++) {
                byte[] row = new byte[lengths[i]];
                random.nextBytes(row);
                expected = expected.add(new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(row))).mod(BigInteger.TWO.pow(256));
                if (i % 2 == 0) {
                    sum.put(row);
                } else {
                    assertThat(sum.put(new ByteArrayInputStream(row))).isEqualTo(row.length);
                }
                sum.endRow();
            }
            assertThat(sum.rows()).isEqualTo(lengths.length);
            assertThat(sum.hex()).isEqualTo("%064x".formatted(expected));
        }
    }
}
