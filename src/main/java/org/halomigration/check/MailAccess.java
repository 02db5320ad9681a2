package org.halomigration.check;

import jakarta.mail.MessagingException;
import jakarta.mail.Service;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Migration;

/** Logs in to the mailbox and the mail server as the checks will, and no more: the bean {@code mailAccess}. */
public final class MailAccess {
    private final Duration limit;

    /** @param limit for connecting, and for each answer of a server */
    MailAccess(Duration limit) {
        this.limit = limit;
    }

    public List<Finding> look(String check, Migration migration) {
        Checks.Email email = migration.checks().email();
        List<Finding> findings = new ArrayList<>();
        if (email != null && email.inbound() != null) {
            findings.add(login(check, "smtp", email.inbound().smtp(), "The mail server"));
        }
        if (email != null && email.outbound() != null) {
            findings.add(login(check, "imap", email.outbound().imap(), "The mailbox"));
        }
        return findings.isEmpty() ? List.of(new Answers().absent(check, "checks.email")) : findings;
    }

    private Finding login(String check, String protocol, MailServer server, String what) {
        String address = server.host() + ":" + server.port();
        Session session = MailLogin.session(protocol, server, limit);
        try (Service service = protocol.equals("imap") ? session.getStore(protocol) : session.getTransport(protocol)) {
            // Without a name here it is the session that logs in.
            service.connect(server.host(), server.port(), null, null);
            return new Finding(check, address, Severity.OK, what + " " + address + " lets the checks in", null, null);
        } catch (MessagingException | RuntimeException e) {
            Cause cause = Cause.of(e);
            if (isConditional(e)) {
                return new Finding(check, address, Severity.FAILED, what + " " + address + " refuses the login by a policy (conditional access); found: " + cause.found(),
                        "Take the hosted side's addresses, or this account, out of the policy that refuses it.", "customer");
            }
            return new Finding(check, address, Severity.FAILED, what + " " + address + " should let the checks in; found: " + cause.found(), cause.advice(), cause.actor());
        }
    }

    /** By what Microsoft's servers say: AADSTS53000 to 53004 and 50158 for conditional access, 5.7.139 and 5.7.57 for sign-ins that a policy blocks. */
    static boolean isConditional(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("conditional access") || text.matches("(?s).*aadsts(5300[0-4]|50158).*") || text.contains("5.7.139") || text.contains("basicauthblocked")) {
                return true;
            }
        }
        return false;
    }
}
