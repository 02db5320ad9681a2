package org.halomigration.check;

import jakarta.mail.Session;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.Registry;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Migration;

/**
 * Puts the logins of a migration's checks where endpoints find them by name, so that no secret stands in a route, a URI or a message: the bean
 * {@code logins}. The names are {@code <migration>.inbound-mail}, {@code <migration>.outbound-mail} (mail sessions) and {@code <migration>.api}.
 */
public final class Logins {
    private final CamelContext camel;
    private final Duration limit;

    /** @param limit for connecting to a mail server, for each of its answers, and for a whole answer of an API */
    Logins(CamelContext camel, Duration limit) {
        this.camel = camel;
        this.limit = limit;
    }

    /** As the migration file says now. Endpoints that are made afterwards use it. */
    public void provide(Migration migration) {
        Registry registry = camel.getRegistry();
        String name = migration.name();
        Checks checks = migration.checks();
        if (checks.email() != null && checks.email().inbound() != null) {
            registry.bind(name + ".inbound-mail", Session.class, MailLogin.session("smtp", checks.email().inbound().smtp(), limit));
        }
        if (checks.email() != null && checks.email().outbound() != null) {
            registry.bind(name + ".outbound-mail", Session.class, MailLogin.session("imap", checks.email().outbound().imap(), limit));
        }
        if (checks.agentApp() != null && checks.agentApp().api() != null) {
            registry.bind(name + ".api", HttpClientConfigurer.class, api(checks.agentApp()));
        }
    }

    private ApiLogin api(Checks.AgentApp agentApp) {
        Checks.Api api = agentApp.api();
        String tokenUrl = api.tokenUrl() == null ? base(agentApp.url()) + "/auth/token" : api.tokenUrl();
        return new ApiLogin(new ClientCredentials(tokenUrl, api.clientId(), api.clientSecret(), null, limit));
    }

    /** Without a slash at its end. */
    static String base(String url) {
        return url.replaceFirst("/+$", "");
    }
}
