package org.halomigration.command;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.SheetReader;
import org.halomigration.tsql.StatementFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The plan of the night to print: when, who, and how to finish or go back by hand if this product is gone. No secret is in it. */
@Command(
        name = "card",
        description = "Prints the plan of a migration's night with its deadline, and the emergency card: the T-SQL and commands to finish or go back by hand. Asks no server, holds no secret.")
final class CardCommand implements Callable<Integer> {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy, HH:mm", Locale.ENGLISH);

    @Option(names = "--migration", required = true, paramLabel = "NAME", description = "The migration.")
    private String name;

    @Option(names = "--attempt", defaultValue = "1", paramLabel = "N", description = "Which attempt it is for: 1, and one more after each backout. Names of the tail and of a kept database have it.")
    private int attempt;

    @Option(names = "--html", description = "Print one page of HTML, for a browser to print, and not text.")
    private boolean html;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (attempt < 1) {
            throw new UnusableInput("--attempt: expected 1 or more, found %d.".formatted(attempt));
        }
        Role role = Folders.role();
        Migration migration = SheetFile.read(name, SheetReader.asWritten(System::getenv), role);
        Path routes = Folders.routes();
        List<Card.Part> parts = new ArrayList<>(List.of(plan(migration, role)));
        parts.addAll(new ByHand(migration, role, attempt, new RouteSteps(routes), new StatementFiles(routes.resolve("sql"))).parts());
        Card card = new Card("Migration %s of %s, attempt %d".formatted(migration.name(), migration.customer().name(), attempt), parts);
        spec.commandLine().getOut().println(html ? CardHtml.of(card) : CardText.of(card).stripTrailing());
        return ExitCode.FINE;
    }

    private static Card.Part plan(Migration migration, Role role) {
        Migration.Timeline timeline = migration.timeline();
        Card.Writing part = new Card.Writing("Plan", "");
        if (timeline != null && timeline.completionDate() != null) {
            part.say("To be done by " + timeline.completionDate().format(DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.ENGLISH)) + ".");
        }
        if (timeline != null && timeline.cutover() != null) {
            Migration.Cutover night = timeline.cutover();
            part.say("The cutover begins at " + time(night.start(), night.zone()) + ", not before.");
            part.say("Deadline: at " + time(night.deadline(), night.zone()) + " it is live, or it goes back.");
        } else {
            part.say("No window is agreed on: timeline.cutover is missing in the migration's file.");
        }
        part.say("Who: customer " + or(migration.customer().contact()) + "; host " + (migration.host() == null ? "not named" : or(migration.host().contact()) + ", support " + or(migration.host().support())) + ".");
        part.say("Order: stop the application; tail; send; restore; see that the source is frozen; recover; compare; start the hosted application; health checks; live. The point of no return is the first ticket"
                + " that is written after it: from then on going back loses what was written.");
        part.say("Database: " + migration.source().database() + (role == Role.SOURCE ? "" : ", which becomes " + migration.target().database()) + ".");
        if (role != Role.BOTH) {
            part.say("The other half of this card, the %s, is the %s to print, where the product plays that side.".formatted(role == Role.SOURCE ? "target's" : "source's", role == Role.SOURCE ? "host's" : "customer's"));
        }
        return part.part();
    }

    private static String time(LocalDateTime local, ZoneId zone) {
        return WHEN.format(local) + " " + zone + " (" + DateTimeFormatter.ofPattern("HH:mm").format(local.atZone(zone).withZoneSameInstant(ZoneOffset.UTC)) + " UTC)";
    }

    private static String or(String text) {
        return Stream.ofNullable(text).findFirst().orElse("not named");
    }
}
