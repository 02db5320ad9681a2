package org.halomigration.sftp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.function.Function;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.halomigration.sandbox.sftp.SftpServer;

/** The servers that a test runs against. */
enum Server {
    MINA(MinaSftpServer::start),
    OPENSSH(OpenSshServer::start);

    private final Function<Path, SftpServer> start;

    Server(Function<Path, SftpServer> start) {
        this.start = start;
    }

    SftpServer startIn(Path home) {
        assumeTrue(this == MINA || OpenSshServer.available(), OpenSshServer::howToInstall);
        return start.apply(home);
    }

    static void restart(SftpServer server) {
        if (server instanceof MinaSftpServer mina) {
            mina.restart();
        } else {
            ((OpenSshServer) server).restart();
        }
    }
}
