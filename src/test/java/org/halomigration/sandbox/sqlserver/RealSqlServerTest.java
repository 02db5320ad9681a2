package org.halomigration.sandbox.sqlserver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * What {@code docs/unproven.md} lists, asked of real SQL Servers in containers. Without Docker it is reported as skipped. Each pair needs
 * about 4 GB of memory; one pair runs at a time. By running it you accept the license of SQL Server's image.
 */
@Testcontainers(disabledWithoutDocker = true)
class RealSqlServerTest {
    /** One pair for all questions; each question has databases of its own. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Pair implements BackupSetPromises, PreflightPromises, RestorePromises, SessionPromises, StatementPromises, RightsPromises {
        private final int source;
        private final int target;
        private ServerPair servers;

        Pair(int source, int target) {
            this.source = source;
            this.target = target;
        }

        @BeforeAll
        void start() {
            servers = new RealServers(source, target);
        }

        @AfterAll
        void stop() {
            if (servers != null) {
                servers.close();
            }
        }

        @Override
        public ServerPair servers() {
            return servers;
        }
    }

    @Nested
    class From2019To2022 extends Pair {
        From2019To2022() {
            super(2019, 2022);
        }
    }

    @Nested
    class From2019To2019 extends Pair {
        From2019To2019() {
            super(2019, 2019);
        }
    }

    @Nested
    class From2022To2022 extends Pair {
        From2022To2022() {
            super(2022, 2022);
        }
    }
}
