package org.halomigration.check;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.BacklogTracer;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Finding.Severity;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Checks.OAuth2;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Whoever watches routes, endpoints, MBeans, traced messages and the log of checks sees no password, secret or token. */
class ShowsNoSecretTest {
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static RunningChecks running;

    @BeforeAll
    static void start() {
        LOG.start();
        ROOT.addAppender(LOG);
        running = new RunningChecks();
    }

    @AfterAll
    static void stop() {
        running.close();
        ROOT.detachAppender(LOG);
    }

    @Test
    void whereverChecksCanBeWatched() throws Exception {
        Checks right = new Checks(running.agentApp(), List.of(), new Checks.Email(running.inbound(), running.outbound()), null);
        assertThat(ask(right)).extracting(Finding::severity).containsOnly(Severity.OK);
        running.clock.impatient(true);
        MailServer imap = running.outbound().imap();
        OAuth2 oauth2 = new OAuth2(running.halo.url() + "/auth/token", running.halo.clientId(), new Secret("wrong-mail-secret"), "mail");
        Checks wrong = new Checks(
                new Checks.AgentApp(running.halo.url(), "Halo", new Checks.Api(running.halo.clientId(), new Secret("wrong-api-secret"), null)),
                List.of(),
                new Checks.Email(running.inbound(), new Checks.Outbound(new MailServer(imap.host(), imap.port(), "none", imap.username(), null, null, oauth2), null)),
                null);
        List<Finding> findings = ask(wrong);

        List<String> seen = new ArrayList<>(mbeans());
        running.camel.getEndpoints().stream().map(Endpoint::getEndpointUri).forEach(seen::add);
        BacklogTracer tracer = running.camel.getCamelContextExtension().getContextPlugin(BacklogTracer.class);
        seen.add(tracer.dumpAllTracedMessagesAsXml());
        LOG.list.forEach(event -> seen.add(event.getFormattedMessage() + event.getThrowableProxy()));
        findings.forEach(finding -> seen.add(finding.toString()));

        assertThat(String.join("\n", seen)).contains("hand-mail-in", "fetch-ticket", "read-mailbox", "127.0.0.1");
        assertThat(seen).noneMatch(text -> text.contains(running.halo.clientSecret())
                || text.contains(imap.password().reveal())
                || text.contains("wrong-mail-secret")
                || text.contains("wrong-api-secret")
                || text.contains("Bearer "));
        assertThat(findings).extracting(Finding::detail).anyMatch(detail -> detail.contains("gave the client 'halo-check' no token"));
    }

    private static List<Finding> ask(Checks checks) {
        return List.of(running.ask("check-agent-app", checks), running.ask("check-email-in", checks), running.ask("check-email-out", checks));
    }

    private static List<String> mbeans() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<String> seen = new ArrayList<>();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:context=" + running.camel.getManagementName() + ",*"), null)) {
            seen.add(name.toString());
            for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable() && attribute.getType().equals("java.lang.String")) {
                    seen.add(String.valueOf(server.getAttribute(name, attribute.getName())));
                }
            }
        }
        return seen;
    }
}
