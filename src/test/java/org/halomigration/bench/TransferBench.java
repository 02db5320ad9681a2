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
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.halomigration.sandbox.sftp.SftpServer;

/**
 * How fast files get to a server, by this product and by the tools that people use: one large file and many small ones, in interleaved
 * rounds, of which the median counts. Without {@code -Dbench.host} it starts OpenSSH's server on loopback; see docs/performance.md.
 */
public final class TransferBench {
    private static final int MIB = 1024 * 1024;

    /** @param name of the work in the table */
    private record Work(String name, List<Path> files, int connections) {
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
        try (SftpServer server = host.isEmpty() ? OpenSshServer.start(home) : given(host)) {
            run(server, home, host.isEmpty());
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void run(SftpServer server, Path home, boolean loopback) throws Exception {
        String link = loopback ? "loopback" : System.getProperty("bench.link");
        int megabytes = number("bench.megabytes", loopback ? 2048 : 1024);
        Path large = file(home, "large.bak", (long) megabytes * MIB);
        List<Path> small = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            small.add(file(home, "small-" + i + ".trn", 4 * MIB));
        }
        List<Work> works = new ArrayList<>();
        works.add(new Work(megabytes + " MiB, " + link, List.of(large), loopback ? 2 : 4));
        if (!loopback) {
            works.add(new Work(megabytes + " MiB, " + link + ", 8 connections", List.of(large), 8));
        }
        works.add(new Work("40 files of 4 MiB, " + link, small, 4));
        List<Uploader> tools = new ArrayList<>(Program.installed());
        tools.add(new CamelSender(false));
        tools.add(new CamelSender(true));
        String only = System.getProperty("bench.tools", "");
        tools.removeIf(tool -> !only.isEmpty() && !List.of(only.split(",")).contains(tool.tool()));
        Figures figures = new Figures("transfer");
        for (Work work : works) {
            measure(server, work, tools, figures);
        }
        figures.publishRows();
    }

    private static void measure(SftpServer server, Work work, List<Uploader> tools, Figures figures) throws Exception {
        Map<Uploader, List<Measured>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < number("bench.rounds", 3); round++) {
            for (Uploader tool : tools) {
                rounds.computeIfAbsent(tool, first -> new ArrayList<>()).add(once(server, work, tool));
            }
        }
        double sftp = rounds.containsKey(Program.SFTP) ? median(rounds.get(Program.SFTP)).seconds() : Double.NaN;
        for (Map.Entry<Uploader, List<Measured>> each : rounds.entrySet()) {
            Measured median = median(each.getValue());
            figures.row(
                    "work", work.name(),
                    "tool", each.getKey().tool(),
                    "seconds", median.seconds(),
                    "megabytes", work.megabytes(),
                    "ratioToSftp", sftp / median.seconds(),
                    "megabytesPerSecond", work.megabytes() / median.seconds(),
                    "cpuSecondsPerGigabyte", median.cpu() / work.megabytes() * 1000);
        }
    }

    private static Measured once(SftpServer server, Work work, Uploader tool) throws Exception {
        String directory = System.getProperty("bench.directory", "bench");
        double cpu = tool.cpu();
        long start = System.nanoTime();
        tool.upload(server, directory, work.files(), work.connections());
        double seconds = (System.nanoTime() - start) / 1e9;
        Measured measured = new Measured(tool instanceof CamelSender sender ? sender.seconds() : seconds, tool.cpu() - cpu);
        if (server.root() != null) {
            for (Path file : work.files()) {
                if (Files.mismatch(file, server.root().resolve(directory).resolve(file.getFileName())) >= 0) {
                    throw new IllegalStateException(tool.tool() + " has not brought " + file + " over as it is");
                }
            }
        }
        System.out.printf("%s, %s: %.2f s, %.2f s of processor time%n", work.name(), tool.tool(), measured.seconds(), measured.cpu());
        Program.remove(server, directory, work.files());
        return measured;
    }

    private static Measured median(List<Measured> rounds) {
        return rounds.stream().sorted(java.util.Comparator.comparingDouble(Measured::seconds)).toList().get(rounds.size() / 2);
    }

    /** Random, so that nothing on the way can make less of it. */
    private static Path file(Path home, String name, long size) throws IOException {
        Path file = Files.createDirectories(home.resolve("files")).resolve(name);
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

    private static int number(String property, int otherwise) {
        String text = System.getProperty(property, "");
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    private static SftpServer given(String host) {
        String root = System.getProperty("bench.root", "");
        return new SftpServer() {
            @Override
            public String host() {
                return host;
            }

            @Override
            public int port() {
                return number("bench.port", 22);
            }

            @Override
            public String username() {
                return System.getProperty("bench.user");
            }

            @Override
            public Path privateKey() {
                return Path.of(System.getProperty("bench.key"));
            }

            @Override
            public Path knownHosts() {
                return Path.of(System.getProperty("bench.known-hosts"));
            }

            @Override
            public Path root() {
                return root.isEmpty() ? null : Path.of(root);
            }

            @Override
            public void close() {
                // It is somebody else's.
            }
        };
    }
}
