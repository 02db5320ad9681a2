package org.halomigration.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.halomigration.journal.Phase;
import org.springframework.boot.SpringApplication;

/**
 * A whole migration on this machine: {@code mvn spring-boot:test-run}. Ends with a table; {@code --rehearsal.exit=true} makes the exit code
 * say whether all ended as it should and every proof holds. {@code --rehearsal.scenario} is {@code live}, {@code backout} (given up after the
 * target was recovered), or {@code simple} (a source in SIMPLE recovery, whose tail is a differential).
 */
public final class Rehearsal {
    private static final int TICKETS = 20_000;

    private Rehearsal() {}

    public static void main(String[] args) {
        try {
            Path directory = Path.of("target", "rehearsal", DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(Instant.now()))
                    .toAbsolutePath();
            String scenario = scenario(args);
            say("building the sandbox: a SQL Server with a Halo database of " + TICKETS + " tickets, SFTP, mail, and a Halo on both sides");
            World world = new World(Files.createDirectories(directory), "acme", TICKETS);
            world.onPremises.start();
            Product product = Product.start(world, prepend("--server.port=8080", args));
            boolean good = run(world, product, scenario);
            if (product.application().getEnvironment().getProperty("rehearsal.exit", Boolean.class, false)) {
                int code = SpringApplication.exit(product.application(), () -> good ? 0 : 1);
                world.close();
                System.exit(code);
            }
            say("the application stays up at http://127.0.0.1:" + product.application().getEnvironment().getProperty("local.server.port")
                    + "/ (log in as operator; the password was printed above). Ctrl-C ends it.");
        } catch (Exception e) {
            // The sandbox's servers would keep the process alive for ever.
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static String scenario(String[] args) {
        String prefix = "--rehearsal.scenario=";
        String name = Stream.of(args).filter(argument -> argument.startsWith(prefix)).map(argument -> argument.substring(prefix.length())).findFirst().orElse("live");
        if (!List.of("live", "backout", "simple").contains(name)) {
            throw new IllegalArgumentException(prefix + ": expected live, backout or simple, found '" + name + "'.");
        }
        return name;
    }

    /** Seeds, stands by, makes a UAT copy, cuts over. @return whether it ended as it should and the proof holds */
    static boolean run(World world, Product product, String scenario) throws Exception {
        boolean simple = scenario.equals("simple");
        Rows before = null;
        try {
            if (simple) {
                try (Connection connection = world.onSource(); Statement statement = connection.createStatement()) {
                    statement.execute("ALTER DATABASE [" + World.SOURCE_DATABASE + "] SET RECOVERY SIMPLE");
                }
            }
            seed(world, product, simple);
            say("the customer tests a copy: restored beside production, muted, checked, and signed off");
            product.operations().uat(world.migration, "operator");
            product.awaitThat("the UAT copy is served", () -> !product.target().events().ofKind(world.migration, "uat.served").isEmpty());
            product.operations().uatSignOff(world.migration, "Jane Doe, Acme Ltd");
            world.halo.work(50);
            before = Rows.onSource(world);
            say("the operator presses the button");
            if (scenario.equals("backout")) {
                product.target().events().listen(event -> {
                    if (event.kind().equals("cutover.recovered")) {
                        say("the target is recovered, and the operator backs out");
                        product.operations().backOut(world.migration, "operator");
                    }
                });
                product.operations().cutover(world.migration, "operator");
                product.awaitThat("both sides are backed out", () -> Stream.of(product.source(), product.target())
                        .noneMatch(journal -> journal.events().ofKind(world.migration, "phase.backed-out").isEmpty()));
            } else {
                product.operations().cutover(world.migration, "operator");
                product.awaitPhase(Phase.LIVE);
            }
        } catch (ConditionTimeoutException e) {
            say("not reached: " + e.getMessage());
            product.operations().findings(world.migration).forEach(Rehearsal::say);
        }
        return scenario.equals("backout") ? RehearsalTable.printBackout(world, product, before) : RehearsalTable.print(world, product.source(), product.target());
    }

    private static void seed(World world, Product product, boolean simple) throws Exception {
        say("the customer's own jobs back Halo up while people work on: full, differential" + (simple ? "s" : ", logs"));
        world.backup("FULL");
        world.halo.work(200);
        world.backup("DIFF");
        world.halo.work(100);
        if (!simple) {
            world.backup("LOG");
        }
        product.awaitPhase(Phase.STANDING_BY);
        world.halo.work(100);
        int before = product.restored();
        world.backup(simple ? "DIFF" : "LOG");
        product.awaitThat("the next backup is restored, too", () -> product.restored() > before);
    }

    private static void say(String text) {
        System.out.println("=== " + text);
    }

    private static String[] prepend(String first, String[] rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
