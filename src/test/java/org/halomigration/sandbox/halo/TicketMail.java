package org.halomigration.sandbox.halo;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Properties;

/** Reads the mailbox: each mail becomes a ticket, is removed, and is answered with the ticket's number and its own subject. */
final class TicketMail implements HaloWorker.Task {
    private static final String AUTOMATIC = "Auto-Submitted";

    private final HaloOptions.Mail mail;
    private final HaloStore store;
    private final HaloApplication halo;
    private final Session session;
    private Store mailbox;

    TicketMail(HaloOptions.Mail mail, HaloStore store, HaloApplication halo) {
        this.mail = mail;
        this.store = store;
        this.halo = halo;
        Properties properties = new Properties();
        properties.put("mail.imap.connectiontimeout", "5000");
        properties.put("mail.imap.timeout", "5000");
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", "5000");
        properties.put("mail.smtp.auth", "true");
        this.session = Session.getInstance(properties);
    }

    @Override
    public void run() throws MessagingException, IOException, SQLException {
        if (halo.suffers(Fault.MAIL_UNREAD) || !store.readsMail()) {
            return;
        }
        if (mailbox == null || !mailbox.isConnected()) {
            mailbox = session.getStore("imap");
            mailbox.connect(mail.server().host(), mail.server().imapPort(), mail.mailbox().address(), mail.mailbox().password());
        }
        try (Folder inbox = mailbox.getFolder("INBOX")) {
            inbox.open(Folder.READ_WRITE);
            for (Message message : inbox.getMessages()) {
                takeIn((MimeMessage) message);
            }
        }
    }

    private void takeIn(MimeMessage message) throws MessagingException, IOException, SQLException {
        InternetAddress sender = (InternetAddress) message.getFrom()[0];
        String subject = message.getSubject() == null ? "" : message.getSubject();
        String name = sender.getPersonal() == null ? sender.getAddress() : sender.getPersonal();
        String body = message.getContent() instanceof String text ? text : "";
        int ticket = store.add(subject, body, name, sender.getAddress(), LocalDateTime.now(ZoneOffset.UTC));
        message.setFlag(Flags.Flag.DELETED, true);
        if (!halo.suffers(Fault.NO_ANSWERS) && store.sendsMail() && message.getHeader(AUTOMATIC) == null) {
            answer(ticket, sender, subject, message.getMessageID());
        }
    }

    private void answer(int ticket, InternetAddress to, String subject, String answered) throws MessagingException {
        MimeMessage answer = new MimeMessage(session);
        answer.setFrom(mail.mailbox().address());
        answer.setRecipient(Message.RecipientType.TO, to);
        answer.setSubject("RE: " + subject + " [ID:%07d]".formatted(ticket), "UTF-8");
        answer.setText("Your ticket has the number " + ticket + ". You wrote: " + subject, "UTF-8");
        answer.setHeader(AUTOMATIC, "auto-replied");
        if (answered != null) {
            answer.setHeader("In-Reply-To", answered);
        }
        answer.saveChanges();
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(mail.server().host(), mail.server().smtpPort(), mail.mailbox().address(), mail.mailbox().password());
            transport.sendMessage(answer, answer.getAllRecipients());
        }
    }

    @Override
    public void close() {
        if (mailbox != null) {
            try {
                mailbox.close();
            } catch (MessagingException alreadyGone) {
                // Nothing is left to let go of.
            }
        }
    }
}
