package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksMailInAndOutTest {
    private static RunningChecks running;

    @BeforeAll
    static void start() {
        running = new RunningChecks();
    }

    @AfterEach
    void heal() {
        running.heal();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void aMailThatBecomesATicketIsHealthy() {
        Finding finding = in(running.inbound());

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.subject()).isEqualTo("help@acme.example");
        assertThat(finding.detail()).isEqualTo("A mail becomes a ticket in the target database");
        assertThat(running.database.value("SELECT COUNT(*) FROM dbo.FAULTS WHERE Symptom LIKE 'Halo Migration check halocheck%, please ignore'")).isNotEqualTo("0");
    }

    @Test
    void anAnswerThatArrivesIsHealthy() {
        Finding finding = out(running.inbound(), running.outbound());

        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.OK);
        assertThat(finding.detail()).isEqualTo("Halo's answer to a check mail arrives at check@acme.example");
    }

    @Test
    void aMailThatBecomesNoTicketFails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.MAIL_UNREAD);

        Finding finding = in(running.inbound());

        failed(finding, "A mail to Halo should become a ticket in the target database; found: it was taken, but no ticket in 120s");
        assertThat(finding.advice()).contains("mail settings");
    }

    @Test
    void anAnswerThatDoesNotComeFails() {
        running.clock.impatient(true);
        running.halo.breaks(Fault.NO_ANSWERS);

        failed(out(running.inbound(), running.outbound()), "The check mail should be answered by Halo; found: it was taken, but no answer in 120s");
    }

    @Test
    void aMailServerWhereNobodyListensIsNamed() {
        MailServer nobody = new MailServer("127.0.0.1", 1, "none", null, null, null, null);

        failed(in(new Checks.Inbound(nobody, "help@acme.example")), "127.0.0.1:1 should take a mail to help@acme.example; found: nobody answers");
    }

    @Test
    void aRefusedMailboxIsNamed() {
        running.clock.impatient(true);
        MailServer right = running.outbound().imap();
        MailServer wrong = new MailServer(right.host(), right.port(), "none", right.username(), new Secret("a-wrong-password"), null, null);

        Finding finding = out(running.inbound(), new Checks.Outbound(wrong, null));

        failed(finding, "The mailbox should be open to the check; found: the login was refused");
        assertThat(finding.actor()).isEqualTo("customer");
        assertThat(finding.detail()).doesNotContain("a-wrong-password");
    }

    @Test
    void aMailboxServerWhereNobodyListensIsNamed() {
        running.clock.impatient(true);
        MailServer nobody = new MailServer("127.0.0.1", 1, "none", "check@acme.example", new Secret("x"), null, null);

        failed(out(running.inbound(), new Checks.Outbound(nobody, null)), "The mailbox should be open to the check; found: nobody answers");
    }

    @Test
    void aServerThatCannotEncryptIsNotTrustedWithThePassword() {
        running.clock.impatient(true);
        MailServer right = running.outbound().imap();
        MailServer encrypted = new MailServer(right.host(), right.port(), "starttls", right.username(), right.password(), null, null);

        failed(out(running.inbound(), new Checks.Outbound(encrypted, null)), "The mailbox should be open to the check; found: ");
    }

    @Test
    void aTargetDatabaseThatIsNotThereIsNamed() {
        running.database("acme.target-database", "jdbc:h2:mem:missing;IFEXISTS=TRUE");
        try {
            failed(in(running.inbound()), "The target database should say which ticket is its newest; found: the target database refused");
        } finally {
            running.database("acme.target-database", running.database.database().url());
        }
    }

    @Test
    void whatIsNotConfiguredIsSaid() {
        assertThat(running.ask("check-email-in", new Checks(null, List.of(), null, null)).detail()).startsWith("not configured: checks.email.inbound");
        assertThat(in(null).detail()).startsWith("not configured: checks.email.inbound");
        assertThat(running.ask("check-email-out", new Checks(null, List.of(), null, null)).detail()).startsWith("not configured: checks.email.outbound");
        assertThat(out(null, running.outbound()).detail()).startsWith("not configured: checks.email.inbound");
        assertThat(out(null, running.outbound()).severity()).isEqualTo(Severity.WARNING);
    }

    private static Finding in(Checks.Inbound inbound) {
        return running.ask("check-email-in", new Checks(null, List.of(), new Checks.Email(inbound, null), null));
    }

    private static Finding out(Checks.Inbound inbound, Checks.Outbound outbound) {
        return running.ask("check-email-out", new Checks(null, List.of(), new Checks.Email(inbound, outbound), null));
    }

    private static void failed(Finding finding, String... words) {
        assertThat(finding.severity()).as(finding.detail()).isEqualTo(Severity.FAILED);
        assertThat(finding.detail()).contains(words);
        assertThat(finding.advice()).isNotBlank();
    }
}
