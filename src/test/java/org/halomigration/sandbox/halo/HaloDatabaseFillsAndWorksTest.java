package org.halomigration.sandbox.halo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HaloDatabaseFillsAndWorksTest {
    @TempDir
    Path directory;

    @Test
    void ticketsStandInSeconds() throws Exception {
        try (SandboxSqlServer server = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory).sysadmin("sa", "secret"))) {
            HaloDatabase halo = HaloDatabase.create(server.jdbcUrl(), "sa", "secret", "Halo]; DROP", 4_000, 1);
            assertThat(count(server, "FAULTS")).isEqualTo(4_000);
            assertThat(count(server, "ACTIONS")).isEqualTo(6_000);
            assertThat(halo.work(20)).isGreaterThan(15);
            assertThat(count(server, "FAULTS")).isEqualTo(4_020);
        }
    }

    private static long count(SandboxSqlServer server, String table) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "sa", "secret"); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT_BIG(*) FROM [Halo]]; DROP].dbo." + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
