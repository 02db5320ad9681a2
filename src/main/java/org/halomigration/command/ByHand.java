package org.halomigration.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.halomigration.migration.NightValues;
import org.halomigration.sheet.Command;
import org.halomigration.sheet.LandingZone;
import org.halomigration.sheet.Migration;
import org.halomigration.sheet.Role;
import org.halomigration.sheet.Target;
import org.halomigration.tsql.StatementFiles;
import org.halomigration.tsql.Values;

/**
 * The emergency card's two ways, finish or go back, for somebody who has SQL Server's own tools and nothing else. Order and statements are
 * those of the routes.
 */
final class ByHand {
    private static final String RDS = "rds";

    private final Migration migration;
    private final Role role;
    private final int attempt;
    private final RouteSteps routes;
    private final StatementFiles statements;

    /** @param role whose half is written, or both */
    ByHand(Migration migration, Role role, int attempt, RouteSteps routes, StatementFiles statements) {
        this.migration = migration;
        this.role = role;
        this.attempt = attempt;
        this.routes = routes;
        this.statements = statements;
    }

    List<Card.Part> parts() {
        List<Card.Part> parts = new ArrayList<>();
        if (role != Role.TARGET) {
            parts.add(freeze());
        }
        if (role != Role.SOURCE) {
            parts.add(recover());
            parts.add(fence());
        }
        if (role != Role.TARGET) {
            parts.add(reopen());
        }
        return parts;
    }

    private Card.Part freeze() {
        Card.Writing part = new Card.Writing("Finish by hand, 1: the source",
                "Stop the product first, on both sides, and let nobody start it again. If nothing was stopped yet, do not begin by hand: the source serves, so put the night off.");
        commands(part, "Pause the backup jobs.", migration.source().backupJobs().pause());
        commands(part, "Stop the on-premises application, its mail service and integrator.", migration.source().application().stop());
        commands(part, "See that they are stopped.", migration.source().application().stoppedWhen());
        Map<String, Object> log = NightValues.tail(migration, attempt, false);
        part.run("Look at the source. RESTORING, in standby or read-only: it is frozen, the tail exists, and is never taken twice; go on with sending it. ONLINE and writable: take the tail.", source(),
                sql("sqlserver", List.of("database-state"), log));
        part.run("The tail, in recovery model FULL or BULK_LOGGED, all of it in one session:", source(), sql("sqlserver", routes.statements("source/quiesce", "take-tail-log"), log));
        part.run("Or the tail in recovery model SIMPLE:", source(),
                sql("sqlserver", routes.statements("source/quiesce", "take-tail-differential"), NightValues.tail(migration, attempt, true)));
        send(part);
        return part.part();
    }

    private void send(Card.Writing part) {
        LandingZone zone = migration.landingZone();
        String key = zone.privateKey() == null ? "" : " -i '%s'".formatted(zone.privateKey());
        part.run("Send the tail (.bak instead of .trn in SIMPLE), and tell the host its name and size.", "",
                List.of("sftp -P %d%s -o UserKnownHostsFile='%s' -o StrictHostKeyChecking=yes %s@%s".formatted(zone.port(), key, zone.knownHosts(), zone.username(), zone.host()),
                        "put \"%s/%s\" \"%s\"".formatted(here(), NightValues.tailFile(migration, attempt, false), inZone(NightValues.tailFile(migration, attempt, false)))));
    }

    /** With slashes, which Windows takes as well: sftp reads a backslash in quotes as an escape. */
    private String here() {
        return migration.source().backups().get(0).path().toString().replace('\\', '/').replaceFirst("/+$", "");
    }

    private String inZone(String file) {
        String directory = migration.landingZone().directory().replaceFirst("^/+", "");
        return directory.isEmpty() ? file : directory.replaceFirst("/+$", "") + "/" + file;
    }

    private Card.Part recover() {
        Target target = migration.target();
        Map<String, Object> values = NightValues.settings(migration, target.compatibilityLevel() == null ? Target.LEAST_LEVEL : target.compatibilityLevel());
        Card.Writing part = new Card.Writing("Finish by hand, 2: the target", "Only when the source says that it is frozen: nothing can be restored after the recovery.");
        part.run("See how far the target is, and which sets it has.", target(), sql(target.dialect(), List.of("restore-position", "restore-history"), values));
        part.run("Restore what it lacks, each log in the order it was taken, the tail last; a tail of SIMPLE as a differential. The product's name for a file in the landing zone stands in the manifest beside it.",
                target(), restore(target));
        part.run("Recover it; stay in this session for the next step, the database may let in nobody else.", target(), sql(target.dialect(), recovery(), values));
        part.run("Open it, in this order and in the same session.", target(), open(target, values));
        commands(part, "Prepare the hosted application.", target.application().prepare());
        commands(part, "Start it.", target.application().start());
        addresses(part);
        part.say("Switch the DNS names, and tell everyone named above.");
        return part.part();
    }

