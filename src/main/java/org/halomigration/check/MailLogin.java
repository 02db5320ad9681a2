package org.halomigration.check;

import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Properties;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Checks.OAuth2;
import org.halomigration.sheet.Secret;

/** How a mail server is talked to: encryption, limits and login, in a session that mail endpoints refer to by name. */
public final class MailLogin extends Authenticator {
    private final MailServer server;
    private final Duration limit;

    private MailLogin(MailServer server, Duration limit) {
        this.server = server;
        this.limit = limit;
    }

    /**
     * @param protocol {@code smtp} or {@code imap}
     * @param limit for connecting, and for each answer
     */
    public static Session session(String protocol, MailServer server, Duration limit) {
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        String milliseconds = Long.toString(limit.toMillis());
        properties.setProperty(prefix + "connectiontimeout", milliseconds);
        properties.setProperty(prefix + "timeout", milliseconds);
        properties.setProperty(prefix + "writetimeout", milliseconds);
        properties.setProperty(prefix + "ssl.enable", Boolean.toString("tls".equals(server.tls())));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        // Required, or a server in between could strip it and read the password.
        properties.setProperty(prefix + "starttls.enable", Boolean.toString("starttls".equals(server.tls())));
        properties.setProperty(prefix + "starttls.required", Boolean.toString("starttls".equals(server.tls())));
        if (server.username() == null) {
            return Session.getInstance(properties);
        }
        properties.setProperty(prefix + "auth", "true");
        properties.setProperty(prefix + "user", server.username());
        if (server.password() == null) {
            properties.setProperty(prefix + "auth.mechanisms", "XOAUTH2");
        }
        return Session.getInstance(properties, new MailLogin(server, limit));
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(server.username(), secret().reveal());
    }

    private Secret secret() {
        if (server.password() != null) {
            return server.password();
        }
        if (server.token() != null) {
            return server.token();
        }
        OAuth2 oauth2 = server.oauth2();
        try {
            return new ClientCredentials(oauth2.tokenUrl(), oauth2.clientId(), oauth2.clientSecret(), oauth2.scope(), limit).token();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
