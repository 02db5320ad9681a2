package org.halomigration.sandbox.halo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * A database like Halo's own: tickets, their actions, users, agents, assets, mailboxes and the control row. Made from a seed, so that the same
 * seed gives the same rows.
 */
public final class HaloDatabase {
    private static final int ROWS_A_STATEMENT = 500;
    private static final LocalDateTime FIRST = LocalDateTime.of(2021, 3, 1, 8, 0);
    private static final DateTimeFormatter THREE_DIGITS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");
    private static final DateTimeFormatter SEVEN_DIGITS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS");
    private static final String[] WORDS = {"printer", "Büro", "VPN", "日本語", "password reset", "naïve", "Ελλάδα", "laptop", "Übertragung", "🙂 thanks", "invoice",
        "O'Brien", "100% CPU", "C:\\temp\\[x]", "Zażółć", "mailbox"};
    private static final String[] TABLES = {"""
        CREATE TABLE dbo.UNAME (unum int NOT NULL CONSTRAINT PK_UNAME PRIMARY KEY, uname nvarchar(100) NOT NULL, uemail nvarchar(254) NULL,
            uguid uniqueidentifier NOT NULL, ucostperhour decimal(9,2) NULL, udisabled bit NOT NULL DEFAULT ((0)))""", """
        CREATE TABLE dbo.USERS (userid int IDENTITY(1,1) NOT NULL CONSTRAINT PK_USERS PRIMARY KEY, name nvarchar(150) NOT NULL, email nvarchar(254) NULL,
            sitename nvarchar(100) NULL, photo varbinary(max) NULL, inactive bit NOT NULL DEFAULT ((0)), created datetime NOT NULL)""", """
        CREATE TABLE dbo.DEVICE (did int IDENTITY(1,1) NOT NULL CONSTRAINT PK_DEVICE PRIMARY KEY, dinvno nvarchar(50) NOT NULL, duserid int NULL,
            dpurchasecost money NULL, dwarranty date NULL, dnotes nvarchar(max) NULL)""", """
        CREATE TABLE dbo.MAILBOX (mbid int IDENTITY(1,1) NOT NULL CONSTRAINT PK_MAILBOX PRIMARY KEY, address nvarchar(254) NOT NULL, protocol nvarchar(20) NOT NULL,
            lastread datetime2(3) NULL, enabled bit NOT NULL DEFAULT ((1)))""", """
        CREATE TABLE dbo.CONTROL (id int NOT NULL CONSTRAINT PK_CONTROL PRIMARY KEY, version nvarchar(20) NOT NULL, rencthumbprint nvarchar(100) NULL,
            integratorlastrun datetime2(7) NULL, portalurl nvarchar(400) NULL, outgoingmail bit NOT NULL DEFAULT ((1)),
            integratorenabled bit NOT NULL DEFAULT ((1)), cloudsyncenabled bit NOT NULL DEFAULT ((1)))""", """
        CREATE TABLE dbo.FAULTS (faultid int IDENTITY(1,1) NOT NULL CONSTRAINT PK_FAULTS PRIMARY KEY, symptom nvarchar(400) NOT NULL, symptom2 nvarchar(max) NULL,
            userid int NULL, assignedtoint int NULL, status tinyint NOT NULL, dateoccured datetime2(7) NOT NULL, datecleared datetime NULL,
            estimate decimal(12,4) NULL, cost money NULL, score float NULL, guid uniqueidentifier NOT NULL, deleted bit NOT NULL DEFAULT ((0)))""", """
        CREATE TABLE dbo.ACTIONS (actionid bigint IDENTITY(1,1) NOT NULL CONSTRAINT PK_ACTIONS PRIMARY KEY, faultid int NOT NULL, who nvarchar(100) NULL,
            note nvarchar(max) NULL, attachment varbinary(max) NULL, whe datetime2(7) NOT NULL, minutes smallint NULL)""",
        "CREATE INDEX IX_FAULTS_userid ON dbo.FAULTS (userid)", "CREATE INDEX IX_ACTIONS_faultid ON dbo.ACTIONS (faultid)"};
    private final String url;
    private final String user;
    private final String password;
    private final Random random;

