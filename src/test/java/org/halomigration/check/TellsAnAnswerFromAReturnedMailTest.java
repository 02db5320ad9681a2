package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.halomigration.journal.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellsAnAnswerFromAReturnedMailTest {
    private final CheckMail mail = new CheckMail();

    @Test
    void anAnswerIsOk() {
        assertThat(mail.judge("check-email-out", "check@acme.example", "Help <help@acme.example>", "text/plain", "RE: x").severity()).isEqualTo(Severity.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "Mail Delivery System <MAILER-DAEMON@mx.example>, text/plain",
        "postmaster@acme.example, text/plain",
        "no-reply@acme.example, multipart/report; report-type=delivery-status"
    })
    void aReturnedMailFails(String from, String contentType) {
        var finding = mail.judge("check-email-out", "check@acme.example", from, contentType, "Undelivered: Halo Migration check halocheck0123456789abcdef");

        assertThat(finding.severity()).isEqualTo(Severity.FAILED);
        assertThat(finding.detail()).isEqualTo("The check mail should be answered by Halo; found: it came back to check@acme.example undelivered");
        assertThat(finding.advice()).as("the same words each time").doesNotContain("0123456789abcdef");
    }
}
