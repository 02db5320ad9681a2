package org.halomigration.check;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.OrTerm;
import jakarta.mail.search.SubjectTerm;
import java.time.Duration;
import java.util.Locale;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Migration;

/**
 * Looks for a mail in the outbound mailbox, which stays as it is: the bean {@code mailbox}. Camel's polling consumer marks mails as read, and
 * a thread of it stays for each look that is asked with another word.
 */
public final class Mailbox {
    private final Duration limit;

    /** @param limit for connecting, and for each answer of the server */
    Mailbox(Duration limit) {
        this.limit = limit;
    }

    /**
     * @param mailbox its address, for the finding
     * @param token a word that no other mail has
     * @return null where there is no mail with the token yet
     * @throws MessagingException when the mailbox cannot be read
     */
    public Finding look(String check, Migration migration, String mailbox, String token) throws MessagingException {
        MailServer server = migration.checks().email().outbound().imap();
        try (Store store = MailLogin.session("imap", server, limit).getStore("imap")) {
            // Without a name here it is the session that logs in.
            store.connect(server.host(), server.port(), null, null);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                Finding finding = null;
                for (Message mail : inbox.search(new OrTerm(new SubjectTerm(token), new BodyTerm(token)))) {
                    finding = judge(check, mailbox, String.join(",", header(mail, "From")), String.join(",", header(mail, "Content-Type")), mail.getSubject());
                    if (finding.severity() == Severity.OK) {
                        return finding;
                    }
                }
                return finding;
            }
        }
    }

    private static String[] header(Message mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? new String[0] : values;
    }

    /** The answer, or the check mail itself, undelivered. */
    static Finding judge(String check, String mailbox, String from, String contentType, String subject) {
        String sender = from.toLowerCase(Locale.ROOT);
        boolean returned = sender.contains("mailer-daemon") || sender.contains("postmaster@")
                || contentType.toLowerCase(Locale.ROOT).startsWith("multipart/report");
        if (returned) {
            return new Finding(check, mailbox, Severity.FAILED, "The check mail should be answered by Halo; found: it came back to " + mailbox + " undelivered",
                    "Read the mail '" + brief(String.valueOf(subject).replaceAll("halocheck\\w+", "…")) + "' there: it says why.", "customer");
        }
        return new Finding(check, mailbox, Severity.OK, "Halo's answer to a check mail arrives at " + mailbox, null, null);
    }

    /** Whoever sends a mail says how long its subject is. Its body is never fetched. */
    private static String brief(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
