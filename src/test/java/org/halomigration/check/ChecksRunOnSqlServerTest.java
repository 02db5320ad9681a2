package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.halo.HaloDatabase;
import org.halomigration.sandbox.halo.HaloOptions;
import org.halomigration.sandbox.sqlserver.SandboxSqlServer;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.tsql.SqlServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the checks ask a database is asked by the driver and of the tables that there really are. */
class ChecksRunOnSqlServerTest {
    @TempDir
    Path directory;

    @Test
    void eachOfThemIsHealthy() throws Exception {
        try (SandboxSqlServer server = SandboxSqlServer.start(SandboxSqlServer.Options.in(directory).sysadmin("sa", "secret"))) {
            HaloDatabase.create(server.jdbcUrl(), "sa", "secret", "acme_halo", 50, 1);
            try (RunningChecks running = new RunningChecks(new HaloOptions.Database(server.jdbcUrl() + ";databaseName=acme_halo", "sa", "secret"))) {
                SqlServer instance = new SqlServer("acme.target", new SqlLogin(server.jdbcUrl(), "sa", new Secret("secret")));
                running.camel.getRegistry().bind("acme.target-database", DataSource.class, instance.dataSource("acme_halo"));
                Checks checks = new Checks(
                        running.agentApp(),
                        List.of(),
                        new Checks.Email(running.inbound(), running.outbound()),
                        new Checks.Integrator("SELECT MAX(integratorlastrun) FROM dbo.CONTROL", null, Duration.ofMinutes(15)));

                for (String check : List.of("check-agent-app", "check-email-in", "check-email-out", "check-integrator")) {
                    Finding finding = running.ask(check, checks);
                    assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
                }
            }
        }
    }
}
