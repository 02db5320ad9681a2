package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.dns.NameServer;
import org.halomigration.sandbox.halo.RefusingMailServer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.halomigration.sheet.Migration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The checks of names, mail, landing zone, key, commands and of what people have to say, each well and each failing. */
@ExtendWith(RunningPreflight.Resolver.class)
class ChecksTheSurroundingsBeforehandTest {
    private final RunningPreflight running;

    @TempDir
    Path directory;

    ChecksTheSurroundingsBeforehandTest(RunningPreflight running) {
        this.running = running;
    }

    @Test
    void namesThatResolveAndAreKeptBrieflyAreWell() throws Exception {
        try (NameServer server = NameServer.start()) {
            server.address("help.acme.example", 60, "2001:db8::1");
            server.alias("agent.acme.example", 300, "acme.host.example");
            server.address("acme.host.example", 86_400, "192.0.2.2");
            server.alias("_acme-challenge.help.acme.example", 60, "validation.host.example");

            assertThat(running.askTarget("preflight-names", named(server))).extracting(Finding::severity).containsExactly(Severity.OK, Severity.OK, Severity.OK);
        }
    }

    @Test
    void eachNameSaysWhatIsWrongWithIt() throws Exception {
        try (NameServer server = NameServer.start()) {
            server.address("agent.acme.example", 3_600, "192.0.2.2");
            server.alias("_acme-challenge.help.acme.example", 60, "elsewhere.example");

            List<Finding> findings = running.askTarget("preflight-names", named(server));

            assertThat(findings).extracting(Finding::severity).containsExactly(Severity.WARNING, Severity.FAILED, Severity.FAILED);
            assertThat(findings).extracting(Finding::detail).satisfiesExactly(
                    kept -> assertThat(kept).contains("agent.acme.example is kept for more than 5 min"),
                    absent -> assertThat(absent).isEqualTo("help.acme.example has no address"),
                    alias -> assertThat(alias).contains("should be an alias of validation.host.example; found: elsewhere.example"));
        }
    }

    private Migration named(NameServer server) {
        return running.migration(sheet -> sheet.replaceFirst("agent-app: \\{url: \"[^\"]*\"", "agent-app: {url: \"https://agent.acme.example\"")
                .replaceFirst("portals: \\[\\{url: \"[^\"]*\"", "portals: [{url: \"https://help.acme.example/x\"")
                + "preflight: {name-server: \"" + server.address() + "\", validations: [{name: _acme-challenge.help.acme.example, alias: validation.host.example}]}\n");
    }

    @Test
    void mailServersThatLetTheChecksInAreWell() {
        assertThat(running.askTarget("preflight-mail-access", running.migration())).extracting(Finding::severity).containsExactly(Severity.OK, Severity.OK);
    }

