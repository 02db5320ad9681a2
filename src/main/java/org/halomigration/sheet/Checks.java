package org.halomigration.sheet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the health checks look at; a part that is null is reported as absent, not as healthy. */
public record Checks(
        @Key("The agents' web application") AgentApp agentApp,
        @Key("The customers' portals") List<Portal> portals,
        @Key("Mail in and out") Email email,
        @Key("The integrator's heartbeat; absent: reported as absent") Integrator integrator) {

    public record AgentApp(
            @Key(value = "Its address", need = Need.ALWAYS, format = Format.URL, example = "https://acme.host.example") String url,
            @Key(value = "Text that its page must contain", need = Need.ALWAYS, example = "Halo") String expect,
            @Key("The login to its API, to read a known ticket and the check mail's") Api api) {}

    /**
     * The login to Halo's API by client credentials.
     *
     * @param tokenUrl null: {@code /auth/token} below the agent app's address
     */
    public record Api(
            @Key(value = "The API application's client id", need = Need.ALWAYS, example = "5f0c1c7e-check") String clientId,
            @Key(value = "Its secret", need = Need.ALWAYS, example = "\"${ACME_API_SECRET}\"") Secret clientSecret,
            @Key(value = "Where tokens are given; absent: `/auth/token` below the agent app's address", format = Format.URL,
                            example = "https://acme.host.example/auth/token")
                    String tokenUrl) {}

    public record Portal(
            @Key(value = "Its address", need = Need.ALWAYS, format = Format.URL, example = "https://help.acme.example") String url,
            @Key(value = "Text that its page must contain", need = Need.ALWAYS, example = "Sign in") String expect) {}

    public record Email(
            @Key("A mail to Halo, which must become a ticket") Inbound inbound,
            @Key("Halo's answer, which must arrive in a mailbox") Outbound outbound) {}

    /** Where a check mail is handed in ({@code smtp}) and the address whose mails become tickets. */
    public record Inbound(
            @Key(value = "The mail server that takes the check mail", need = Need.ALWAYS) MailServer smtp,
            @Key(value = "The address whose mails become tickets", need = Need.ALWAYS, format = Format.MAIL, example = "help@acme.example")
                    String mailbox) {}

    /** The mailbox where the answer to a check mail must arrive; {@code mailbox} null: its address is the login's name. */
    public record Outbound(
            @Key(value = "The mail server with the mailbox", need = Need.ALWAYS) MailServer imap,
            @Key(value = "The mailbox's address, from which the check mail is sent, too; absent: the login's name", format = Format.MAIL,
                            example = "check@acme.example")
                    String mailbox) {}

    /**
     * A mail server and the login for it; none where username is null.
     *
     * @param tls {@code none}, {@code starttls} or {@code tls}
     * @param token an OAuth2 access token used instead of a password (SASL XOAUTH2)
     * @param oauth2 where to fetch that token
     */
    public record MailServer(
            @Key(value = "The mail server", need = Need.ALWAYS, format = Format.HOST, example = "mail.acme.example") String host,
            @Key(value = "Its port: usually 587 (starttls) or 465 (tls) for SMTP, 993 (tls) for IMAP", need = Need.ALWAYS, example = "587")
                    int port,
            @Key(value = "`tls` from the first byte, `starttls`, or `none`", oneOf = {"tls", "starttls", "none"}, byDefault = "tls",
                            example = "starttls")
                    String tls,
            @Key(value = "The login's name; absent: no login", example = "check@acme.example") String username,
            @Key(value = "Its password; this, `token` or `oauth2`", example = "\"${ACME_MAIL_PASSWORD}\"") Secret password,
            @Key(value = "An OAuth2 access token (SASL XOAUTH2), where something else keeps it fresh", example = "\"${file:/run/secrets/acme_mail_token}\"")
                    Secret token,
            @Key("Where an OAuth2 access token is fetched, by client credentials") OAuth2 oauth2)
            implements Ruled {

        @Override
        public List<Breach> breaches(Role role) {
            long ways = Stream.of(password, token, oauth2).filter(Objects::nonNull).count();
            if (ways == (username == null ? 0 : 1)) {
                return List.of();
            }
            return username == null
                    ? List.of(new Breach("username", "a username with a password, token or oauth2", "none"))
                    : List.of(new Breach(
                            "password", "exactly one of password, token and oauth2 with a username", ways == 0 ? "none" : ways + " of them"));
        }
    }

    /** A token by OAuth2's client credentials grant (RFC 6749, 4.4), as Exchange Online wants for IMAP and SMTP. */
    public record OAuth2(
            @Key(value = "Where tokens are given", need = Need.ALWAYS, format = Format.URL,
                            example = "https://login.microsoftonline.com/acme.example/oauth2/v2.0/token")
                    String tokenUrl,
            @Key(value = "The application's client id", need = Need.ALWAYS, example = "0b8e3f4a-mail") String clientId,
            @Key(value = "Its secret", need = Need.ALWAYS, example = "\"${ACME_MAIL_CLIENT_SECRET}\"") Secret clientSecret,
            @Key(value = "What the token is for", example = "https://outlook.office365.com/.default") String scope) {}

    /** Exactly one of {@code sql} (its first value is the time of the last heartbeat, UTC) and {@code url} is set. */
    public record Integrator(
            @Key(value = "A query on the target database; its first value is the time of the last heartbeat, in UTC; this or `url`",
                            example = "SELECT MAX(last_seen) FROM dbo.integrator_heartbeat")
                    String sql,
            @Key(value = "An address that answers with status 200 while the integrator is well; this or `sql`", format = Format.URL,
                            example = "https://acme.host.example/integrator/health")
                    String url,
            @Key(value = "How old the heartbeat may be", byDefault = "15m", example = "15m") Duration notOlderThan)
            implements Ruled {

        @Override
        public List<Breach> breaches(Role role) {
            return Breach.exactlyOne("sql", sql, "url", url);
        }
    }
}
