package org.halomigration.sandbox.halo;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A mail server (GreenMail) on random loopback ports: SMTP to hand mails in, IMAP to read them, mailboxes with generated passwords. */
public final class MailSandbox implements AutoCloseable {
    private final GreenMail server;
    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

    private MailSandbox() {
        server = new GreenMail(new ServerSetup[] {setup(ServerSetup.PROTOCOL_SMTP), setup(ServerSetup.PROTOCOL_IMAP)});
        server.start();
    }

    /** A mailbox; its address is also its login's name. */
    public record Mailbox(String address, String password) {}

    public static MailSandbox start() {
        return new MailSandbox();
    }

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol).dynamicPort();
    }

    /** The mailbox of that address, made when it is asked for first. */
    public Mailbox mailbox(String address) {
        return mailboxes.computeIfAbsent(address, name -> {
            Mailbox made = new Mailbox(name, UUID.randomUUID().toString());
            server.setUser(made.address(), made.address(), made.password());
            return made;
        });
    }

    public String host() {
        return "127.0.0.1";
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    public int imapPort() {
        return server.getImap().getPort();
    }

    /** What lies in the inbox of that mailbox now, oldest first. */
    public List<MimeMessage> inbox(String address) {
        GreenMailUser user = server.getUserManager().getUserByEmail(address);
        try {
            return server.getManagers().getImapHostManager().getInbox(user).getMessages().stream()
                    .map(stored -> stored.getMimeMessage())
                    .toList();
        } catch (FolderException e) {
            throw new IllegalStateException("The inbox of " + address + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Subjects of the mails in that mailbox. */
    public List<String> subjects(String address) {
        return inbox(address).stream().map(MailSandbox::subject).toList();
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    @Override
    public String toString() {
        return "smtp " + smtpPort() + ", imap " + imapPort() + ", mailboxes " + Arrays.toString(mailboxes.keySet().toArray());
    }
}
