package org.halomigration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.halomigration.faults.Running.HeldUp;
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
        goesOn(running.whileBroken(
                () -> {
                    SshKey.generate(elsewhere.resolve("another")).knownAs(running.sftp().host(), running.sftp().port(), known);
                    reconnect();
                },
                () -> heldUpWithoutAByte("127.0.0.1", "known-hosts", "nothing was sent", "fingerprint"),
                () -> Files.write(known, right)));
    }

    @Test
    void aServerThatRefusesTheKeyIsNamedWithTheUser() throws Exception {
        Path key = running.world.sftp.privateKey();
        Path right = Files.copy(key, elsewhere.resolve("right"));
        goesOn(running.whileBroken(
                () -> {
                    Files.copy(SshKey.generate(elsewhere.resolve("another")).file(), key, StandardCopyOption.REPLACE_EXISTING);
                    reconnect();
                },
                () -> heldUpWithoutAByte("acme@127.0.0.1", "private-key", "public key"),
                () -> Files.copy(right, key, StandardCopyOption.REPLACE_EXISTING)));
    }

    @Test
    void aServerThatIsDownIsWaitedFor() throws Exception {
        goesOn(running.whileBroken(
                running.sftp()::stop, () -> heldUp("127.0.0.1:" + running.sftp().port(), "refused", "firewall"), running.sftp()::restart));
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
        goesOn(running.whileBroken(running.sftp()::fillDisk, () -> heldUp("Failure", "full", "quota"), running.sftp()::freeDisk));
    }

    @Test
    void aRenameThatIsRefusedIsSaidAndTheFileGetsItsNameLater() throws Exception {
        goesOn(running.whileBroken(
                () -> running.sftp().refuseRenames(true), () -> heldUp("Permission denied", "rights of landing-zone.username"), () -> running.sftp().refuseRenames(false)));
    }

    private HeldUp heldUp(String... says) throws Exception {
        HeldUp heldUp = running.heldUp(running.source(), "hurry", says);
        assertThat(running.world.landing.resolve(heldUp.file())).doesNotExist();
        return heldUp;
    }

    private HeldUp heldUpWithoutAByte(String... says) throws Exception {
        HeldUp heldUp = heldUp(says);
        try (Stream<Path> landed = Files.list(running.world.landing)) {
            assertThat(landed).noneMatch(file -> file.toString().contains(heldUp.file()));
        }
        return heldUp;
    }

    private void goesOn(HeldUp heldUp) throws Exception {
        running.goesOn(running.source(), heldUp);
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
