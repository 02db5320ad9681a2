package org.halomigration.check;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Checks.Email;
import org.halomigration.sheet.Migration;

/** The mail by which the way in and the way out are tried: the bean {@code checkMail}. */
public final class CheckMail {
    private final SecureRandom random = new SecureRandom();

    /** A word that no other mail has: one word, because some servers search by words. */
    public String token() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return "halocheck" + HexFormat.of().formatHex(bytes);
    }

    /** Who sends it: the mailbox that waits for the answer, else the one that hands it in, else nobody in the mailbox's domain. */
    public String sender(Migration migration) {
        Email email = migration.checks().email();
        if (email.outbound() != null) {
            return mailbox(migration);
        }
        String username = email.inbound().smtp().username();
        if (username != null && username.contains("@")) {
            return username;
        }
        return "halo-migration" + email.inbound().mailbox().replaceFirst("^[^@]*", "");
    }

    /** The address that the answer goes to. */
    public String mailbox(Migration migration) {
        Email email = migration.checks().email();
        return email.outbound().mailbox() == null ? email.outbound().imap().username() : email.outbound().mailbox();
    }

    /** A mail with the token has arrived: the answer, or the check mail itself, undelivered. */
    public Finding judge(String check, String mailbox, String from, String contentType, String subject) {
        String sender = String.valueOf(from).toLowerCase(Locale.ROOT);
        boolean returned = sender.contains("mailer-daemon") || sender.contains("postmaster@")
                || String.valueOf(contentType).toLowerCase(Locale.ROOT).startsWith("multipart/report");
        if (returned) {
            return new Finding(check, mailbox, Severity.FAILED, "The check mail should be answered by Halo; found: it came back to " + mailbox + " undelivered",
                    "Read the mail '" + subject.replaceAll("halocheck\\w+", "…") + "' there: it says why.", "customer");
        }
        return new Finding(check, mailbox, Severity.OK, "Halo's answer to a check mail arrives at " + mailbox, null, null);
    }
}
