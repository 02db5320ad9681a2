package org.halomigration.bench;

import java.nio.file.Path;
import org.halomigration.sandbox.sftp.SftpServer;

/** Somebody else's server, as {@code -Dbench.host} and what goes with it name it. Nobody here sees its files. */
record GivenServer(String host, int port, String username, Path privateKey, Path knownHosts) implements SftpServer {
    static GivenServer at(String host) {
        return new GivenServer(
                host, TransferBench.number("bench.port", 22), System.getProperty("bench.user"), Path.of(System.getProperty("bench.key")), Path.of(System.getProperty("bench.known-hosts")));
    }

    @Override
    public Path root() {
        return null;
    }

    @Override
    public void close() {
        // It is somebody else's.
    }
}
