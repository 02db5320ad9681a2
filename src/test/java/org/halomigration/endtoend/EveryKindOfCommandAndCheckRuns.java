package org.halomigration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.halomigration.FailureMode;
import org.halomigration.FailureModes;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Migrations;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.WebhookServer;
import org.halomigration.sandbox.World;
import org.halomigration.sandbox.halo.Fault;
import org.halomigration.sheet.Checks;
import org.halomigration.sheet.Command;
import org.halomigration.sheet.Migration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A migration file that says what the others do not: commands by exec, ssh and sql, a heartbeat by query, no schedule of its own. */
abstract class EveryKindOfCommandAndCheckRuns extends Scenario {
    private Path marks;
    private Path integrator;
    private Map<String, Object> sourceMeanwhile;
    private WebhookServer slack;

    @Override
    void begin(Path directory) throws Exception {
        world = new World(directory, "acme", TICKETS);
        marks = Files.createDirectories(directory.resolve("marks"));
        integrator = Files.writeString(directory.resolve("integrator"), "running");
        slack = WebhookServer.start();
        world.mail.mailbox("ops@host.example");
        Path slackUrl = Files.writeString(directory.resolve("slack-url"), slack.url("T0P-5ecret"));
        Path teamsUrl = Files.writeString(directory.resolve("teams-url"), "http://127.0.0.1:1/G0NE-5ecret");
        world.edit(sheet -> (sheet + "notify: [{mail: ops@host.example}, {slack: \"${file:" + slackUrl + "}\"}, {teams: \"${file:" + teamsUrl + "}\"}]\n").replaceFirst("(?m)^schedule: .*$", "")
                .replace("stopped-when: [", "stopped-when: [{exec: \"cat " + integrator + "\", expect: stopped}, ")
                .replaceFirst("integrator: .*", "integrator: {sql: \"SELECT integratorlastrun FROM dbo.CONTROL\", not-older-than: 15m}")
                .replace("url: \"" + world.hosted.controlUrl() + "/start\"}", "url: \"" + world.hosted.controlUrl() + "/start\"}, dry-run: \"" + world.hosted.controlUrl() + "/state\"")
                .replaceFirst("(?m)^  application:$", Matcher.quoteReplacement("""
                          backup-jobs:
                            pause:
                              - {exec: "touch %1$s/exec", dry-run: "touch %1$s/tried"}
                              - {ssh: {host: %2$s, port: %3$d, username: %4$s, private-key: '%5$s', known-hosts: '%6$s', command: "touch %1$s/ssh && echo paused"}, expect: paused}
                              - {sql: "SELECT name FROM sys.databases WHERE name = 'Halo'", expect: Halo}
                          application:""".formatted(marks, world.sftp.host(), world.sftp.port(), world.sftp.username(), world.sftp.privateKey(), world.sftp.knownHosts()).indent(2).stripTrailing())));
        world.onPremises.start();
        product = Product.start(world, "--halo.checks.page-patience=2s", "--halo.checks.integrator-patience=2s", "--halo.checks.mail-patience=3s",
                "--halo.checks.mailbox-look=1000", "--halo.notify.smtp.host=" + world.mail.host(), "--halo.notify.smtp.port=" + world.mail.smtpPort(), "--halo.notify.smtp.tls=none",
                "--halo.notify.pause=200ms", "--halo.notify.tries=2");
    }

    @Override
    void play() throws Exception {
        // SQL Server on the target does not see the landing zone yet: nothing is wrong with the files, so none is refused.
        world.target.mount(world.targetSees(), Files.createDirectories(world.directory.resolve("not-mounted")));
        world.backup("FULL");
        product.awaitThat("the target cannot read what has landed",
                () -> product.operations().findings("acme").stream().anyMatch(line -> line.startsWith("target: failed: receive: read-headers on acme.target failed with error 3201")));
        assertThat(product.target().sql().sql("SELECT DISTINCT state FROM delivery").query(String.class).list()).containsExactly("arrived");
        world.target.mount(world.targetSees(), world.landing);
        product.awaitPhase(Phase.STANDING_BY);
        // The operator gives up in the moment in which the target goes live, before the source has heard of it.
        product.target().events().listen(event -> {
            if (event.kind().equals("phase.live")) {
                product.operations().backOut("acme", "operator");
            }
        });
        cutover();
        product.awaitThat("the integrator still runs", () -> product.operations().findings("acme").stream().anyMatch(line -> line.contains("answered 'running'")));
        cutover();
        sourceMeanwhile = sourceState();
        Files.writeString(integrator, "stopped");
        product.awaitPhase(Phase.LIVE);
    }

    @Test
    void everyCommandHasRun() throws Exception {
        try (Stream<Path> files = Files.list(marks)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("exec", "ssh", "tried");
        }
        assertThat(product.target().sql().sql("SELECT detail FROM finding WHERE check_id = 'check-integrator' AND severity = 'ok'").query(String.class).list()).isNotEmpty();
    }

    @AfterAll
    void closeWebhook() {
        slack.close();
    }

    @Test
    void everyReceiverWasToldAndTheOneThatIsGoneHeldUpNobody() {
        product.awaitThat("the source's verdict is told", () -> slack.bodies().stream().anyMatch(body -> body.contains("phase verifying → live")));
        assertThat(slack.bodies().stream().filter(body -> body.contains("phase standing-by → cutting-over"))).as("told by one of the two sides").hasSize(1);
        assertThat(slack.bodies()).anyMatch(body -> body.contains("verdict: healthy")).anyMatch(body -> body.contains("stage no longer: "));
        product.awaitThat("ops has mail", () -> world.mail.subjects("ops@host.example").stream().anyMatch(subject -> subject.startsWith("Halo Migration acme: ")));
        product.awaitThat("the third is named", () -> product.operations().findings("acme").stream().anyMatch(line -> line.startsWith("source: failed: teams 1 could not be told, 2 times: ")));
        assertThat(product.operations().findings("acme")).noneMatch(line -> line.contains("G0NE"));
    }

