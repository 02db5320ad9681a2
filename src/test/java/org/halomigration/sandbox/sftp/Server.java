package org.halomigration.sandbox.sftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.function.Function;

/** The servers that a test runs against. */
public enum Server {
    MINA(MinaSftpServer::start),
    OPENSSH(OpenSshServer::start);

    private final Function<Path, SftpServer> start;

    Server(Function<Path, SftpServer> start) {
        this.start = start;
    }

    public SftpServer startIn(Path home) {
        assumeTrue(this == MINA || OpenSshServer.available(), OpenSshServer::howToInstall);
        return start.apply(home);
    }

    public static void restart(SftpServer server) {
        if (server instanceof MinaSftpServer mina) {
            mina.restart();
        } else {
            ((OpenSshServer) server).restart();
        }
    }
}