    @Test
    void aMailServerThatRefusesOrIsNotThereFails() {
        List<Finding> findings = running.askTarget("preflight-mail-access", running.migration(sheet -> sheet.replaceFirst("smtp: \\{host: [^,]*, port: \\d+", "smtp: {host: 127.0.0.1, port: 1")
                .replaceFirst("(imap: .*)/mail}", "$1/sql}")));

        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.FAILED, Severity.FAILED);
        assertThat(findings.get(0).detail()).contains("The mail server 127.0.0.1:1 should let the checks in; found: nobody answers");
        assertThat(findings.get(1).detail()).contains("the login was refused");
    }

    @Test
    void aMailboxThatAPolicyClosesIsNamedSo() throws Exception {
        try (RefusingMailServer server = RefusingMailServer.start()) {
            List<Finding> findings = running.askTarget("preflight-mail-access", running.migration(sheet -> sheet
                    .replaceFirst("smtp: \\{host: [^,]*, port: \\d+", "smtp: {host: 127.0.0.1, port: " + server.smtpPort())
                    .replaceFirst("imap: \\{host: [^,]*, port: \\d+", "imap: {host: 127.0.0.1, port: " + server.imapPort())));

            assertThat(findings).hasSize(2).allSatisfy(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                assertThat(finding.detail()).contains("refuses the login by a policy (conditional access)");
                assertThat(finding.advice()).contains("out of the policy that refuses it");
            });
        }
    }

    @Test
    void aLandingZoneThatTakesAndGivesBackIsWell() throws Exception {
        List<Finding> findings = running.ask("preflight-landing-zone", running.migration());

        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.OK, Severity.OK, Severity.WARNING);
        assertThat(findings).extracting(Finding::detail).satisfiesExactly(
                all -> assertThat(all).isEqualTo("The landing zone takes, renames, lists, gives back and deletes a file"),
                speed -> assertThat(speed).matches("One connection brings (at least \\d+|less than 1) MB/s to the landing zone"),
                room -> assertThat(room).isEqualTo("The landing zone's server does not say how much room is left"));
        try (Stream<Path> left = Files.list(running.world.landing)) {
            assertThat(left.filter(file -> file.toString().contains("probe"))).isEmpty();
        }
    }

    @Test
    void aFirstFullThatWouldTravelForDaysIsSaidBeforehand() {
        assertThat(running.ask("preflight-landing-zone", running.migration(sheet -> sheet.replaceFirst("expected-size: .*", "expected-size: 900000TB"))).get(1).detail())
                .endsWith("the first full backup may be on its way for more than a day");
    }

    @Test
    void roomIsToldWhereTheServerTellsIt() throws Exception {
        assumeTrue(OpenSshServer.available(), OpenSshServer.howToInstall());
        try (OpenSshServer server = OpenSshServer.start(directory)) {
            Files.createDirectory(server.root().resolve("acme"));

            assertThat(zone(server, "10MB").get(2)).isEqualTo(new Finding("preflight-landing-zone", "room", Severity.OK, "The landing zone has room for the database (10.0 MB)", null, null));
            assertThat(zone(server, "900000TB").get(2)).satisfies(finding -> {
                assertThat(finding.severity()).isEqualTo(Severity.FAILED);
                assertThat(finding.detail()).startsWith("The landing zone has less room than the database needs uncompressed");
            });
        }
    }

    private List<Finding> zone(SftpServer server, String size) {
        return running.ask("preflight-landing-zone", running.migration(sheet -> sheet.replaceFirst("expected-size: .*", "expected-size: " + size)
                .replaceFirst("(?m)^  port: \\d+$", "  port: " + server.port())
                .replaceFirst("(?m)^  username: acme$", "  username: " + server.username())
                .replaceFirst("private-key: '[^']*'", "private-key: '" + server.privateKey() + "'")
                .replaceFirst("known-hosts: '[^']*'", "known-hosts: '" + server.knownHosts() + "'")));
    }

    @Test
    void aLandingZoneThatIsNotThereOrAStrangerFails() throws Exception {
        assertZoneFails("(?m)^  port: \\d+$", "  port: 1", "The landing zone should answer; found: nobody answers");
        assertZoneFails("known-hosts: '[^']*'", "known-hosts: '" + Files.createFile(directory.resolve("nobody")) + "'", "The landing zone's host key is not in ");
        assertZoneFails("(?m)^  username: acme$", "  username: nobody", "The landing zone should know the login; found: Auth ");
        assertZoneFails("(?m)^  directory: '/acme'$", "  directory: '/elsewhere'", "should take, rename, list, give back and delete a file in /elsewhere");
    }

    private void assertZoneFails(String line, String by, String said) {
        assertThat(running.ask("preflight-landing-zone", running.migration(sheet -> sheet.replaceFirst(line, by)))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.FAILED);
            assertThat(finding.detail()).contains(said);
        });
    }

    @Test
    void aLandingZoneWhoseDiskIsFullFailsAndKeepsNothing() throws Exception {
        MinaSftpServer server = (MinaSftpServer) running.world.sftp;
        server.refuseRenames(true);
        try {
            assertZoneFails("x^", "", "should take, rename, list, give back and delete a file in /acme; found: ");
        } finally {
            server.refuseRenames(false);
        }
        try (Stream<Path> left = Files.list(running.world.landing)) {
            assertThat(left.filter(file -> file.toString().contains("probe"))).isEmpty();
        }
    }

    @Test
    void aKeyIsWellUntilOthersMayReadItOrItIsNone() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n-----END OPENSSH PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Migration migration = running.migration(sheet -> sheet.replaceFirst("private-key: '[^']*'", "private-key: '" + key + "'"));
        assertThat(running.ask("preflight-ssh-key", migration)).extracting(Finding::severity).containsExactly(Severity.OK);

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(running.ask("preflight-ssh-key", migration)).singleElement().satisfies(finding -> assertThat(finding.advice()).contains("chmod 600"));

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(key, "PuTTY-User-Key-File-3: ssh-ed25519\n");
        Files.writeString(directory.resolve("key.pub"), "---- BEGIN SSH2 PUBLIC KEY ----\n");
        assertThat(running.ask("preflight-ssh-key", migration)).extracting(Finding::detail).satisfiesExactly(
                format -> assertThat(format).contains("PuTTY's format"), line -> assertThat(line).contains("is not one line"));
    }

    @Test
    void commandsAreTriedByTheirDryRun() throws Exception {
        assertThat(running.ask("preflight-source-commands", running.migration())).singleElement()
                .satisfies(finding -> assertThat(finding.detail()).isEqualTo("None of the 3 commands of source says how it is tried without its effect"));

        List<Finding> findings = running.ask("preflight-source-commands", running.migration(jobs("{exec: touch " + directory + "/real, dry-run: touch " + directory + "/tried}, {exec: 'true', dry-run: 'false'}")));

        assertThat(findings).extracting(Finding::severity).containsExactly(Severity.OK, Severity.FAILED);
        assertThat(findings.get(1).detail()).contains("Command 2 of source", "exit code 1");
        assertThat(directory.resolve("tried")).exists();
        assertThat(directory.resolve("real")).doesNotExist();
    }

    private static UnaryOperator<String> jobs(String commands) {
        return sheet -> sheet.replace("  settle: 1s", "  settle: 1s\n  backup-jobs: {pause: [" + commands + "]}");
    }

    @Test
    void whatNobodyHasSaidIsAskedFor() {
        assertThat(running.ask("preflight-declarations", running.migration(sheet -> sheet + "integrations: {cloud-syncs: [intune]}\n"))).extracting(Finding::severity)
                .containsExactly(Severity.WARNING, Severity.WARNING, Severity.OK);
        assertThat(running.askTarget("preflight-servers-scaled", running.migration())).extracting(Finding::actor).containsExactly("host");

        String said = "integrations: {cloud-syncs: [intune], stay-on-premises: [powershell]}\npreflight: {integrator: absent, cloud-syncs-by-host: yes, servers-scaled: yes}\n";
        assertThat(running.ask("preflight-declarations", running.migration(sheet -> sheet + said))).extracting(Finding::detail)
                .containsExactly("There is no on-premises integrator", "Done by the host: yes, intune", "These stay on-premises: powershell");
        assertThat(running.askTarget("preflight-servers-scaled", running.migration(sheet -> sheet + said))).extracting(Finding::severity).containsExactly(Severity.OK);
    }

    @Test
    void anOlderHaloInHostingFailsAndANewerOneUpgrades() {
        assertThat(version("")).isEqualTo(Severity.WARNING);
        assertThat(version("2.99.0")).isEqualTo(Severity.FAILED);
        assertThat(version("2.184.1")).isEqualTo(Severity.OK);
        assertThat(version("2.190.0")).isEqualTo(Severity.OK);
    }

    @Test
    void withoutALoginTheVersionIsLookedAtByHand() {
        assertThat(running.ask("preflight-application-version", running.migration(sheet -> sheet.replaceFirst("(?m)^  sql: \\{url: .*$", "")))).extracting(Finding::severity).containsExactly(Severity.WARNING);
    }

    private Severity version(String hosted) {
        List<Finding> findings = running.ask("preflight-application-version", running.migration(sheet -> hosted.isEmpty() ? sheet : sheet + "preflight: {hosted-version: \"" + hosted + "\"}\n"));
        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.detail()).contains("2.184.1"));
        return findings.get(0).severity();
    }
}