    @Test
    @FailureMode(number = 13, failure = "A part of the old installation still runs when the cutover begins", noticed = "the commands of source.application.stopped-when",
            says = "quiesce: The command 'cat …' answered 'running'; expected an answer with 'stopped'")
    void nothingIsFrozenWhileAPartOfTheOldInstallationRuns() {
        said(product.source(), "finding.failed");
        assertThat(sourceMeanwhile).containsEntry("state_desc", "ONLINE").containsEntry("user_access_desc", "MULTI_USER").containsEntry("is_read_only", false);
    }

    @Test
    @FailureMode(number = 28, failure = "The cutover is begun twice, or the process is killed in it", noticed = "the phase and the steps that the journal has; each is done once",
            says = "cutover of acme was asked for again: it is under way since …, the source is not frozen yet; it goes on")
    void aCutoverThatIsBegunTwiceHappensOnce() {
        said(product.source(), "cutover.asked-again");
        assertThat(product.source().events().ofKind("acme", "cutover.started")).hasSize(1);
        assertThat(product.source().sql().sql("SELECT COUNT(*) FROM backup_set WHERE tail").query(Integer.class).single()).isEqualTo(1);
    }

    @Test
    @FailureMode(number = 14, failure = "Backout is asked for after the hosted application took writes", noticed = "the target's phase: whichever was first is decided there, once",
            says = "The backout was asked for too late: the target is live since …. Nothing was undone. The hosted application counts now. Going back would lose what was written to it since; look there first.")
    void aBackoutThatCameTooLateIsRefusedForAllToSee() {
        assertThat(product.source().events().ofKind("acme", "cutover.backout-asked")).hasSize(1);
        assertThat(product.operations().findings("acme")).anyMatch(FailureModes::says);
        assertThat(world.hosted.running()).isTrue();
        assertThat(world.onPremises.running()).isFalse();
    }

    @Test
    void aCommandThatEndsBadlyOrAnswersOtherwiseFailsItsStage() {
        assertThat(run(exec("false", null))).hasMessageContaining("The command 'false' ended with exit code 1");
        assertThat(run(exec("echo running", "stopped"))).hasMessageContaining("answered 'running'; expected an answer with 'stopped'");
        assertThat(run(exec("echo stopped", "stopped"))).isNull();
    }

    private static Command exec(String line, String expect) {
        return new Command(line, null, null, null, expect, java.time.Duration.ofSeconds(20), null);
    }

    private Exception run(Command command) {
        return ask("run-commands", migration(), List.of(command)).getException();
    }

    @Test
    void aTailThatExistsIsNotTakenAgain() {
        assertThat(ask("freeze", migration(), null).getException()).isNull();
        assertThat(product.source().sql().sql("SELECT COUNT(*) FROM backup_set WHERE tail").query(Integer.class).single()).isEqualTo(1);
        assertThat(ask("collect", migration(), null).getException()).isNull();
        assertThat(product.source().sql().sql("SELECT COUNT(*) FROM backup_set").query(Integer.class).single()).isEqualTo(2);
    }

    @Test
    void whatIsNotGivenIsSaidToBeAbsent() {
        Checks all = migration().checks();
        Migration bare = with(new Checks(null, List.of(), null, null));
        for (String check : List.of("check-agent-app", "check-portal", "check-email-in", "check-email-out", "check-integrator")) {
            assertThat(finding(check, bare).severity()).as(check).isNotEqualTo(Finding.Severity.OK);
        }
        Migration onlyOut = with(new Checks(all.agentApp(), all.portals(), new Checks.Email(null, all.email().outbound()), all.integrator()));
        assertThat(finding("check-email-out", onlyOut).detail()).contains("checks.email.inbound");
    }

    @Test
    void aSickHaloIsAskedAgainAndThenSaidToBeSick() {
        try {
            world.hosted.breaks(Fault.API_WITHOUT_TICKETS);
            world.hosted.breaks(Fault.INTEGRATOR_STALE);
            world.hosted.breaks(Fault.NO_ANSWERS);
            product.awaitThat("the heartbeat is stale", () -> finding("check-integrator", migration()).severity() == Finding.Severity.FAILED);
            assertThat(finding("check-agent-app", migration()).severity()).isEqualTo(Finding.Severity.FAILED);
            assertThat(finding("check-email-out", migration()).detail()).contains("no answer in 3s");
        } finally {
            world.hosted.heals();
        }
    }

    private Migration migration() {
        return product.application().getBean(Migrations.class).find("acme").orElseThrow();
    }

    private Migration with(Checks checks) {
        Migration m = migration();
        return new Migration(m.name(), m.file(), m.sha256(), m.product(), m.customer(), m.host(), m.upgradePath(), m.timeline(), m.source(), m.landingZone(), m.target(),
                checks, m.uat(), m.integrations(), m.preflight(), m.notifications(), m.schedule(), m.retention(), m.proof(), m.withoutChecksums());
    }

    private Finding finding(String check, Migration migration) {
        Exchange done = ask(check, migration, null);
        assertThat(done.getException()).isNull();
        Object body = done.getMessage().getBody();
        return (Finding) (body instanceof List<?> list ? list.get(0) : body);
    }

    private Exchange ask(String route, Migration migration, Object body) {
        return product.camel().createProducerTemplate().request("direct:" + route, exchange -> {
            exchange.setVariable("migration", migration);
            exchange.setVariable("side", "source");
            exchange.getMessage().setBody(body);
        });
    }
}
