package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Finding;
import org.halomigration.journal.Phase;
import org.halomigration.web.AnsweringProduct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a product that runs: on this machine without any option, elsewhere with address and token. */
class CommandsOfARunningProductTest {
    @TempDir
    Path directory;

    private AnsweringProduct product;

    @BeforeEach
    void here() throws Exception {
        product = AnsweringProduct.started();
        product.standsIn(Phase.STANDING_BY);
        System.setProperty("halo.home", product.home().toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("halo.home");
    }

    @Test
    void onTheSameMachineNothingButTheMigrationIsGiven() throws Exception {
        Called cutover = Called.of("cutover", "--migration", "acme");

        assertThat(cutover.code()).as(cutover.err()).isEqualTo(ExitCode.FINE);
        assertThat(cutover.out()).contains("cutover of acme: accepted; it is cutting-over.");
        assertThat(product.source().events().ofKind("acme", "cutover.started")).last().extracting(Event::actor).isEqualTo("command-line");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(product.home().resolve("command-line.json")))).isEqualTo("rw-------");
    }

    @Test
    void aDryRunChangesNothing() {
        assertThat(Called.of("cutover", "--migration", "acme", "--dry-run").out()).contains("cutover of acme: would be done; it is standing-by.");
        assertThat(product.source().phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void whatThePhaseForbidsIsSaid() {
        Called refused = Called.of("backout", "--migration", "acme");
        assertThat(refused.code()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("Nothing to back out of: acme is standing-by");
        assertThat(refused.out()).isEmpty();
        assertThat(Called.of("uat", "--migration", "acme").err()).contains("no full backup has landed");
        assertThat(Called.of("uat", "--migration", "acme", "--drop").err()).contains("There is no UAT copy of acme to drop");
        assertThat(Called.of("uat", "--migration", "acme", "--sign-off", "Ada \"A\" Lovelace").err()).contains("There is no UAT copy of acme to sign off");
    }

    @Test
    void statusSaysWhereItStandsAndFailsWhereSomethingHas() throws Exception {
        product.source().findings().record("quiet", new Finding("chain", "gap", Finding.Severity.WARNING, "logs are missing", "Send them.", "customer"));
        Called fine = Called.of("status", "--migration", "quiet");
        assertThat(fine.code()).isEqualTo(ExitCode.FINE);
        assertThat(fine.out()).contains("quiet: preparing, attempt 1").contains("source warning: logs are missing → Send them.");

        product.source().findings().record("quiet", new Finding("chain", "gap", Finding.Severity.FAILED, "logs are missing", "Send them.", "customer"));
        Called failed = Called.of("status", "--migration", "quiet", "--json");
        assertThat(failed.code()).isEqualTo(ExitCode.FAILED);
        assertThat(Called.JSON.readTree(failed.out()).path("phase").asText()).isEqualTo("preparing");
    }

    @Test
    void elsewhereAddressAndTokenAreGiven() throws Exception {
        System.setProperty("halo.home", directory.toString());
        Path operator = Files.writeString(directory.resolve("token"), "operator\n");
        Path viewer = Files.writeString(directory.resolve("viewer"), "viewer");
        Path stranger = Files.writeString(directory.resolve("stranger"), "unknown");

        assertThat(Called.of("preflight", "--migration", "acme", "--url", product.address() + "/", "--token-file", operator.toString()).code()).isEqualTo(ExitCode.FINE);
        assertThat(product.source().events().ofKind("acme", "preflight.asked")).last().extracting(Event::actor).isEqualTo("night-shift");
        Called viewed = Called.of("cutover", "--migration", "acme", "--url", product.address(), "--token-file", viewer.toString());
        assertThat(viewed.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(viewed.err()).contains("(403). It needs the role operator.");
        assertThat(Called.of("status", "--migration", "acme", "--url", product.address(), "--token-file", stranger.toString()).err()).contains("(401)").doesNotContain("unknown");
        assertThat(product.source().phases().of("acme").phase()).isEqualTo(Phase.STANDING_BY);
    }

    @Test
    void whatCannotBeReachedOrIsNotThereIsNamed() throws Exception {
        assertThat(Called.of("status", "--migration", "nobody")).satisfies(called -> {
            assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
            assertThat(called.err()).contains("There is no migration called 'nobody'");
        });
        int closed;
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = port.getLocalPort();
        }
        Path token = Files.writeString(directory.resolve("token"), "operator");
        Called unreachable = Called.of("status", "--migration", "acme", "--url", "http://127.0.0.1:" + closed, "--token-file", token.toString());
        assertThat(unreachable.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(unreachable.err()).contains("does not answer");
        assertThat(Called.of("status", "--migration", "acme", "--url", product.address()).err()).contains("With --url a token is needed");
        System.setProperty("halo.home", directory.toString());
        Called notRunning = Called.of("status", "--migration", "acme");
        assertThat(notRunning.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(notRunning.err()).contains("the product does not run in this directory");
        assertThat(Called.of("cutover").code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
    }
}
