package org.halomigration.sandbox.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type and its null reach both drivers as columns and come back as parameters. */
class TdsTypesTest {
    private static final String MSSQL = "jdbc:sqlserver://localhost:%d;encrypt=false;sendTimeAsDatetime=false;user=%s;password={%s}";
    private static final String JTDS = "jdbc:jtds:sqlserver://localhost:%d/Halo;user=%s";
    private static final LocalDateTime MOMENT = LocalDateTime.of(2026, 12, 4, 23, 59, 58, 123_456_700);
    private static final UUID ID = UUID.fromString("01234567-89ab-cdef-8123-456789abcdef");
    private final TdsScriptedEngine engine = new TdsScriptedEngine();
    private final TdsServer server = TdsServer.start(engine, false);

    /** A value as the engine gives it, and as either driver shows it in text; jTDS has its own way with a few. */
    private record Sample(SqlType type, Object value, String shown, String shownByJtds) {
        static Sample of(Kind kind, Object value, String shown) {
            return new Sample(SqlType.of(kind), value, shown, shown);
        }

        static Sample of(SqlType type, Object value, String shown) {
            return new Sample(type, value, shown, shown);
        }

        @Override
        public String toString() {
            String text = String.valueOf(shown);
            return type.kind() + " " + (text.length() > 40 ? text.length() + " characters" : text);
        }
    }

