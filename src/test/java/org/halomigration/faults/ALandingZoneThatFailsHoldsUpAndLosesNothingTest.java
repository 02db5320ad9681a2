package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.halomigration.journal.Finding;
import org.halomigration.sandbox.sftp.SshKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the way to the landing zone does: it is said once and plainly, no half file gets a final name, and sending goes on by itself. */
@ExtendWith(Running.Resolver.class)
class ALandingZoneThatFailsHoldsUpAndLosesNothingTest {
    private final Running running;

    @TempDir
    Path elsewhere;

    ALandingZoneThatFailsHoldsUpAndLosesNothingTest(Running running) {
        this.running = running;
    }

    @AfterEach
    void noHalfFileHasAFinalName() throws Exception {
        running.nothingTwice();
        running.nothingSaidThatShouldNot();
    }

    @Test
    void aServerWithAnotherHostKeyGetsNothing() throws Exception {
        Path known = running.world.sftp.knownHosts();
        byte[] right = Files.readAllBytes(known);
        SshKey.generate(elsewhere.resolve("another")).knownAs(running.sftp().host(), running.sftp().port(), known);
        reconnect();
        String file = running.log();
        Finding finding = running.finding(running.source(), "stage", "127.0.0.1", "known-hosts", "nothing was sent", "fingerprint");
        assertThat(finding.detail()).startsWith("push: ");
        assertThat(landed(file)).isEmpty();
        Files.write(known, right);
        running.ended(running.source(), finding);
        running.restored(file);
    }

    @Test
    void aServerThatRefusesTheKeyIsNamedWithTheUser() throws Exception {
        Path key = running.world.sftp.privateKey();
        Path right = Files.copy(key, elsewhere.resolve("right"));
        Files.copy(SshKey.generate(elsewhere.resolve("another")).file(), key, StandardCopyOption.REPLACE_EXISTING);
        reconnect();
        String file = running.log();
        Finding finding = running.finding(running.source(), "stage", "push: ", "acme@127.0.0.1", "private-key", "public key");
        assertThat(landed(file)).isEmpty();
        Files.copy(right, key, StandardCopyOption.REPLACE_EXISTING);
        running.ended(running.source(), finding);
        running.restored(file);
    }

    @Test
    void aServerThatIsDownIsWaitedFor() throws Exception {
        running.sftp().stop();
        String file;
        Finding finding;
        try {
            file = running.log();
            finding = running.finding(running.source(), "stage", "push: ", "127.0.0.1:" + running.sftp().port(), "refused", "firewall");
        } finally {
            running.sftp().restart();
        }
        running.ended(running.source(), finding);
        running.restored(file);
    }

    @Test
    void anUploadThatIsCutStartsAgain() throws Exception {
        running.sftp().cutUploadsAt(1000);
        String file = running.log();
        running.restored(file);
        assertThat(running.sftp().operations()).anyMatch(done -> done.startsWith("cut ") && done.endsWith(file + ".part"));
        assertThat(renamed(file)).isEqualTo(1);
    }

    @Test
    void aFullDiskIsSaidAndSendingGoesOnWhenThereIsRoom() throws Exception {
        running.sftp().fillDisk();
        String file;
        Finding finding;
        try {
            file = running.log();
            finding = running.finding(running.source(), "stage", "push: ", file, "Failure", "full", "quota");
            assertThat(running.world.landing.resolve(file)).doesNotExist();
        } finally {
            running.sftp().freeDisk();
        }
        running.ended(running.source(), finding);
        running.restored(file);
    }

    @Test
    void aRenameThatIsRefusedIsSaidAndTheFileGetsItsNameLater() throws Exception {
        running.sftp().refuseRenames(true);
        String file;
        Finding finding;
        try {
            file = running.log();
            finding = running.finding(running.source(), "stage", "push: ", file, "rights of landing-zone.username");
            assertThat(running.world.landing.resolve(file)).doesNotExist();
        } finally {
            running.sftp().refuseRenames(false);
        }
        running.ended(running.source(), finding);
        running.restored(file);
    }

    private List<Path> landed(String file) throws Exception {
        try (var files = Files.list(running.world.landing)) {
            return files.filter(path -> path.getFileName().toString().startsWith(file)).toList();
        }
    }

    private long renamed(String file) {
        return running.sftp().operations().stream().filter(done -> done.startsWith("rename ") && done.endsWith("/" + file)).count();
    }

    /** Cuts the connection that stands: the next one is made anew. */
    private void reconnect() {
        running.sftp().stop();
        running.sftp().restart();
    }
}
