package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Session;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MakesTheKeyForTheHostTest {
    @TempDir
    Path directory;

    @AfterEach
    void forget() {
        System.clearProperty("halo.migrations");
    }

    @Test
    void aPairForItsOwnerAloneAndOneLineForTheHost() throws Exception {
        Path key = directory.resolve("acme_key");

        Called made = Called.of("keygen", key.toString());

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).matches("ssh-ed25519 AAAA[A-Za-z0-9+/=]+ halo-migration\\R");
        assertThat(Files.readString(Path.of(key + ".pub"))).isEqualToNormalizingNewlines(made.out().strip() + "\n");
        assertThat(Files.readString(key)).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----\n").endsWith("-----END OPENSSH PRIVATE KEY-----\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key))).isEqualTo("rw-------");
        assertThat(made.err()).contains(key + ", the private key").doesNotContain("BEGIN");
        assertThat(Called.of("show-key", key.toString())).isEqualTo(new Called(0, made.out(), ""));
    }

    @Test
    void opensshLetsItIn() throws Exception {
        assumeTrue(OpenSshServer.available(), OpenSshServer.howToInstall());
        Path key = directory.resolve("acme_key");
        Called made = Called.of("keygen", key.toString());
        try (OpenSshServer server = OpenSshServer.start(Files.createDirectory(directory.resolve("server")))) {
            Files.writeString(server.authorizedKeys(), made.out(), StandardOpenOption.TRUNCATE_EXISTING);
            JSch client = new JSch();
            client.setKnownHosts(server.knownHosts().toString());
            client.addIdentity(key.toString());
            Session session = client.getSession(server.username(), server.host(), server.port());
            session.setConfig("StrictHostKeyChecking", "yes");
            session.connect(20_000);
            try {
                assertThat(session.isConnected()).isTrue();
            } finally {
                session.disconnect();
            }
        }
    }

    @Test
    void nothingIsOverwrittenAndNoHalfIsLeft() throws Exception {
        Path key = directory.resolve("acme_key");
        Files.writeString(key, "mine");
        assertUnusable(Called.of("keygen", key.toString()), key + " exists already");
        assertThat(key).hasContent("mine");
        assertThat(Path.of(key + ".pub")).doesNotExist();

        Files.delete(key);
        Files.createSymbolicLink(key, directory.resolve("elsewhere"));
        assertUnusable(Called.of("keygen", key.toString()), key + " exists already");
        assertThat(directory.resolve("elsewhere")).doesNotExist();

        Files.delete(key);
        Files.writeString(Path.of(key + ".pub"), "mine");
        assertUnusable(Called.of("keygen", key.toString()), key + ".pub exists already");
        assertThat(key).doesNotExist();
        assertThat(Path.of(key + ".pub")).hasContent("mine");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertUnusable(Called.of("keygen", directory.resolve("no/such/key").toString()), "there is no " + directory.resolve("no/such"));
    }

    @Test
    void aMigrationNamesItsKeyBeforeItsFileIsComplete() throws Exception {
        System.setProperty("halo.migrations", directory.toString());
        Path key = directory.resolve("acme_key");
        Files.writeString(directory.resolve("acme.yaml"), "source: {database: \"${NOT_SET}\"}\nlanding-zone: {private-key: '" + key + "'}\n");

        Called made = Called.of("keygen", "--migration", "acme");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains(" halo-migration-acme");
        assertThat(Called.of("show-key", "--migration", "acme").out()).isEqualTo(made.out());
        Files.writeString(directory.resolve("bare.yaml"), "landing-zone: {host: x}\n");
        assertUnusable(Called.of("keygen", "--migration", "bare"), "expected landing-zone.private-key, the private key's file, found nothing");
        Files.writeString(directory.resolve("named.yaml"), "landing-zone: {private-key: '${ACME_KEY_FILE}'}\n");
        assertUnusable(Called.of("keygen", "--migration", "named"), "found ${ACME_KEY_FILE}");
        assertUnusable(Called.of("keygen", "--migration", "acne"), "Did you mean acme?");
        assertUnusable(Called.of("keygen"), "FILE");
    }

    @Test
    void theLineOfAnotherKeyBesideItIsAFinding() throws Exception {
        Path key = directory.resolve("one");
        Called one = Called.of("keygen", key.toString());
        Called two = Called.of("keygen", directory.resolve("two").toString());
        Files.writeString(Path.of(key + ".pub"), two.out());

        Called shown = Called.of("show-key", key.toString());

        assertThat(shown.code()).isEqualTo(ExitCode.FAILED);
        assertThat(shown.out()).isEqualTo(one.out());
        assertThat(shown.err()).contains("one.pub holds another key's line");
    }

    @Test
    void keysOfEveryKindAreShown() throws Exception {
        for (int type : new int[] {KeyPair.RSA, KeyPair.ECDSA, KeyPair.ED25519}) {
            for (String passphrase : List.of("", "letmein")) {
                Path key = Files.createTempFile(directory, "key", "");
                KeyPair pair = KeyPair.genKeyPair(new JSch(), type, type == KeyPair.ECDSA ? 256 : 2048);
                pair.writeOpenSSHv1PrivateKey(key.toString(), passphrase.isEmpty() ? null : passphrase.getBytes(StandardCharsets.UTF_8), 1);
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                pair.writePublicKey(line, "x");

                assertThat(Called.of("show-key", key.toString()).out()).startsWith(line.toString().replaceFirst(" x\\s*$", " "));
            }
        }
    }

    @Test
    void whatIsNoKeyIsSaidToBeNone() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "PuTTY or not");
        assertUnusable(Called.of("show-key", text.toString()), "expected a private key in OpenSSH's format, found none");
        assertUnusable(Called.of("show-key", directory.resolve("nowhere").toString()), "found that it cannot be read");
    }

    private static void assertUnusable(Called called, String said) {
        assertThat(called.code()).as(called.err()).isEqualTo(ExitCode.UNUSABLE_INPUT);
        assertThat(called.out()).isEmpty();
        assertThat(called.err()).contains(said);
    }
}