    static Stream<Sample> samples() {
        byte[] bytes = {0, 1, (byte) 0xFE, (byte) 0xFF};
        return Stream.of(
            Sample.of(Kind.BIT, true, "1"), Sample.of(Kind.BIT, false, "0"), Sample.of(Kind.TINYINT, (short) 255, "255"),
            Sample.of(Kind.SMALLINT, (short) -32768, "-32768"), Sample.of(Kind.INT, Integer.MIN_VALUE, "-2147483648"),
            Sample.of(Kind.BIGINT, Long.MIN_VALUE, "-9223372036854775808"), Sample.of(Kind.BIGINT, 5_000_000_000L, "5000000000"),
            Sample.of(Kind.REAL, 1.5f, "1.5"), Sample.of(Kind.FLOAT, -2.25e-5, "-2.25E-5"),
            Sample.of(SqlType.decimal(25, 0), new BigDecimal("1234567890123456789012345"), "1234567890123456789012345"),
            Sample.of(SqlType.decimal(38, 10), new BigDecimal("-1234567890123456789012345678.0123456789"), "-1234567890123456789012345678.0123456789"),
            Sample.of(SqlType.decimal(9, 2), new BigDecimal("0.05"), "0.05"), Sample.of(Kind.MONEY, new BigDecimal("-922337203685477.5808"), "-922337203685477.5808"),
            Sample.of(Kind.UNIQUEIDENTIFIER, ID, ID.toString().toUpperCase()),
            Sample.of(Kind.DATE, LocalDate.of(2026, 12, 4), "2026-12-04"), Sample.of(Kind.DATE, LocalDate.of(1, 1, 1), "0001-01-01"),
            new Sample(new SqlType(Kind.TIME, 0, 0, 7), LocalTime.of(23, 59, 58, 123_456_700), "23:59:58.1234567", "23:59:58.1234567"),
            Sample.of(new SqlType(Kind.DATETIME2, 0, 0, 7), MOMENT, "2026-12-04 23:59:58.1234567"),
            new Sample(new SqlType(Kind.DATETIME2, 0, 0, 3), MOMENT, "2026-12-04 23:59:58.123", "2026-12-04 23:59:58.1234567"),
            Sample.of(Kind.DATETIME, LocalDateTime.of(1899, 12, 31, 23, 59, 58, 997_000_000), "1899-12-31 23:59:58.997"),
            Sample.of(Kind.SMALLDATETIME, LocalDateTime.of(2026, 12, 4, 23, 59), "2026-12-04 23:59:00.0"),
            new Sample(new SqlType(Kind.DATETIMEOFFSET, 0, 0, 7), OffsetDateTime.parse("2026-12-04T23:59:58.1234567-05:30"),
                "2026-12-04 23:59:58.1234567 -05:30", "2026-12-04 23:59:58.1234567 -05:30"),
            Sample.of(SqlType.of(Kind.CHAR, 5), "ab€", "ab€  "), Sample.of(SqlType.of(Kind.VARCHAR, 20), "ä€", "ä€"),
            Sample.of(SqlType.of(Kind.VARCHAR, -1), "ä€".repeat(9000), "ä€".repeat(9000)), Sample.of(SqlType.of(Kind.NCHAR, 4), "漢", "漢   "),
            Sample.of(SqlType.of(Kind.NVARCHAR, 20), "漢字 😀", "漢字 😀"), Sample.of(SqlType.of(Kind.NVARCHAR, 20), "", ""),
            Sample.of(SqlType.of(Kind.NVARCHAR, -1), "", ""), Sample.of(SqlType.of(Kind.NVARCHAR, -1), "漢字".repeat(50_000), "漢字".repeat(50_000)),
            Sample.of(SqlType.of(Kind.BINARY, 6), bytes, "0001FEFF0000"), Sample.of(SqlType.of(Kind.VARBINARY, 20), bytes, "0001FEFF"),
            Sample.of(SqlType.of(Kind.VARBINARY, 20), new byte[0], ""), Sample.of(SqlType.of(Kind.VARBINARY, -1), bytes, "0001FEFF"),
            Sample.of(Kind.TEXT, "ä€", "ä€"), Sample.of(Kind.NTEXT, "漢字", "漢字"), Sample.of(Kind.IMAGE, bytes, "0001FEFF"),
            Sample.of(Kind.XML, "<a>漢</a>", "<a>漢</a>"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void reachesMicrosoftsDriver(Sample sample) throws SQLException {
        reads(MSSQL, sample, sample.shown);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void reachesJtds(Sample sample) throws SQLException {
        reads(JTDS, sample, sample.shownByJtds);
    }

    private void reads(String url, Sample sample, String shown) throws SQLException {
        engine.on("SELECT value", (values, answer) -> {
            answer.columns(List.of(new Answer.Column("before", SqlType.of(Kind.INT), false), new Answer.Column("value", sample.type, true),
                new Answer.Column("after", SqlType.of(Kind.INT), false)));
            answer.row(1, sample.value, 2);
            answer.row(3, null, 4);
            answer.count(2);
        });
        try (Connection connection = connect(url); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("SELECT value FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("before")).isEqualTo(1);
            assertThat(sample.value instanceof byte[] ? hex(rows.getBytes("value")) : rows.getString("value")).isEqualTo(shown);
            assertThat(rows.getInt("after")).isEqualTo(2);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject("value")).isNull();
            assertThat(rows.getInt("after")).isEqualTo(4);
            assertThat(rows.next()).isFalse();
        }
    }

    /** A value as the driver takes it, and as the engine is to see it. */
    private record Argument(Object given, Object seen) {
        static Argument same(Object value) {
            return new Argument(value, value);
        }
    }

    private static final List<Argument> BOTH = List.of(Argument.same("漢字 😀"), Argument.same(""), Argument.same("漢字".repeat(20_000)), Argument.same(true),
        Argument.same(-7), Argument.same(-5_000_000_000L), Argument.same(1.5f), Argument.same(-2.25e-5), Argument.same(new BigDecimal("-12345678901234567890.0500")),
        Argument.same(new byte[] {0, -1}), Argument.same(new byte[] {}), Argument.same(bytes(20_000)));

    private static final List<Argument> MSSQL_ONLY = List.of(Argument.same(ID), Argument.same(LocalDate.of(2026, 12, 4)),
        Argument.same(LocalTime.of(23, 59, 58, 123_456_700)), Argument.same(MOMENT),
        Argument.same(OffsetDateTime.parse("2026-12-04T23:59:58.1234567-05:30")), Argument.same((short) -3));

    @Test
    void comesBackFromMicrosoftsDriver() throws SQLException {
        passes(MSSQL, Stream.concat(BOTH.stream(), MSSQL_ONLY.stream()).toList());
    }

    @Test
    void comesBackFromJtds() throws SQLException {
        LocalDateTime threeHundredths = MOMENT.withNano(123_000_000);
        passes(JTDS, Stream.concat(BOTH.stream(), Stream.of(new Argument(java.sql.Timestamp.valueOf(threeHundredths), threeHundredths))).toList());
    }

    private void passes(String url, List<Argument> arguments) throws SQLException {
        try (Connection connection = connect(url)) {
            for (Argument argument : arguments) {
                try (PreparedStatement statement = connection.prepareStatement("UPDATE t SET a = ?, b = ?, c = ?")) {
                    statement.setInt(1, 1);
                    statement.setObject(2, argument.given);
                    statement.setString(3, null);
                    statement.execute();
                }
                List<SqlSession.Parameter> seen = engine.parameters.get(engine.parameters.size() - 1);
                assertThat(seen).extracting(SqlSession.Parameter::name).containsExactly("@P0", "@P1", "@P2");
                Object value = seen.get(1).value();
                if (argument.seen instanceof BigDecimal decimal) {
                    assertThat((BigDecimal) value).isEqualByComparingTo(decimal);
                } else if (argument.seen instanceof Float single && value instanceof Double wide) {
                    assertThat(wide).isEqualTo(single.doubleValue()); // jTDS sends a float as float(53)
                } else {
                    assertThat(value).isEqualTo(argument.seen);
                }
                assertThat(seen.get(2).value()).isNull();
            }
        }
    }

    @Test
    void carriesTenMegabytesBothWays() throws SQLException {
        String text = "漢字ab ".repeat(1_000_000);
        byte[] bytes = bytes(10_000_000);
        engine.on("carried", (values, answer) -> TdsScriptedEngine.one(answer,
            SqlType.of(values.get(0).value() instanceof byte[] ? Kind.VARBINARY : Kind.NVARCHAR, -1), values.get(0).value()));
        for (String url : List.of(MSSQL, JTDS)) {
            try (Connection connection = connect(url); PreparedStatement statement = connection.prepareStatement("SELECT ? AS carried")) {
                statement.setString(1, text);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(text.equals(rows.getString(1))).isTrue();
                }
                statement.setBytes(1, bytes);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(Arrays.equals(bytes, rows.getBytes(1))).isTrue();
                }
            }
        }
    }

    private Connection connect(String url) throws SQLException {
        String login = url.equals(MSSQL) ? String.format(url, server.port(), TdsScriptedEngine.USER, TdsScriptedEngine.PASSWORD.replace("}", "}}"))
            : String.format(url, server.port(), TdsScriptedEngine.USER);
        return url.equals(MSSQL) ? DriverManager.getConnection(login) : DriverManager.getConnection(login, TdsScriptedEngine.USER, TdsScriptedEngine.PASSWORD);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
