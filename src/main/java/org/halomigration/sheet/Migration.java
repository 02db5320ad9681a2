package org.halomigration.sheet;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/**
 * One customer's move, as {@code config/migrations/<name>.yaml} describes it. The file name is the name.
 *
 * @param file where it was read from
 * @param sha256 hash of that file, lower-case hex, for the journal
 */
public record Migration(
        String name,
        Path file,
        String sha256,
        String product,
        Customer customer,
        Host host,
        String upgradePath,
        Timeline timeline,
        Source source,
        LandingZone landingZone,
        Target target,
        Checks checks,
        Integrations integrations,
        List<Notify> notifications,
        Schedule schedule,
        Retention retention) {

    public record Customer(String name, String contact) {}

    public record Host(String contact, String support) {}

    public record Timeline(LocalDate completionDate, Cutover cutover) {}

    /** The agreed window, in local times of {@code zone}. */
    public record Cutover(LocalDateTime start, LocalDateTime deadline, ZoneId zone) {}

    public record Integrations(List<String> cloudSyncs, List<String> stayOnPremises) {}

    /** Exactly one of the two is set: a mail address or a Slack-compatible webhook. */
    public record Notify(String mail, Secret slack) {}

    /** Quartz cron expressions; null where the stage has no schedule of its own. */
    public record Schedule(String collect, String uat, Aftercare aftercare) {}

    public record Aftercare(Duration every, Duration duration) {}

    public record Retention(Duration landingZone, Duration targetFiles) {}
}
