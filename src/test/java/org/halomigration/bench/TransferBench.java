package org.halomigration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.halomigration.sandbox.sftp.SftpServer;

/**
 * How fast files get to a server, by this product and by the tools that people use: one large file and many small ones, in interleaved
 * rounds, of which the median counts; and how much is sent twice after a cut. On loopback, with OpenSSH's server, and over
 * {@code -Dbench.host} where one is given; see docs/performance.md.
 */
public final class TransferBench {
    private static final int MIB = 1024 * 1024;

    /** @param name of the work in the table */
    private record Work(String name, SftpServer server, List<Path> files, int connections) {
        double megabytes() throws IOException {
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return bytes / 1e6;
        }
    }

    private record Measured(double seconds, double cpu) {}

    private TransferBench() {}

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("bench-transfer");
        String host = System.getProperty("bench.host", "");
        Figures figures = new Figures("transfer");
        try {
            List<Uploader> tools = tools();
            if (Boolean.parseBoolean(System.getProperty("bench.loopback", "true"))) {
                try (SftpServer server = loopback(home)) {
                    int megabytes = number("bench.megabytes", 2048);
                    warmUp(small(home, "loopback", server), tools);
                    measure(large(home, "loopback", server, megabytes, 2), tools, figures);
                    measure(small(home, "loopback", server), tools, figures);
                }
                new Figures("transfer-resume").rows(CutAndResumed.measure(home)).publishRows();
                int gib = number("bench.memory-gib", 0);
                if (gib > 0) {
                    new Figures("transfer-memory").rows(ConstantMemory.measure(home, gib)).publishRows();
                }
            }
            if (!host.isEmpty()) {
                String link = System.getProperty("bench.link");
                SftpServer server = GivenServer.at(host);
                int megabytes = number("bench.megabytes", 1024);
                warmUp(small(home, link, server), tools);
                measure(large(home, link, server, megabytes, 4), tools, figures);
                measure(large(home, link + ", 8 connections", server, megabytes, 8), tools, figures);
                measure(small(home, link, server), tools, figures);
            }
            figures.publishRows("work", "tool", "seconds", "megabytes", "ratioToSftp");
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static SftpServer loopback(Path home) {
        if (OpenSshServer.available()) {
            return OpenSshServer.start(home);
        }
        System.out.println(OpenSshServer.howToInstall() + "; until then the server is Apache MINA's, in this process, and all are slower");
        return MinaSftpServer.start(home);
    }

    private static List<Uploader> tools() {
        List<Uploader> tools = new ArrayList<>();
        for (Program program : Program.values()) {
            if (program.installed()) {
                tools.add(program);
            } else {
                System.out.println(program.tool() + " is left out: it is not installed");
            }
        }
        tools.add(new CamelSender(false));
        tools.add(new CamelSender(true));
        String only = System.getProperty("bench.tools", "");
        tools.removeIf(tool -> !only.isEmpty() && !List.of(only.split(",")).contains(tool.tool()));
        return tools;
    }

    private static Work large(Path home, String link, SftpServer server, int megabytes, int connections) throws IOException {
        String size = megabytes % 1024 == 0 ? megabytes / 1024 + " GiB" : megabytes + " MiB";
        return new Work(size + ", " + link, server, List.of(file(home, "large-" + megabytes + ".bak", (long) megabytes * MIB)), connections);
    }

    private static Work small(Path home, String link, SftpServer server) throws IOException {
        List<Path> small = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            small.add(file(home, "small-" + i + ".trn", 4 * MIB));
        }
        return new Work("40 files of 4 MiB, " + link, server, small, 4);
    }

    /** What sends in this process is compiled while it runs, as it is in a process that has run for a while. */
    private static void warmUp(Work work, List<Uploader> tools) throws Exception {
        for (Uploader tool : tools) {
            if (tool instanceof CamelSender) {
                once(work, tool);
            }
        }
    }

    private static void measure(Work work, List<Uploader> tools, Figures figures) throws Exception {
        if (!work.name().matches(System.getProperty("bench.works", ".*"))) {
            return;
        }
        Map<Uploader, List<Measured>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < number("bench.rounds", 3); round++) {
            for (Uploader tool : tools) {
                rounds.computeIfAbsent(tool, first -> new ArrayList<>()).add(once(work, tool));
            }
        }
        Measured sftp = rounds.containsKey(Program.SFTP) ? median(rounds.get(Program.SFTP)) : null;
        for (Map.Entry<Uploader, List<Measured>> each : rounds.entrySet()) {
            Measured median = median(each.getValue());
            figures.row(
                    "work", work.name(),
                    "tool", each.getKey().tool(),
                    "seconds", median.seconds(),
                    "megabytes", work.megabytes(),
                    "ratioToSftp", sftp == null ? null : sftp.seconds() / median.seconds(),
                    "MB/s", work.megabytes() / median.seconds(),
                    "processor s/GB", median.cpu() / work.megabytes() * 1000);
        }
    }

    private static Measured once(Work work, Uploader tool) throws Exception {
        String directory = System.getProperty("bench.directory", "bench");
        double cpu = tool.cpu();
        long start = System.nanoTime();
        tool.upload(work.server(), directory, work.files(), work.connections());
        double seconds = (System.nanoTime() - start) / 1e9;
        Measured measured = new Measured(tool instanceof CamelSender sender ? sender.seconds() : seconds, tool.cpu() - cpu);
        System.out.printf("%s, %s: %.2f s, %.2f s of processor time%n", work.name(), tool.tool(), measured.seconds(), measured.cpu());
        Arrived.checkAndRemove(work.server(), directory, work.files(), tool.tool());
        return measured;
    }

    private static Measured median(List<Measured> rounds) {
        return rounds.stream().sorted(java.util.Comparator.comparingDouble(Measured::seconds)).toList().get(rounds.size() / 2);
    }

    /** Random, so that nothing on the way can make less of it. */
    static Path file(Path home, String name, long size) throws IOException {
        Path file = Files.createDirectories(home.resolve("files")).resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        byte[] some = new byte[MIB];
        Random random = new Random(name.hashCode());
        try (var out = Files.newOutputStream(file)) {
            for (long at = 0; at < size; at += some.length) {
                random.nextBytes(some);
                out.write(some);
            }
        }
        return file;
    }

    /** A system property that is a number. */
    static int number(String property, int otherwise) {
        String text = System.getProperty(property, "");
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }
}
