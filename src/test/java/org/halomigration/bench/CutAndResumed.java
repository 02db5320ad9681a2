package org.halomigration.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.halomigration.sftp.Ledger;
import org.halomigration.sftp.Outgoing;
import org.halomigration.sftp.Sent;
import org.halomigration.sftp.SlicedSftpComponent;

/** A file whose server is killed half way, and that another process goes on with: how much of it the server gets twice. */
final class CutAndResumed {
    private static final int CONNECTIONS = 4;
    private static final long SLICE = 8 * 1024 * 1024;

    private CutAndResumed() {}

    /** A server that counts what is written to it, as only one in this process can. */
    static List<Map<String, Object>> measure(Path home) throws Exception {
        Path file = TransferBench.file(home, "cut.bak", 1024L * 1024 * 1024);
        Path directory = Files.createDirectories(home.resolve("cut"));
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            Memory ledger = new Memory();
            Thread killer = new Thread(() -> {
                while (server.written() < size(file) / 2) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
                server.stop();
            });
            killer.start();
            if (send(server, ledger, file) == null) {
                throw new IllegalStateException("It was not cut");
            }
            killer.join();
            long before = ledger.sent.get(file).arrived();
            server.restart();
            Exception problem = send(server, ledger, file);
            if (problem != null) {
                throw problem;
            }
            if (Files.mismatch(file, server.root().resolve("bench/cut.bak")) >= 0) {
                throw new IllegalStateException("It did not arrive as it was");
            }
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("work", "1 GiB, its server killed at 50 %, resumed by another process");
            row.put("tool", "halo");
            row.put("connections", CONNECTIONS);
            row.put("sliceMegabytes", SLICE / 1e6);
            row.put("keptMegabytes", before / 1e6);
            row.put("sentTwiceMegabytes", (server.written() - size(file)) / 1e6);
            row.put("slicesSentTwice", (double) (server.written() - size(file)) / SLICE);
            return List.of(row);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** As a process does that begins and ends. @return what it failed with */
    private static Exception send(SftpServer server, Memory ledger, Path file) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("sftp", new SlicedSftpComponent());
            camel.getRegistry().bind("ledger", ledger);
            camel.start();
            String uri = CamelSender.uri(server, "bench") + "&connections=" + CONNECTIONS + "&sliceSize=" + SLICE + "&ledger=#ledger&maximumReconnectAttempts=1";
            return camel.createProducerTemplate()
                    .request(uri, exchange -> {
                        exchange.getIn().setBody(file.toFile());
                        exchange.getIn().setHeader(Exchange.FILE_NAME, file.getFileName().toString());
                    })
                    .getException();
        }
    }

    private static final class Memory implements Ledger {
        private final Map<Path, Sent> sent = new ConcurrentHashMap<>();

        @Override
        public Optional<Sent> sent(Outgoing file) {
            return Optional.ofNullable(sent.get(file.path()));
        }

        @Override
        public void keep(Outgoing file, Sent now) {
            sent.put(file.path(), now);
        }

        @Override
        public void forget(Outgoing file) {
            sent.remove(file.path());
        }
    }
}
