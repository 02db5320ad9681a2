package org.halomigration.sheet;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One customer's move, as {@code config/migrations/<name>.yaml} describes it. The file name is the name. Lists are never null; what else is
 * absent is null unless its key has a default.
 *
 * @param file where it was read from
 * @param sha256 hash of that file, lower-case hex, for the journal
 * @param source never null; with role target only its database is sure to be there
 * @param target null only with role source
 * @param checks null only with role source
 * @param uat never null with role target; what is absent in it is not asked
 * @param proof {@code counts} or {@code checksums}
 * @param withoutChecksums {@code refuse}, {@code warn} or {@code allow}
 */
public record Migration(
        String name,
        Path file,
        String sha256,
        @Key(value = "What is moved; `nethelpdesk` is a Halo that came from the Windows application, whose ticket forms are looked at closer afterwards",
                        oneOf = {"halo", "nethelpdesk"}, byDefault = "halo", example = "halo")
                String product,
        @Key(value = "Whose installation it is", need = Need.ALWAYS) Customer customer,
        @Key("Who hosts it") Host host,
        @Key(value = "The release line that the hosted Halo follows", oneOf = {"stable", "beta"}, byDefault = "stable", example = "stable")
                String upgradePath,
        @Key("What was agreed on when") Timeline timeline,
        @Key(value = "The on-premises instance. With role target only `database` is needed", need = Need.ALWAYS, usedBy = Need.SOURCE)
                Source source,
        @Key(value = "The SFTP directory tree between the two sides", need = Need.SOURCE, usedBy = Need.SOURCE) LandingZone landingZone,
        @Key(value = "The hosted instance", need = Need.TARGET, usedBy = Need.TARGET) Target target,
        @Key(value = "What the health checks look at; a part that is absent is reported as absent, not as healthy", need = Need.TARGET,
                        usedBy = Need.TARGET)
                Checks checks,
        @Key(value = "The copy for the customer's tests, beside `target.uat-database`", usedBy = Need.TARGET, byDefault = "{}") Uat uat,
        @Key(value = "Which integrations move and which stay", byDefault = "{}") Integrations integrations,
        @Key(value = "What only people know and the checks before the migration have to be told", byDefault = "{}") Preflight preflight,
        @Key(value = "Who is told, and how", name = "notify") List<Notify> notifications,
        @Key(value = "When stages run by themselves", byDefault = "{}") Schedule schedule,
        @Key(value = "How long files are kept", byDefault = "{}") Retention retention,
        @Key(value = "What proves that no row was lost: row counts, or row counts and content checksums of every table",
                        oneOf = {"counts", "checksums"}, byDefault = "checksums", example = "checksums")
                String proof,
        @Key(value = "Backup sets without checksums, in which corruption would only show in CHECKDB: left out, restored and said so, or restored",
                        oneOf = {"refuse", "warn", "allow"}, byDefault = "warn", example = "warn")
                String withoutChecksums)
        implements Ruled {

    @Override
    public List<Breach> breaches(Role role) {
        // A target may not know the source's secrets, but must know which database it waits for.
        return source.database() == null
                ? List.of(new Breach("source.database", "a name that is known here, too", "a ${…} that is not set"))
                : List.of();
    }

    /** The same migration, whose health checks look at the UAT copy's addresses. */
    public Migration forUat() {
        Checks.AgentApp agentApp = uat.agentApp() == null ? null : new Checks.AgentApp(uat.agentApp().url(), uat.agentApp().expect(), null);
        return new Migration(
                name, file, sha256, product, customer, host, upgradePath, timeline, source, landingZone, target,
                new Checks(agentApp, uat.portals(), null, null), uat, integrations, preflight, notifications, schedule, retention, proof, withoutChecksums);
    }

    /** The hosted application on the UAT copy: its addresses, and the commands that start it on a new copy and stop it before the old one goes. */
    public record Uat(
            @Key("The agents' web application on the copy") Checks.Portal agentApp,
            @Key("The customers' portals on the copy") List<Checks.Portal> portals,
            @Key(value = "How the application on the copy is prepared, started and stopped", byDefault = "{}") Target.Application application) {}

    public record Customer(
            @Key(value = "The customer's name, for pages, reports and mails", need = Need.ALWAYS, example = "Acme Ltd") String name,
            @Key(value = "Who speaks for the customer", example = "it@acme.example") String contact) {}

    public record Host(
            @Key(value = "Who speaks for the host", example = "migrations@host.example") String contact,
            @Key(value = "Where the customer asks for help afterwards", format = Format.URL, example = "https://support.example")
                    String support) {}

    public record Timeline(
            @Key(value = "The day by which the migration is to be done", example = "2026-12-05") LocalDate completionDate,
            @Key("The agreed window of the cutover") Cutover cutover) {}

    /** The agreed window, in local times of {@code zone}. */
    public record Cutover(
            @Key(value = "When it may begin, in local time of the zone", need = Need.ALWAYS, example = "\"2026-12-04T20:00\"")
                    LocalDateTime start,
            @Key(value = "When it has to be over, in local time of the zone", need = Need.ALWAYS, example = "\"2026-12-04T22:00\"")
                    LocalDateTime deadline,
            @Key(value = "The time zone of both, by its IANA name", need = Need.ALWAYS, example = "Europe/London") ZoneId zone)
            implements Ruled {

        @Override
        public List<Breach> breaches(Role role) {
            return deadline.isAfter(start)
                    ? List.of()
                    : List.of(new Breach("deadline", "a time after the start (" + start + ")", deadline.toString()));
        }
    }

    public record Integrations(
            @Key(value = "Synchronisations in the cloud that the host sets up anew", example = "[azure-ad, intune]") List<String> cloudSyncs,
            @Key(value = "Integrations that stay with the customer", example = "[active-directory, powershell]")
                    List<String> stayOnPremises) {}

    /** Exactly one of the three is set. */
    public record Notify(
            @Key(value = "A mail address; the mail server is `halo.notify.smtp` in `config/application.yaml`", format = Format.MAIL, example = "ops@host.example") String mail,
            @Key(value = "A webhook that takes Slack's messages; its URL is a secret", format = Format.URL, example = "\"${ACME_SLACK_URL}\"")
                    Secret slack,
            @Key(value = "A webhook that takes Microsoft Teams' messages (a workflow's, with an adaptive card); its URL is a secret", format = Format.URL,
                            example = "\"${ACME_TEAMS_URL}\"")
                    Secret teams)
            implements Ruled {

        @Override
        public List<Breach> breaches(Role role) {
            long set = Stream.of(mail, slack, teams).filter(Objects::nonNull).count();
            return set == 1 ? List.of() : List.of(new Breach("mail", "exactly one of mail, slack and teams", set == 0 ? "none" : set + " of them"));
        }
    }

    /** Quartz cron expressions; null where the stage has no schedule of its own. */
    public record Schedule(
            @Key(value = "When the backup directories are looked at, as a Quartz cron expression; absent: by the product's own schedule",
                            format = Format.CRON, example = "\"0/30 * * * * ?\"")
                    String collect,
            @Key(value = "When the UAT copy is restored anew, as a Quartz cron expression; absent: on command only", format = Format.CRON,
                            example = "\"0 0 3 * * ?\"")
                    String uat,
            @Key(value = "The health checks after the cutover", byDefault = "{}") Aftercare aftercare) {}

    public record Aftercare(
            @Key(value = "How often the health checks run", byDefault = "5m", example = "5m") Duration every,
            @Key(value = "For how long", name = "for", byDefault = "24h", example = "24h") Duration duration) {}

    public record Retention(
            @Key(value = "How long files stay in the landing zone once the migration is closed", byDefault = "7d", example = "7d")
                    Duration landingZone,
            @Key(value = "How long files stay on the target once the migration is closed", byDefault = "2d", example = "2d")
                    Duration targetFiles) {}
}
