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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each finding of a certificate, on servers whose certificates are made for it. */
class LooksAtCertificatesTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    static Path directory;

    private static TlsServer local;

    @BeforeAll
    static void start() throws Exception {
        local = TlsServer.start(directory, "dns:localhost");
    }

    @AfterAll
    static void stop() throws Exception {
        local.close();
    }

    @Test
    void validForTheNameAndTrusted() throws Exception {
        Finding finding = look(Duration.ZERO, true);

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.detail()).contains("is valid until", "from CN=Sandbox Issuer");
    }

    @Test
    void fromAnIssuerThatNobodyKnows() throws Exception {
        assertFailed(look(Duration.ZERO, false), "from an issuer that is not trusted here (CN=Sandbox Issuer)");
    }

    @Test
    void expired() throws Exception {
        assertFailed(look(DAY.multipliedBy(91), true), "expired on ");
    }

    @Test
    void soonToExpire() throws Exception {
        Finding finding = look(DAY.multipliedBy(70), true);

        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.detail()).contains("expires on ");
    }

    @Test
    void withoutEncryptionOrAnAnswer() throws Exception {
        Certificates certificates = new Certificates(Duration.ofSeconds(20), Clock.systemUTC(), null);

        assertThat(certificates.look("c", List.of("http://localhost/")).get(0).detail()).contains("is not encrypted");
        assertThat(certificates.look("c", List.of("https://localhost:1/")).get(0)).satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.detail()).contains("could not be seen; found: nobody answers");
        });
    }

    @Test
    void aStarStandsForOneLabelAndOnlyTheNamesCount() throws Exception {
        try (TlsServer server = TlsServer.start(directory, "dns:*.host.example,dns:Acme.Example,ip:127.0.0.1")) {
            assertThat(List.of("acme.host.example", "ACME.HOST.EXAMPLE", "acme.example", "127.0.0.1")).allMatch(host -> Certificates.covers(server.certificate(), host));
            assertThat(List.of("host.example", "a.b.host.example", "evilhost.example", "www.acme.example", "127.0.0.2")).noneMatch(host -> Certificates.covers(server.certificate(), host));
            assertFailed(look(server, Duration.ZERO, true), "is for *.host.example, Acme.Example, 127.0.0.1, not for localhost");
        }
    }

    private static Finding look(Duration later, boolean trusted) throws Exception {
        return look(local, later, trusted);
    }

    private static Finding look(TlsServer server, Duration later, boolean trusted) throws Exception {
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
