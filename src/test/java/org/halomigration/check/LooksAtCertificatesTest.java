package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.TlsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding of a certificate, on servers whose certificates are made for it. */
class LooksAtCertificatesTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path directory;

    private TlsServer server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void validForTheNameAndTrusted() throws Exception {
        Finding finding = look("dns:localhost", Duration.ZERO, true);

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.detail()).contains("is valid until", "from CN=Sandbox Issuer");
    }

    @Test
    void fromAnIssuerThatNobodyKnows() throws Exception {
        assertFailed(look("dns:localhost", Duration.ZERO, false), "from an issuer that is not trusted here (CN=Sandbox Issuer)");
    }

    @Test
    void forAnotherName() throws Exception {
        assertFailed(look("dns:help.acme.example,dns:*.host.example", Duration.ZERO, true), "is for help.acme.example, *.host.example, not for localhost");
    }

    @Test
    void expired() throws Exception {
        assertFailed(look("dns:localhost", DAY.multipliedBy(91), true), "expired on ");
    }

    @Test
    void soonToExpire() throws Exception {
        Finding finding = look("dns:localhost", DAY.multipliedBy(70), true);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).contains("expires on ");
    }

    @Test
    void withoutEncryptionOrAnAnswer() throws Exception {
        server = TlsServer.start(directory, "dns:localhost");
        Certificates certificates = new Certificates(Duration.ofSeconds(5), Clock.systemUTC(), server.issuers());
        assertThat(certificates.look("c", List.of("http://localhost/")).get(0).detail()).contains("is not encrypted");
        server.close();
        assertThat(certificates.look("c", List.of("https://localhost:" + server.port() + "/")).get(0)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("could not be seen; found: nobody answers");
        });
    }

    @Test
    void aStarStandsForOneLabel() throws Exception {
        server = TlsServer.start(directory, "dns:*.host.example,dns:Acme.Example,ip:127.0.0.1");

        assertThat(List.of("acme.host.example", "ACME.HOST.EXAMPLE", "acme.example", "127.0.0.1")).allMatch(host -> Certificates.covers(server.certificate(), host));
        assertThat(List.of("host.example", "a.b.host.example", "evilhost.example", "www.acme.example", "127.0.0.2")).noneMatch(host -> Certificates.covers(server.certificate(), host));
    }

    private Finding look(String names, Duration later, boolean trusted) throws Exception {
        server = TlsServer.start(directory, names);
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        List<Finding> findings = new Certificates(Duration.ofSeconds(20), clock, trusted ? server.issuers() : null).look("c", List.of("https://localhost:" + server.port() + "/portal"));
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static void assertFailed(Finding finding, String said) {
        assertThat(finding.severity()).isEqualTo(Severity.FAILED);
        assertThat(finding.detail()).contains(said);
    }
}
