package org.halomigration.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.halomigration.journal.Finding;
import org.halomigration.sandbox.halo.HaloApplication;
import org.halomigration.sandbox.halo.HaloDatabaseInMemory;
import org.halomigration.sandbox.halo.HaloOptions;
import org.halomigration.sandbox.halo.MailSandbox;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Checks.MailServer;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.Target;

/** The checks' routes as they stand in {@code routes/checks}, and a Halo with mail and database to ask. */
final class RunningChecks implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    /** Null where another database is used. */
    final HaloDatabaseInMemory database;

    final MailSandbox mail = MailSandbox.start();
    final HaloApplication halo;
    final DefaultCamelContext camel = new DefaultCamelContext();
    final ImpatientClock clock = new ImpatientClock();

    RunningChecks() {
        this(new HaloDatabaseInMemory());
    }

    private RunningChecks(HaloDatabaseInMemory database) {
        this(database, database.database());
        database("acme.target-database", database.database().url());
    }

    /** On a database of one's own, whose data source is to be bound as {@code acme.target-database}. */
    RunningChecks(HaloOptions.Database another) {
        this(null, another);
    }

    private RunningChecks(HaloDatabaseInMemory inMemory, HaloOptions.Database used) {
        database = inMemory;
        mail.mailbox("check@acme.example");
        halo = new HaloApplication(new HaloOptions(
                used, new HaloOptions.Mail(mail, mail.mailbox("help@acme.example")), HaloOptions.Heartbeat.IN_CONTROL));
        Properties properties = new Properties();
        properties.setProperty("halo.routes", "routes");
        properties.setProperty("halo.checks.pause", "50");
        properties.setProperty("halo.checks.mail-patience", "15s");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.setBacklogTracing(true);
        camel.getShutdownStrategy().setTimeout(5);
        Registry registry = camel.getRegistry();
        registry.bind("finding", new Answers());
        registry.bind("findings", new CollectFindings());
        registry.bind("patience", new Patience(clock));
        registry.bind("page", new Page());
        registry.bind("ticket", new Ticket());
        registry.bind("answerLimit", new AnswerLimit(ANSWER_LIMIT));
        registry.bind("logins", new Logins(camel, ANSWER_LIMIT));
        registry.bind("checkMail", new CheckMail());
        registry.bind("mailbox", new Mailbox(ANSWER_LIMIT));
        registry.bind("heartbeat", new Heartbeat(Clock.systemUTC()));
        try (Stream<Path> files = Files.list(Path.of("routes/checks"))) {
            halo.start();
            camel.start();
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).toList()) {
                Resource resource = PluginHelper.getResourceLoader(camel).resolveResource("file:" + file);
                PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void database(String name, String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl(url);
        source.setUser("sa");
        source.setPassword("");
        camel.getRegistry().bind(name, DataSource.class, source);
    }

    /** After this nothing is wrong, and checks are patient. */
    void heal() {
        halo.heals();
        clock.impatient(false);
    }

    Finding ask(String check, Checks checks) {
        return (Finding) answer(check, checks);
    }

    @SuppressWarnings("unchecked")
    List<Finding> askAll(String check, Checks checks) {
        return (List<Finding>) answer(check, checks);
    }

    private Object answer(String check, Checks checks) {
        Exchange exchange = ExchangeBuilder.anExchange(camel).build();
        exchange.setVariable("migration", migration(checks));
        Exchange done = camel.createProducerTemplate().send("direct:" + check, exchange);
        if (done.getException() != null) {
            throw new AssertionError(check + " broke", done.getException());
        }
        return done.getMessage().getBody();
    }

    private static Migration migration(Checks checks) {
        Target target = new Target("acme_halo", null, "sqlserver", null, null, null, null, null, null, "full", null, null, null);
        return new Migration("acme", Path.of("acme.yaml"), "", "halo", null, null, "stable", null, null, null, target, checks, null, null, null, List.of(), null, null, "counts", "warn");
    }

    Checks.AgentApp agentApp() {
        return new Checks.AgentApp(halo.url(), "Halo", new Checks.Api(halo.clientId(), new Secret(halo.clientSecret()), null));
    }

    Checks.Inbound inbound() {
        MailSandbox.Mailbox sender = mail.mailbox("check@acme.example");
        return new Checks.Inbound(new MailServer(mail.host(), mail.smtpPort(), "none", sender.address(), new Secret(sender.password()), null, null), "help@acme.example");
    }

    Checks.Outbound outbound() {
        MailSandbox.Mailbox reader = mail.mailbox("check@acme.example");
        return new Checks.Outbound(new MailServer(mail.host(), mail.imapPort(), "none", reader.address(), new Secret(reader.password()), null, null), null);
    }

    @Override
    public void close() {
        camel.stop();
        halo.close();
        mail.close();
        if (database != null) {
            database.close();
        }
    }
}