    private List<String> restore(Target target) {
        List<String> lines = new ArrayList<>();
        for (boolean simple : new boolean[] {false, true}) {
            String file = target.landedFiles().forSqlServer(NightValues.tailFile(migration, attempt, simple));
            Map<String, Object> values = new HashMap<>(Map.of(
                    "database", target.database(), "files", List.of(file), "arn", file, "position", 1, "checksum", true, "restart", false, "stops", false));
            values.put("stopAt", null);
            lines.addAll(sql(target.dialect(), List.of(simple ? "restore-differential" : "restore-log"), values));
        }
        return lines;
    }

    private List<String> recovery() {
        return migration.target().dialect().equals(RDS) ? routes.statements("target/on-rds", "submit-recovery") : routes.statements("target/on-sqlserver", "recover");
    }

    private List<String> open(Target target, Map<String, Object> values) {
        List<String> names = new ArrayList<>(routes.statements("target/cutover", "make-database-writable"));
        names.addAll(routes.statements("target/settings", "set-recovery-model"));
        if (target.compatibilityLevel() != null) {
            names.addAll(routes.statements("target/settings", "set-compatibility-level"));
        }
        if (target.owner() != null) {
            names.addAll(routes.statements("target/settings", "set-owner"));
        }
        names.addAll(routes.statements("target/settings", "list-orphaned-users"));
        List<String> lines = new ArrayList<>(sql(target.dialect(), names, values));
        lines.addAll(sql(target.dialect(), List.of("map-users"), Map.of("users", List.of(Map.of("user", "<each user listed>", "login", "<its login>")))));
        lines.addAll(sql(target.dialect(), routes.statements("target/cutover", "open-database"), values));
        return lines;
    }

    private void addresses(Card.Writing part) {
        List<String> lines = new ArrayList<>();
        if (migration.checks().agentApp() != null) {
            lines.add(migration.checks().agentApp().url() + "   shows: " + migration.checks().agentApp().expect());
        }
        migration.checks().portals().forEach(portal -> lines.add(portal.url() + "   shows: " + portal.expect()));
        part.run("Look at every address, log in, open a ticket that is known; send a mail and wait for its ticket and its answer; see that the integrator runs.", "", lines);
    }

    private Card.Part fence() {
        Card.Writing part = new Card.Writing("Go back by hand, 1: the target",
                "Before the source serves again, so that the two never serve at once. Once users have written to the hosted application their tickets are lost by going back: export those first.");
        commands(part, "Stop the hosted application, its mail reader and integrator.", migration.target().application().stop());
        part.run("Where the database is ONLINE, shut it away, in one session; export what was written since the recovery before the last statement. Where it is RESTORING, leave it as it is. It is kept under its new name; drop it only when nobody needs it any more.",
                target(), sql(migration.target().dialect(), routes.statements("target/fence", "fence-database"), NightValues.fence(migration, attempt)));
        return part.part();
    }

    private Card.Part reopen() {
        Map<String, Object> values = Map.of("database", migration.source().database());
        Card.Writing part = new Card.Writing("Go back by hand, 2: the source", "The login needs sysadmin, dbcreator or to own the database.");
        part.run("Where it is RESTORING or in standby:", source(), sql("sqlserver", routes.statements("source/backout", "recover-source"), values));
        part.run("Where it is ONLINE and read-only:", source(), sql("sqlserver", routes.statements("source/backout", "reopen-read-write"), values));
        commands(part, "Let the backup jobs run again.", migration.source().backupJobs().resume());
        commands(part, "Start the on-premises application, its mail service and integrator.", migration.source().application().start());
        part.run("It has to say ONLINE, MULTI_USER, and neither read-only nor in standby.", source(), sql("sqlserver", List.of("database-state"), values));
        part.say("Point the DNS names back, and tell everyone named above. Print this card anew with the next --attempt before another night.");
        return part.part();
    }

    private static void commands(Card.Writing part, String words, List<Command> commands) {
        if (commands.isEmpty()) {
            part.say(words + " The migration's file has no command for it: by hand.");
        } else {
            part.run(words, "", CommandLines.of(commands));
        }
    }

    private String source() {
        return "source" + (migration.source().sql() == null ? "" : ", " + migration.source().sql().url());
    }

    private String target() {
        return "target, " + migration.target().sql().url();
    }

    /** Each as a batch of its own. */
    private List<String> sql(String dialect, List<String> names, Map<String, Object> values) {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String folder = dialect.equals(RDS) && !statements.has(RDS, name) ? "sqlserver" : dialect;
            lines.add(statements.read(folder, name).render(Values.of(values)).shown());
            lines.add("GO");
        }
        return lines;
    }
}
