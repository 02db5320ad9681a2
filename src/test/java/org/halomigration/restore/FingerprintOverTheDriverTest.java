package org.halomigration.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.halomigration.sandbox.sqlserver.Answer;
import org.halomigration.sandbox.sqlserver.SqlEngine;
import org.halomigration.sandbox.sqlserver.SqlSession;
import org.halomigration.sandbox.sqlserver.SqlType;
import org.halomigration.sandbox.sqlserver.SqlType.Kind;
import org.halomigration.sandbox.sqlserver.TdsServer;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.StatementFile;
import org.halomigration.tsql.StatementFiles;
import org.junit.jupiter.api.Test;

/** The same rows give the same fingerprint through SQL Server's driver and through another one with other types. */
class FingerprintOverTheDriverTest {
    private record Col(String type, SqlType wire, String h2, Object value) {}

    private static final String LARGE = "große Notiz \uD83D\uDE00 ".repeat(20_000);

    private static final List<Col> COLUMNS = List.of(
            new Col("bit", SqlType.of(Kind.BIT), "BOOLEAN", true),
            new Col("tinyint", SqlType.of(Kind.TINYINT), "SMALLINT", (short) 200),
            new Col("int", SqlType.of(Kind.INT), "INT", -5),
            new Col("bigint", SqlType.of(Kind.BIGINT), "BIGINT", Long.MIN_VALUE),
            new Col("decimal", SqlType.decimal(20, 4), "DECIMAL(20, 4)", new BigDecimal("-1234567890123456.7800")),
            new Col("money", SqlType.of(Kind.MONEY), "DECIMAL(19, 4)", new BigDecimal("12.3400")),
            new Col("real", SqlType.of(Kind.REAL), "REAL", 0.1f),
            new Col("float", SqlType.of(Kind.FLOAT), "DOUBLE PRECISION", 0.1),
            new Col("date", SqlType.of(Kind.DATE), "DATE", LocalDate.of(1, 1, 1)),
            new Col("time", new SqlType(Kind.TIME, 0, 0, 7), "TIME(9)", LocalTime.of(23, 59, 59, 999_999_900)),
            new Col("datetime", SqlType.of(Kind.DATETIME), "TIMESTAMP(9)", LocalDateTime.of(2026, 3, 29, 1, 30, 0, 10_000_000)),
            new Col("datetime2", new SqlType(Kind.DATETIME2, 0, 0, 7), "TIMESTAMP(9)", LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123_456_700)),
            new Col("datetimeoffset", new SqlType(Kind.DATETIMEOFFSET, 0, 0, 7), "TIMESTAMP(9) WITH TIME ZONE", OffsetDateTime.parse("2026-12-04T20:00:00.1234567+05:30")),
            new Col("uniqueidentifier", SqlType.of(Kind.UNIQUEIDENTIFIER), "UUID", UUID.fromString("a9b8c7d6-0000-1111-2222-333344445555")),
            new Col("nchar", SqlType.of(Kind.NCHAR, 3), "CHAR(3)", "a☃ "),
            new Col("nvarchar", SqlType.of(Kind.NVARCHAR, 50), "VARCHAR(50)", "it's"),
            new Col("nvarchar", SqlType.of(Kind.NVARCHAR, -1), "CLOB", LARGE),
            new Col("nvarchar", SqlType.of(Kind.NVARCHAR, -1), "CLOB", ""),
            new Col("varbinary", SqlType.of(Kind.VARBINARY, 20), "VARBINARY(20)", new byte[] {0, -1, 5}),
            new Col("varbinary", SqlType.of(Kind.VARBINARY, -1), "BLOB", new byte[300_000]),
            new Col("ntext", SqlType.of(Kind.NTEXT), "CLOB", "old text"),
            new Col("image", SqlType.of(Kind.IMAGE), "BLOB", new byte[] {9, 8}),
            new Col("xml", SqlType.of(Kind.XML), "CLOB", "<a>ü</a>"),
            new Col("timestamp", SqlType.of(Kind.BINARY, 8), "BINARY(8)", new byte[] {0, 0, 0, 0, 0, 0, 7, -47}),
            new Col("Flag", SqlType.of(Kind.BIT), "BOOLEAN", false));

    private final StatementFile list = new StatementFiles(Path.of("routes/sql")).read("sqlserver", "list-tables");

    @Test
    void bothDriversAgreeOnEveryType() throws Exception {
        Fingerprint other = throughH2();
        for (boolean tls : new boolean[] {false, true}) {
            try (TdsServer server = TdsServer.start(new Engine(), tls)) {
                String url = "jdbc:sqlserver://127.0.0.1:" + server.port() + (tls ? ";trustServerCertificate=true" : ";encrypt=false");
                try (Connection connection = new SqlServer("acme.source", new SqlLogin(url, "u", new org.halomigration.sheet.Secret("p"))).connect("Halo")) {
                    Fingerprint ours = new FingerprintReader(list, table -> true, table -> {}).read(connection);
                    assertThat(ours.differences(other)).isEmpty();
                    assertThat(ours.tables()).extracting(Fingerprint.Table::title, Fingerprint.Table::rows)
                            .contains(org.assertj.core.api.Assertions.tuple("dbo.c0", 2L)).hasSize(COLUMNS.size());
                    Fingerprint counted = new FingerprintReader(list, table -> !table.equals("dbo.c0"), table -> {}).read(connection);
                    assertThat(counted.tables().get(0).checksum()).isNull();
                    assertThat(counted.tables().get(0).rows()).isEqualTo(2);
                    assertThat(counted.differences(other)).isEmpty();
                }
            }
        }
    }

    /** One table a type, so that a difference says which. */
    private Fingerprint throughH2() throws Exception {
        try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:;MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE")) {
            h2.createStatement().execute("CREATE SCHEMA dbo; SET SCHEMA dbo; CREATE TABLE listed (table_schema VARCHAR(9), table_name VARCHAR(9), column_name VARCHAR(9), type_name VARCHAR(20))");
            for (int i : order()) {
                Col column = COLUMNS.get(i);
                h2.createStatement().execute("CREATE TABLE c%d (x %s)".formatted(i, column.h2()));
                h2.createStatement().execute("INSERT INTO listed VALUES ('dbo', 'c%d', 'x', '%s'); INSERT INTO c%d VALUES (NULL)".formatted(i, column.type(), i));
                try (PreparedStatement insert = h2.prepareStatement("INSERT INTO c" + i + " VALUES (?)")) {
                    insert.setObject(1, column.value());
                    insert.execute();
                }
            }
            Path directory = java.nio.file.Files.createTempDirectory("list");
            java.nio.file.Files.createDirectories(directory.resolve("h2"));
            java.nio.file.Files.writeString(directory.resolve("h2/list-tables.sql"), "SELECT * FROM listed");
            return new FingerprintReader(new StatementFiles(directory).read("h2", "list-tables"), table -> true, table -> {}).read(h2);
        }
    }

    private static List<Integer> order() {
        return IntStream.range(0, COLUMNS.size()).boxed().toList();
    }

    private static final class Engine implements SqlEngine, SqlSession {
        @Override
        public SqlSession login(Login login) {
            return this;
        }

        @Override
        public void execute(String batch, List<Parameter> parameters, Answer answer) {
            if (batch.contains("sys.tables")) {
                SqlType name = SqlType.of(Kind.NVARCHAR, 128);
                List<Answer.Column> columns = new ArrayList<>();
                for (String column : List.of("table_schema", "table_name", "column_name", "type_name")) {
                    columns.add(new Answer.Column(column, name, false));
                }
                answer.columns(columns);
                order().forEach(i -> answer.row("dbo", "c" + i, "x", COLUMNS.get(i).type()));
                answer.count(COLUMNS.size());
            } else if (batch.startsWith("SELECT COUNT_BIG(*) FROM [dbo].[c")) {
                answer.columns(List.of(new Answer.Column("", SqlType.of(Kind.BIGINT), false)));
                answer.row(2L);
                answer.count(1);
            } else if (batch.startsWith("SELECT [x] FROM [dbo].[c")) {
                Col column = COLUMNS.get(Integer.parseInt(batch.replaceAll(".*\\[c(\\d+)]$", "$1")));
                answer.columns(List.of(new Answer.Column("x", column.wire(), true)));
                answer.row(column.value());
                answer.row((Object) null);
                answer.count(2);
            } else {
                answer.done();
            }
        }

        @Override
        public String serverName() {
            return "TYPES";
        }

        @Override
        public int majorVersion() {
            return 16;
        }

        @Override
        public int id() {
            return 51;
        }

        @Override
        public String database() {
            return "Halo";
        }

        @Override
        public void close() {}
    }
}
