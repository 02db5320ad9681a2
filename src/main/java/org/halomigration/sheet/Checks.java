package org.halomigration.sheet;

import java.time.Duration;
import java.util.List;

/** What the health checks look at; a part that is null is reported as absent, not as healthy. */
public record Checks(AgentApp agentApp, List<Portal> portals, Email email, Integrator integrator) {

    public record AgentApp(String url, String expect, Api api) {}

    public record Api(String clientId, Secret clientSecret) {}

    public record Portal(String url, String expect) {}

    public record Email(Inbound inbound, Outbound outbound) {}

    /** Where a check mail is handed in ({@code smtp}) and the address whose mails become tickets. */
    public record Inbound(MailServer smtp, String mailbox) {}

    /** The mailbox where the answer to a check mail must arrive. */
    public record Outbound(MailServer imap, String mailbox) {}

    /**
     * A mail server and the login for it.
     *
     * @param tls {@code none}, {@code starttls} or {@code tls}
     * @param token an OAuth2 access token used instead of a password (SASL XOAUTH2)
     */
    public record MailServer(String host, int port, String tls, String username, Secret password, Secret token) {}

    /** Exactly one of {@code sql} (its first value is the time of the last heartbeat, UTC) and {@code url} is set. */
    public record Integrator(String sql, String url, Duration notOlderThan) {}
}