    private HaloDatabase(String url, String user, String password, long seed) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.random = new Random(seed);
    }

    /**
     * Creates and fills the database.
     *
     * @param server JDBC address of the instance, without a database
     * @param tickets rows of dbo.FAULTS; other tables grow with it
     * @throws SQLException as the server refuses, for instance 1801 when the database exists
     */
    public static HaloDatabase create(String server, String user, String password, String database, int tickets, long seed) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server, user, password); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE [" + database.replace("]", "]]") + "]");
        }
        HaloDatabase halo = open(server, user, password, database, seed);
        try (Connection connection = halo.connect()) {
            halo.fill(connection, tickets);
        }
        return halo;
    }

    /** A database that exists already, to work in. */
    public static HaloDatabase open(String server, String user, String password, String database, long seed) {
        boolean jtds = server.startsWith("jdbc:jtds:");
        String url = jtds ? server + "/" + database : server + ";databaseName={" + database.replace("}", "}}") + "}";
        return new HaloDatabase(url, user, password, seed);
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private void fill(Connection connection, int tickets) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("INSERT INTO dbo.CONTROL (id, version, rencthumbprint, integratorlastrun, portalurl) VALUES (1, N'2.184.1', N'', "
                + "SYSUTCDATETIME(), N'https://halo.acme.example/portal')");
        }
        int agents = 40;
        int people = Math.max(50, tickets / 20);
        insert(connection, "dbo.UNAME (unum, uname, uemail, uguid, ucostperhour, udisabled)", agents, i -> i + 1 + ", N'Agent " + i + " " + word() + "', " + mail(i, "acme")
            + ", '" + guid() + "', " + number(90, 2) + ", " + (i % 11 == 0 ? 1 : 0));
        insert(connection, "dbo.USERS (name, email, sitename, photo, inactive, created)", people, i -> "N'" + word() + " " + i + "', "
            + (i % 7 == 0 ? "NULL" : mail(i, "customer")) + ", " + (i % 5 == 0 ? "NULL" : "N'Site " + i % 30 + " " + word() + "'") + ", "
            + (i % 9 == 0 ? bytes(200) : "NULL") + ", " + (i % 13 == 0 ? 1 : 0) + ", '" + time(i, 3) + "'");
        insert(connection, "dbo.DEVICE (dinvno, duserid, dpurchasecost, dwarranty, dnotes)", Math.max(50, tickets / 10), i -> "N'INV-" + i + "', "
            + (i % 4 == 0 ? "NULL" : random.nextInt(people) + 1) + ", " + number(3000, 4) + ", " + (i % 3 == 0 ? "NULL" : "'" + FIRST.plusDays(i % 2000).toLocalDate() + "'")
            + ", " + (i % 6 == 0 ? "NULL" : text(3)));
        insert(connection, "dbo.MAILBOX (address, protocol, lastread, enabled)", 5, i -> mail(i, "support") + ", N'" + (i % 2 == 0 ? "IMAP" : "Graph") + "', '"
            + time(i, 3) + "', " + (i % 2));
        insert(connection, FAULTS, tickets, i -> fault(i, agents, people));
        insert(connection, ACTIONS, tickets * 3 / 2, i -> action(random.nextInt(Math.max(1, tickets)) + 1, i));
    }

    private static final String FAULTS = "dbo.FAULTS (symptom, symptom2, userid, assignedtoint, status, dateoccured, datecleared, estimate, cost, score, guid, deleted)";
    private static final String ACTIONS = "dbo.ACTIONS (faultid, who, note, attachment, whe, minutes)";

    private String fault(int i, int agents, int people) {
        return "N'" + word() + " " + i + "', " + (i % 8 == 0 ? "NULL" : text(1 + i % 6)) + ", " + (random.nextInt(people) + 1) + ", "
            + (i % 10 == 0 ? "NULL" : random.nextInt(agents) + 1) + ", " + (i % 250) + ", '" + time(i, 7) + "', " + (i % 3 == 0 ? "NULL" : "'" + time(i + 60, 3) + "'")
            + ", " + number(100, 4) + ", " + (i % 5 == 0 ? "NULL" : number(500, 2)) + ", " + random.nextDouble() + ", '" + guid() + "', " + (i % 17 == 0 ? 1 : 0);
    }

    private String action(int fault, int i) {
        return fault + ", " + (i % 12 == 0 ? "NULL" : "N'" + word() + "'") + ", " + (i % 20 == 0 ? "NULL" : text(2 + i % 8)) + ", "
            + (i % 50 == 0 ? bytes(1000) : "NULL") + ", '" + time(i, 7) + "', " + (i % 6 == 0 ? "NULL" : i % 480);
    }

    /**
     * A piece of a working day: n new tickets, as many actions, some changed tickets and a few deleted ones.
     *
     * @return statements that changed rows
     */
    public int work(int n) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            int last;
            try (ResultSet rows = statement.executeQuery("SELECT MAX(faultid) FROM dbo.FAULTS")) {
                rows.next();
                last = rows.getInt(1);
            }
            insert(connection, FAULTS, n, i -> fault(last + i, 40, 50));
            insert(connection, ACTIONS, n, i -> action(last + i + 1, i));
            int changed = 0;
            for (int i = 0; i < n; i++) {
                int ticket = random.nextInt(last) + 1;
                changed += statement.executeUpdate(i % 5 == 4 ? "DELETE FROM dbo.ACTIONS WHERE actionid = " + ticket
                    : "UPDATE dbo.FAULTS SET status = " + random.nextInt(9) + ", symptom2 = " + text(2) + ", datecleared = GETDATE() WHERE faultid = " + ticket);
            }
            statement.executeUpdate("UPDATE dbo.CONTROL SET integratorlastrun = SYSUTCDATETIME() WHERE id = 1");
            return changed + 2 * ((n + ROWS_A_STATEMENT - 1) / ROWS_A_STATEMENT) + 1;
        }
    }

    private void insert(Connection connection, String into, int rows, IntFunction<String> values) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int from = 0; from < rows; from += ROWS_A_STATEMENT) {
                StringBuilder sql = new StringBuilder("INSERT INTO ").append(into).append(" VALUES ");
                for (int i = from; i < Math.min(rows, from + ROWS_A_STATEMENT); i++) {
                    sql.append(i == from ? "(" : ", (").append(values.apply(i)).append(')');
                }
                statement.executeUpdate(sql.toString());
            }
        }
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)].replace("'", "''");
    }

    private String text(int sentences) {
        StringBuilder text = new StringBuilder("N'");
        for (int i = 0; i < sentences * 8; i++) {
            text.append(word()).append(i % 8 == 7 ? ". " : " ");
        }
        return text.append('\'').toString();
    }

    private static String mail(int i, String domain) {
        return "N'person" + i + "@" + domain + ".example'";
    }

    private String number(int below, int digits) {
        return BigDecimal.valueOf((long) (random.nextDouble() * below * 10_000), 4).setScale(digits, RoundingMode.DOWN).toPlainString();
    }

    private String bytes(int length) {
        byte[] bytes = new byte[random.nextInt(length) + 1];
        random.nextBytes(bytes);
        return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private UUID guid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** A time with three or seven digits of a second, all of them used. */
    private String time(int i, int digits) {
        LocalDateTime time = FIRST.plusMinutes(7L * i).plusNanos(random.nextInt(1_000_000_000));
        return time.format(digits == 7 ? SEVEN_DIGITS : THREE_DIGITS);
    }
}
