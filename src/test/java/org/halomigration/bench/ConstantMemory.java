package org.halomigration.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.halomigration.sandbox.sftp.MinaSftpServer;

/**
 * What stays on the heap while much is sent: sparse files to a server in this process that keeps nothing but their length. Its buffers are
 * on the same heap, so the product needs less than this says.
 */
final class ConstantMemory {
    private static final long GIB = 1024L * 1024 * 1024;
    private static final int LOOK_SECONDS = 5;

    private ConstantMemory() {}

    /** @param gib in all, once as one file and once as eight at the same time */
    static List<Map<String, Object>> measure(Path home, int gib) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        Path directory = Files.createDirectories(home.resolve("memory"));
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            server.keepLengthsOnly();
            rows.add(measure(server, gib + " GiB, one file", List.of(sparse(directory.resolve("one.bak"), gib * GIB))));
            List<Path> eight = new ArrayList<>();
            for (int i : IntStream.range(0, 8).toArray()) {
                eight.add(sparse(directory.resolve("of-eight-" + i + ".bak"), gib * GIB / 8));
            }
            rows.add(measure(server, gib + " GiB, eight files at once", eight));
        }
        return rows;
    }

    private static Map<String, Object> measure(MinaSftpServer server, String work, List<Path> files) throws Exception {
        ConcurrentLinkedQueue<Double> looks = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
        CamelSender sender = new CamelSender(true);
        try {
            looking.scheduleWithFixedDelay(() -> looks.add(heap()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            sender.upload(server, "bench", files, 4);
        } finally {
            looking.shutdownNow();
        }
        List<Double> megabytes = List.copyOf(looks);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("work", work);
        row.put("tool", "halo");
        row.put("seconds", sender.seconds());
        row.put("heapLimitMegabytes", Runtime.getRuntime().maxMemory() / 1e6);
        row.put("looks", megabytes.size());
        row.put("firstTenthMegabytes", most(megabytes.subList(0, Math.max(1, megabytes.size() / 10))));
        row.put("lastTenthMegabytes", most(megabytes.subList(megabytes.size() - Math.max(1, megabytes.size() / 10), megabytes.size())));
        row.put("mostMegabytes", most(megabytes));
        return row;
    }

    private static double most(List<Double> looks) {
        return looks.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
    }

    /** What cannot be collected. */
    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    private static Path sparse(Path file, long size) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(size);
        }
        return file;
    }
}
