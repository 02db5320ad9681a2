package org.halomigration.sandbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Operations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The product itself, the whole application, on the migration file of a {@link World} and with its state below the world's directory. */
public final class Product implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final ConfigurableApplicationContext application;

    private Product(World world, ConfigurableApplicationContext application) {
        this.world = world;
        this.application = application;
    }

    /** Starts it on a free port; {@code arguments} as on the command line come last and win. */
    public static Product start(World world, String... arguments) throws Exception {
        return new Product(world, new SpringApplicationBuilder(HaloMigrationApplication.class).run(arguments(world, arguments)));
    }

    /** What it is started with on that world, here or as a process of its own. */
    static String[] arguments(World world, String... more) throws Exception {
        String[] ours = {
            "--server.port=0",
            "--halo.migrations=" + world.sheet(),
            "--halo.home=" + world.journal(),
            "--halo.evidence=" + world.directory.resolve("evidence"),
            "--halo.tick=0/1 * * * * ?",
            "--spring.main.banner-mode=off"
        };
        // Spring would join two values of one option.
        Set<String> given = Arrays.stream(more).map(Product::option).collect(Collectors.toSet());
        return Stream.concat(Arrays.stream(ours).filter(our -> !given.contains(option(our))), Arrays.stream(more)).toArray(String[]::new);
    }

    private static String option(String argument) {
        return argument.substring(0, argument.contains("=") ? argument.indexOf('=') : argument.length());
    }

    public ConfigurableApplicationContext application() {
        return application;
    }

    public CamelContext camel() {
        return application.getBean(CamelContext.class);
    }

    public Journal source() {
        return application.getBean("sourceJournal", Journal.class);
    }

    public Journal target() {
        return application.getBean("targetJournal", Journal.class);
    }

    public Operations operations() {
        return application.getBean(Operations.class);
    }

    public Phase phase(Journal journal) {
        return journal.phases().of(world.migration).phase();
    }

    /** How many sets the source knows to be restored. */
    public int restored() {
        return source().sql()
                .sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'restored'")
                .params(world.migration)
                .query(Integer.class)
                .single();
    }

    public void awaitPhase(Phase phase) {
        awaitThat("both sides are " + phase.text(), () -> phase(source()) == phase && phase(target()) == phase);
    }

    public void awaitThat(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Override
    public void close() {
        application.close();
    }
}
