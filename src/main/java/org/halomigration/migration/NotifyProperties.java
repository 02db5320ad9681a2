package org.halomigration.migration;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import org.halomigration.check.MailLogin;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Secret;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people are told, whatever the migration: the keys {@code halo.notify}.
 *
 * @param smtp the mail server that takes notifications; null: nobody is told by mail
 * @param from whom mails come from
 * @param pause after a failed try
 * @param tries before what is to be told is given up
 */
@ConfigurationProperties("halo.notify")
public record NotifyProperties(Smtp smtp, @DefaultValue("halo-migration@localhost") String from, @DefaultValue("30s") Duration pause, @DefaultValue("5") int tries) {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    /**
     * @param tls {@code tls}, {@code starttls} or {@code none}
     * @param username null: no login
     */
    public record Smtp(String host, @DefaultValue("587") int port, @DefaultValue("starttls") String tls, String username, Secret password) {}

    /** The mail session that the route's endpoint refers to by name. */
    Session session() {
        return smtp == null
                ? Session.getInstance(new Properties())
                : MailLogin.session("smtp", new MailServer(smtp.host(), smtp.port(), smtp.tls(), smtp.username(), smtp.password(), null, null), ANSWER);
    }
}
