package org.halomigration.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Predicate;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Operations;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A whole migration on this machine: {@code mvn spring-boot:test-run}. Ends with a table; {@code --rehearsal.exit=true} makes the exit code
 * say whether the migration went live and every proof holds.
 */
public final class Rehearsal {
    static final String MIGRATION = "acme";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of("target", "rehearsal", DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(Instant.now()))
                .toAbsolutePath();
        Files.createDirectories(directory);
        say("building the sandbox: a SQL Server with a Halo database of 20,000 tickets, SFTP, mail, and a Halo on both sides");
        World world = new World(directory, MIGRATION, 20_000);
        world.onPremises.start();
        ConfigurableApplicationContext application = application(world, args);
        boolean good = run(world, application);
        if (application.getEnvironment().getProperty("rehearsal.exit", Boolean.class, false)) {
            int code = SpringApplication.exit(application, () -> good ? 0 : 1);
            world.close();
            System.exit(code);
        }
        say("the application stays up at http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port")
                + "/ (user operator; the password was printed above). Stop it with Ctrl-C.");
    }

    /** The product itself, on the sandbox's migration file, with its state below the world's directory. */
    static ConfigurableApplicationContext application(World world, String... args) throws Exception {
        return new SpringApplicationBuilder(HaloMigrationApplication.class)
                .properties(
                        "halo.home=" + world.directory.resolve("journal"),
                        "halo.evidence=" + world.directory.resolve("evidence"),
                        "halo.tick=0/1 * * * * ?")
                .run(join(args, "--halo.migrations=" + world.sheet(), "--halo.home=" + world.directory.resolve("journal"),
                        "--halo.evidence=" + world.directory.resolve("evidence"), "--halo.tick=0/1 * * * * ?"));
    }

    /** Seeds, stands by, cuts over. @return whether it went live and the proof holds */
    static boolean run(World world, ConfigurableApplicationContext application) throws Exception {
        Journal source = application.getBean("sourceJournal", Journal.class);
        Journal target = application.getBean("targetJournal", Journal.class);
        say("the customer's own jobs back Halo up while people work on: full, differential, logs");
        world.backup("FULL");
        world.halo.work(200);
        world.backup("DIFF");
        world.halo.work(100);
        world.backup("LOG");
        await("the target stands by", () -> place(source) == Phase.STANDING_BY && place(target) == Phase.STANDING_BY);
        world.halo.work(100);
        String last = world.backup("LOG");
        await("log " + last + " is restored", () -> restored(source) >= 4);
        world.halo.work(50);
        say("the operator presses the button");
        application.getBean(Operations.class).cutover(MIGRATION, "operator");
        boolean live;
        try {
            await("the hosted Halo is live", () -> place(target) == Phase.LIVE && place(source) == Phase.LIVE);
            live = true;
        } catch (IllegalStateException e) {
            say(e.getMessage());
            live = false;
        }
        return RehearsalTable.print(world, source, target) && live;
    }

    private static Phase place(Journal journal) {
        return journal.phases().of(MIGRATION).phase();
    }

    private static int restored(Journal journal) {
        return journal.sql().sql("SELECT COUNT(*) FROM backup_set WHERE migration = ? AND state = 'restored'").params(MIGRATION).query(Integer.class).single();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        Instant until = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("Waited " + PATIENCE.toMinutes() + " minutes, but not so: " + what);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    static void say(String text) {
        System.out.println("=== " + text);
    }

    private static String[] join(String[] args, String... more) {
        return java.util.stream.Stream.concat(java.util.Arrays.stream(args), java.util.Arrays.stream(more)).toArray(String[]::new);
    }
}
