package org.halomigration.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.halomigration.restore.Fingerprint;
import org.halomigration.restore.FingerprintReader;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.halomigration.tsql.StatementFiles;

/**
 * How fast a table is checksummed over the driver, beside how fast the same rows are only read: the difference is ours. The reader is a
 * process of its own whose heap is a fraction of what it reads, so that it can only end if it holds no more than a few rows. The server is
 * the sandbox's, which serves rows more slowly than a SQL Server does: the rates say what the reader costs, not what a server gives.
 */
public final class ChecksumBench {
    private static final String PASSWORD = "bench";
    private static final String HEAP = "-Xmx48m";
    private static final int[] ROWS = {50_000, 200_000};
    private static final int TEXT = 1_000;
    /** In turns, so that what else the machine does meets both alike. */
    private static final int ROUNDS = 7;

    private ChecksumBench() {}

    public static void main(String[] args) throws Exception {
        Figures figures = new Figures("checksum");
        Path directory = Files.createTempDirectory("checksum");
        try (SandboxSqlServer server = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory).sysadmin("sa", PASSWORD))) {
            for (int rows : ROWS) {
                String database = "rows" + rows;
                fill(server, database, rows);
                double[] seconds = inAProcess(server.jdbcUrl() + ";databaseName=" + database);
                double megabytes = rows * (double) TEXT / 1e6;
                figures.row("rows", rows, "MB", megabytes, "reader's heap", HEAP.substring(4), "checksum rows/s", rows / seconds[1], "checksum MB/s", megabytes / seconds[1],
                        "only read rows/s", rows / seconds[0], "only read MB/s", megabytes / seconds[0], "checksum / read", seconds[2], "checksum / read, processor", seconds[3]);
            }
        }
        figures.publish();
        System.exit(0);
    }

    /** Past the transaction log, which would hold every row once more. */
    private static void fill(SandboxSqlServer server, String database, int rows) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "sa", PASSWORD); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
            statement.execute("USE " + database + "; CREATE TABLE dbo.T (id int NOT NULL, opened datetime2 NOT NULL, cost money NULL, details varchar(1000) NOT NULL)");
        }
        server.directly(database, "INSERT INTO T (id, opened, cost, details) SELECT X, DATEADD('SECOND', X, TIMESTAMP '2020-01-01 00:00:00'), X / 7.0, RPAD(CAST(X AS VARCHAR), "
                + TEXT + ", 'ticket') FROM SYSTEM_RANGE(1, " + rows + ")");
    }

    /** @return how many seconds it took to only read, and to checksum, and the one over the other, by the clock and by the reader's processor time; medians */
    private static double[] inAProcess(String url) throws Exception {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-cp", System.getProperty("java.class.path"),
                        Reader.class.getName(), url))
                .redirectError(new File("target/checksum-bench.err"))
                .start();
        String[] said = new String(process.getInputStream().readAllBytes()).strip().split("\\s+");
        if (process.waitFor() != 0) {
            throw new IllegalStateException("The reader failed; see target/checksum-bench.err");
        }
        return Arrays.stream(said).skip(said.length - 4L).mapToDouble(Double::parseDouble).toArray();
    }

    /** The process with the small heap. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] args) throws Exception {
            try (Connection connection = DriverManager.getConnection(args[0], "sa", PASSWORD)) {
                // Twice each to warm up.
                for (int i = 0; i < 2; i++) {
                    onlyRead(connection);
                    checksum(connection);
                }
                double[][] seconds = new double[4][ROUNDS];
                for (int i = 0; i < ROUNDS; i++) {
                    long start = processor();
                    seconds[0][i] = onlyRead(connection);
                    long middle = processor();
                    seconds[1][i] = checksum(connection);
                    seconds[3][i] = (processor() - middle) / (double) (middle - start);
                    seconds[2][i] = seconds[1][i] / seconds[0][i];
                }
                System.out.println(median(seconds[0]) + " " + median(seconds[1]) + " " + median(seconds[2]) + " " + median(seconds[3]));
            }
        }

        /** Nanoseconds of this process, whichever thread used them; what else the machine does takes none of them. */
        private static long processor() {
            return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        }

        private static double median(double[] values) {
            return Arrays.stream(values).sorted().toArray()[values.length / 2];
        }

        private static double onlyRead(Connection connection) throws Exception {
            long start = System.nanoTime();
            long bytes = 0;
            try (Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
                statement.setFetchSize(1_000);
                try (ResultSet row = statement.executeQuery("SELECT id, opened, cost, details FROM dbo.T")) {
                    while (row.next()) {
                        row.getInt(1);
                        row.getObject(2);
                        row.getBigDecimal(3);
                        bytes += row.getString(4).length();
                    }
                }
            }
            if (bytes == 0) {
                throw new IllegalStateException("nothing was read");
            }
            return (System.nanoTime() - start) / 1e9;
        }

        private static double checksum(Connection connection) throws Exception {
            long start = System.nanoTime();
            Fingerprint fingerprint = new FingerprintReader(new StatementFiles(Path.of("routes/sql")).read("sqlserver", "list-tables"), table -> true, table -> {}).read(connection);
            if (fingerprint.tables().size() != 1 || fingerprint.tables().get(0).checksum() == null) {
                throw new IllegalStateException("the table was not checksummed: " + fingerprint.tables());
            }
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
