package org.halomigration.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.awaitility.core.ConditionTimeoutException;
import org.halomigration.journal.Phase;
import org.springframework.boot.SpringApplication;

/**
 * A whole migration on this machine: {@code mvn spring-boot:test-run}. Ends with a table; {@code --rehearsal.exit=true} makes the exit code
 * say whether the migration went live and every proof holds.
 */
public final class Rehearsal {
    private static final int TICKETS = 20_000;

    private Rehearsal() {}

    public static void main(String[] args) {
        try {
            Path directory = Path.of("target", "rehearsal", DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC).format(Instant.now()))
                    .toAbsolutePath();
            say("building the sandbox: a SQL Server with a Halo database of " + TICKETS + " tickets, SFTP, mail, and a Halo on both sides");
            World world = new World(Files.createDirectories(directory), "acme", TICKETS);
            world.onPremises.start();
            Product product = Product.start(world, prepend("--server.port=8080", args));
            boolean good = run(world, product);
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

    /** Seeds, stands by, makes a UAT copy, cuts over. @return whether it went live and the proof holds */
    static boolean run(World world, Product product) throws Exception {
        try {
            say("the customer's own jobs back Halo up while people work on: full, differential, logs");
            world.backup("FULL");
            world.halo.work(200);
            world.backup("DIFF");
            world.halo.work(100);
            world.backup("LOG");
            product.awaitPhase(Phase.STANDING_BY);
            world.halo.work(100);
            int before = product.restored();
            world.backup("LOG");
            product.awaitThat("the next log is restored, too", () -> product.restored() > before);
            say("the customer tests a copy: restored beside production, muted, checked, and signed off");
            product.operations().uat(world.migration, "operator");
            product.awaitThat("the UAT copy is served", () -> !product.target().events().ofKind(world.migration, "uat.served").isEmpty());
            product.operations().uatSignOff(world.migration, "Jane Doe, Acme Ltd");
            world.halo.work(50);
            say("the operator presses the button");
            product.operations().cutover(world.migration, "operator");
            product.awaitPhase(Phase.LIVE);
        } catch (ConditionTimeoutException e) {
            say("not reached: " + e.getMessage());
            product.operations().findings(world.migration).forEach(Rehearsal::say);
        }
        return RehearsalTable.print(world, product.source(), product.target());
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
