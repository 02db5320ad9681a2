package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import org.halomigration.FailureMode;
import org.halomigration.journal.Findings.Open;
import org.halomigration.sandbox.sqlserver.TdsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever the two SQL Servers do: it is said once with the first cause and the next step, and the migration goes on by itself. */
@ExtendWith(Running.Resolver.class)
class ASqlServerThatFailsIsWaitedForTest {
    private final Running running;

    ASqlServerThatFailsIsWaitedForTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void nothingTwiceAndNoSecretSaid() throws Exception {
        running.restored(running.log());
        running.nothingSaidThatShouldNot();
    }

    @Test
    void theSourceIsDownForAWhile() throws Exception {
        Open finding = running.whileBroken(
                () -> running.world.source.network().close(),
                () -> running.finding(running.source(), "stage", "collect: acme.source (127.0.0.1:", "does not answer", "firewall"),
                () -> running.world.source.network().acceptConnections());
        running.ended(running.source(), finding);
    }

    @Test
    void theTargetIsDownForAWhile() throws Exception {
        running.goesOn(running.target(), running.whileBroken(
                () -> running.world.target.network().close(),
                () -> running.heldUp(running.target(), "receive", "acme.target (127.0.0.1:", "does not answer", "firewall"),
                () -> running.world.target.network().acceptConnections()));
    }

    @Test
    void theLoginIsRefusedUntilThePasswordIsRight() throws Exception {
        Path secret = running.world.directory.resolve("secrets/sql");
        String right = Files.readString(secret);
        List<Open> findings = running.whileBroken(
                () -> Files.writeString(secret, "a-wrong-password"),
                () -> List.of(
                        running.finding(running.source(), "stage", "collect: acme.source", "refused the login halo_migration: 18456", "password"),
                        running.finding(running.target(), "stage", "acme.target", "refused the login halo_migration: 18456", "password")),
                () -> Files.writeString(secret, right));
        assertThat(findings.toString()).doesNotContain("a-wrong-password");
        running.ended(running.source(), findings.get(0));
        running.ended(running.target(), findings.get(1));
    }

    @Test
    @FailureMode(number = 24, failure = "The server's certificate is not trusted", noticed = "the TLS handshake, before a login is sent",
            says = "encrypted connection to acme.target … certificate must be trusted … trustStore=… hostNameInCertificate=")
    void aCertificateThatIsNotTrustedIsNotAccepted() throws Exception {
        Path sheet = running.migrations.resolve("acme.yaml");
        String before = Files.readString(sheet);
        try (TdsServer tls = TdsServer.start(running.world.target, true)) {
            String url = "jdbc:sqlserver://127.0.0.1:" + tls.port() + ";encrypt=true;trustServerCertificate=false";
            Files.writeString(sheet, before.replace(running.world.target.jdbcUrl(), url));
            Open finding = running.said("acme", running.target());
            String trusting = url + ";hostNameInCertificate=localhost;trustStore=" + withoutPassword(TdsServer.trustStore()) + ";trustStoreType=JKS";
            Files.writeString(sheet, before.replace(running.world.target.jdbcUrl(), trusting));
            running.ended(running.target(), finding);
            running.restored(running.log());
        } finally {
            Files.writeString(sheet, before);
        }
    }

    private Path withoutPassword(Path pkcs12) throws Exception {
        KeyStore from = KeyStore.getInstance(pkcs12.toFile(), TdsServer.trustStorePassword().toCharArray());
        KeyStore to = KeyStore.getInstance("JKS");
        to.load(null, null);
        for (String alias : Collections.list(from.aliases())) {
            to.setCertificateEntry(alias, from.getCertificate(alias));
        }
        Path jks = running.world.directory.resolve("trusted.jks");
        try (var out = Files.newOutputStream(jks)) {
            to.store(out, new char[0]);
        }
        return jks;
    }

    @Test
    void aRestoreThatCannotReadTheFileIsRepeated() throws Exception {
        running.world.target.failures().readErrorAt("RESTORE LOG", 50);
        String file = running.log();
        running.restored(file);
        assertThat(running.target().events().ofKind("acme", "finding.failed"))
                .anyMatch(event -> event.text().contains("error 3203") && event.text().contains("SHA-256") && !event.text().contains("3013"));
    }

    @Test
    @FailureMode(number = 10, failure = "The connection is lost while a backup is restored", noticed = "the driver; what became of the restore is asked of the server",
            says = "restore-log on acme.target (set …): the connection was lost, so its outcome is not known. → Read the database's state and restore history on a new connection and plan from there; never send it again unseen.")
    void aRestoreWhoseConnectionBreaksIsAskedForAndRepeated() throws Exception {
        running.world.target.failures().dropConnectionAt("RESTORE LOG", 50);
        String file = running.log();
        running.restored(file);
        running.heard("acme", running.target());
    }

    @Test
    @FailureMode(number = 2, failure = "A RESTORE returns as if all were well, and is not done", noticed = "asked on a new connection, the server has no record of it and stands where it stood",
            says = "RESTORE of log … returned, but acme_halo is RESTORING at LSN … and the server has no record of it; expected LSN …. Not counted as done.")
    void aRestoreThatOnlySaysSoIsNotBelieved() throws Exception {
        running.world.target.failures().logDoesNothing();
        running.restored(running.log());
        running.heard("acme", running.target());
    }

    @Test
    @FailureMode(number = 15, failure = "SQL Server's service account may not read the backup file", noticed = "SQL Server's error 3201 with the operating system's 5",
            says = "receive: read-headers on acme.target failed with error 3201 … error 5(Access is denied.)… → Grant the service account access to the directory.")
    void aServiceAccountWithoutAccessIsNamedWithThePath() throws Exception {
        String[] log = new String[1];
        Open finding = running.whileBroken(
                () -> {
                    running.world.target.denies(running.world.targetSees(), true);
                    log[0] = running.log();
                },
                () -> running.said("acme", running.target()),
                () -> running.world.target.denies(running.world.targetSees(), false));
        running.ended(running.target(), finding);
        running.restored(log[0]);
    }
}
