package org.halomigration.sandbox.sqlserver;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What {@link RealSqlServerTest} asks of real servers, asked of the sandbox: so the questions themselves are known to work. */
class TheSandboxKeepsTheSamePromisesTest implements BackupSetPromises, PreflightPromises, RestorePromises, SessionPromises, StatementPromises, RightsPromises {
    @TempDir
    static Path directory;

    private static ServerPair servers;

    @BeforeAll
    static void start() throws IOException {
        servers = new SandboxServers(directory);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Override
    public ServerPair servers() {
        return servers;
    }
}
