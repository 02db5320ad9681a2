package org.halomigration.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.halomigration.check.ChainGuard;
import org.halomigration.check.CheckRoutes;
import org.halomigration.check.CollectFindings;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Messages.Message;
import org.halomigration.sandbox.World;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.Secret;
import org.halomigration.sheet.SheetReader;
import org.halomigration.sheet.SqlLogin;
import org.halomigration.tsql.SqlServer;
import org.halomigration.tsql.TsqlComponent;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The checks before the migration as they stand in {@code routes/}, on a world whose two SQL Servers answer; one for all tests. */
final class RunningPreflight implements ExtensionContext.Store.CloseableResource {
    final World world;
    final Journal source;
    final Journal target;
    final Path evidence;
    final DefaultCamelContext camel = new DefaultCamelContext();
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    private final Preflight sourcePreflight;
    private final Preflight targetPreflight;
    private final Path home;

    /** Hands the one that runs to a test; it ends with the last test. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == RunningPreflight.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(RunningPreflight.class))
                    .getOrComputeIfAbsent(RunningPreflight.class, type -> start(), RunningPreflight.class);
        }
    }

    private static RunningPreflight start() {
        try {
            return new RunningPreflight(Files.createTempDirectory("preflight"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private RunningPreflight(Path home) throws Exception {
        this.home = home;
        world = new World(home, "acme", 50);
        evidence = home.resolve("evidence");
        source = new Journal("source", home.resolve("journal"), Clock.systemUTC());
        target = new Journal("target", home.resolve("journal"), Clock.systemUTC());
        source.phases().register("acme");
        target.phases().register("acme");
        sourcePreflight = new Preflight(source, evidence, Duration.ofHours(1));
        targetPreflight = new Preflight(target, evidence, Duration.ofHours(1));
        Properties properties = new Properties();
        properties.setProperty("halo.routes", "routes");
        properties.setProperty("halo.plays-source", "true");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getShutdownStrategy().setTimeout(5);
        Registry registry = camel.getRegistry();
        beans.registerBean(CamelContext.class, () -> camel);
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", Map.of("halo.checks.answer-limit", "5s")));
        beans.addBeanFactoryPostProcessor(factory -> factory.setConversionService(ApplicationConversionService.getSharedInstance()));
        beans.scan("org.halomigration.check");
        beans.refresh();
        for (String name : beans.getBeanNamesForType(Object.class)) {
            if (beans.getBean(name).getClass().getPackageName().equals("org.halomigration.check")) {
                registry.bind(name, beans.getBean(name));
            }
        }
        registry.bind("commands", new Commands());
        registry.bind("remoteShell", new RemoteShell());
        registry.bind("findings", new CollectFindings());
        registry.bind("checks", new CheckRoutes(camel));
        registry.bind("chainGuard", new ChainGuard(source, Duration.ZERO));
        registry.bind("sourcePreflight", sourcePreflight);
        // Knows no pool, so nothing ever becomes due.
        registry.bind("work", new Work(null, null, java.util.List.of(java.time.Duration.ofSeconds(1))));
        TsqlComponent tsql = new TsqlComponent();
        tsql.setStatements("routes/sql");
        camel.addComponent("tsql", tsql);
        Migration migration = migration();
        registry.bind("acme.source", SqlServer.class, new SqlServer("acme.source", migration.source().sql()));
        registry.bind("acme.target", SqlServer.class, new SqlServer("acme.target", migration.target().sql()));
        camel.start();
        load(Path.of("routes/error-handling.camel.yaml"));
        load(Path.of("routes/commands.camel.yaml"));
        load(Path.of("routes/source/preflight-source.camel.yaml"));
        try (Stream<Path> files = Files.list(Path.of("routes/checks/preflight"))) {
            for (Path file : files.sorted().toList()) {
                load(file);
            }
        }
    }

    private void load(Path file) throws Exception {
        PluginHelper.getRoutesLoader(camel).loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
    }

    /** The migration file as the world writes it. */
    Migration migration() {
        return migration(UnaryOperator.identity());
    }

    /** @param change of the migration file's text */
    Migration migration(UnaryOperator<String> change) {
        try {
            world.edit(change);
            var reading = new SheetReader(System::getenv).read(world.sheet().resolve("acme.yaml"), Role.BOTH);
            return reading.migration().orElseThrow(() -> new AssertionError(reading.problems().toString()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            world.edit(UnaryOperator.identity());
        }
    }

    /** What one check of the source answers. */
    List<Finding> ask(String check, Migration migration) {
        return ask(check, migration, sourcePreflight, values -> {});
    }

    /** What one check of the target answers, which knows of the source what {@link #look} made the source say. */
    List<Finding> askTarget(String check, Migration migration) {
        return askTarget(check, migration, values -> {});
    }

    /** As if the source had said something else. */
    List<Finding> askTarget(String check, Migration migration, Consumer<Map<String, Object>> change) {
        return ask(check, migration, targetPreflight, change);
    }

    private List<Finding> ask(String check, Migration migration, Preflight side, Consumer<Map<String, Object>> change) {
        Map<String, Object> values = side.values(migration);
        change.accept(values);
        Exchange done = camel.createProducerTemplate().request("direct:" + check, exchange -> {
            exchange.setVariable("migration", migration);
            exchange.setVariable("check", check);
            exchange.setVariable("values", values);
            exchange.getMessage().setBody(check);
        });
        if (done.getException() != null) {
            throw new AssertionError(check + " broke", done.getException());
        }
        Object body = done.getMessage().getBody();
        return body instanceof Finding finding ? List.of(finding) : ((List<?>) body).stream().map(Finding.class::cast).toList();
    }

    /** The source's whole stage, and what it says carried to the target. */
    void look(Migration migration) {
        Exchange done = camel.createProducerTemplate().request("direct:preflight-source", exchange -> exchange.setVariable("migration", migration));
        if (done.getException() != null) {
            throw new AssertionError("preflight-source broke", done.getException());
        }
        source.messages().newest("acme", 1, "source-preflight").ifPresent(said -> target.messages().put(new Message(
                said.migration(), said.id(), said.attempt(), said.kind(), said.sender(), said.body(), said.written(), target.now())));
    }

    /** Of the target's stage what follows the checks; what it says is carried to the source. */
    void targetAnswers(Migration migration, List<String> checks, List<Finding> findings) {
        targetPreflight.answered(migration, checks, findings, null);
        target.messages().newest("acme", 1, "target-preflight").ifPresent(said -> source.messages().put(new Message(
                said.migration(), said.id(), said.attempt(), said.kind(), said.sender(), said.body(), said.written(), source.now())));
    }

    Map<String, Object> targetValues(Migration migration) {
        return targetPreflight.values(migration);
    }

    /** Asks as another login, {@code operator} being a member of db_owner and no more. @param side {@code source} or {@code target} */
    <T> T as(String login, String side, java.util.function.Supplier<T> question) {
        SqlServer before = camel.getRegistry().lookupByNameAndType("acme." + side, SqlServer.class);
        String url = side.equals("source") ? world.source.jdbcUrl() : world.target.jdbcUrl();
        camel.getRegistry().bind("acme." + side, SqlServer.class, new SqlServer("acme." + side, new SqlLogin(url, login, new Secret(world.password()))));
        try {
            return question.get();
        } finally {
            camel.getRegistry().bind("acme." + side, SqlServer.class, before);
        }
    }

    void onSource(String sql) {
        run(sql, true);
    }

    void onTarget(String sql) {
        run(sql, false);
    }

    private void run(String sql, boolean source) {
        try (Connection connection = source ? world.onSource() : world.onTarget(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() throws Exception {
        camel.stop();
        beans.close();
        source.close();
        target.close();
        world.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
