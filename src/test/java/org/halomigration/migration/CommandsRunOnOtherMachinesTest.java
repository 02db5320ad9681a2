package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.halomigration.migration.Commands.CommandFailed;
import org.halomigration.migration.RemoteShell.Answer;
import org.halomigration.sandbox.sftp.MinaSftpServer;
import org.halomigration.sandbox.sftp.OpenSshServer;
import org.halomigration.sandbox.sftp.SftpServer;
import org.halomigration.sandbox.sftp.SshKey;
import org.halomigration.sheet.Command;
import org.halomigration.sheet.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command by ssh runs on the machine that is known and on no other, says how it ended, and always comes to an end. */
class CommandsRunOnOtherMachinesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RemoteShell shell = new RemoteShell();

    @TempDir
    Path directory;

    /** The server has a key of each type, the client knows one: that one must be asked for, though another is preferred. */
    @ParameterizedTest
    @EnumSource
    void byKeysOfEveryType(SshKey.Type type) throws Exception {
        assumeTrue(OpenSshServer.available(), OpenSshServer::howToInstall);
        SshKey host = SshKey.generate(directory.resolve("host"), type);
        SshKey others = SshKey.generate(directory.resolve("others"), type == SshKey.Type.RSA ? SshKey.Type.ED25519 : SshKey.Type.RSA);
        SshKey user = SshKey.generate(directory.resolve("user"), type);
        try (OpenSshServer server = OpenSshServer.forCommands(directory, host, others)) {
            Files.writeString(server.authorizedKeys(), user.publicKey() + "\n");
            Path known = host.knownAs(server.host(), server.port(), directory.resolve("known"));

            Answer answer = shell.run(command(server, user.file(), null, known, "echo \"I am $USER\"; exit 3", PATIENCE));

            assertThat(answer).isEqualTo(new Answer(3, "I am " + server.username() + "\n"));
        }
    }

    @Test
    void byPassword() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            assertThat(shell.run(byPassword(server, server.password(), server.knownHosts(), "echo stopped"))).isEqualTo(new Answer(0, "stopped\n"));
            assertThat(shell.run(byPassword(server, server.password(), server.knownHosts(), "echo no such service >&2; exit 7")))
                    .isEqualTo(new Answer(7, "no such service\n"));
        }
    }

    @Test
    void aKnownHostsFileMayHaveWhatOpenSshWritesIntoIt() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            String[] plain = Files.readString(server.knownHosts()).strip().split(" ", 2);
            Path hashed = Files.writeString(directory.resolve("hashed"), "# machines of Acme\n\n" + hashed(plain[0]) + " " + plain[1] + " root@web01\n");

            assertThat(shell.run(byPassword(server, server.password(), hashed, "echo stopped")).output()).isEqualTo("stopped\n");
        }
    }

    @Test
    void anotherHostKeyIsRefusedAndNothingIsSent() {
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            Path changed = SshKey.generate(directory.resolve("another")).knownAs(server.host(), server.port(), directory.resolve("changed"));
            Path unknown = SshKey.generate(directory.resolve("third")).knownAs("web01.acme.example", server.port(), directory.resolve("unknown"));

            assertThatThrownBy(() -> shell.run(byPassword(server, server.password(), changed, "echo stopped")))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("ssh 127.0.0.1:" + server.port() + ": the machine's host key is not the one in " + changed)
                    .hasMessageEndingWith("nothing was sent.");
            assertThatThrownBy(() -> shell.run(byPassword(server, server.password(), unknown, "echo stopped")))
                    .hasMessageContaining("the machine's host key is not in " + unknown);
            assertThatThrownBy(() -> shell.run(byPassword(server, server.password(), directory.resolve("missing"), "echo stopped")))
                    .hasMessageContaining("missing cannot be read");
            assertThat(server.commands()).isEmpty();
        }
    }

    @Test
    void whoIsNotLetInIsToldSo() {
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            assertThatThrownBy(() -> shell.run(byPassword(server, "wrong", server.knownHosts(), "echo stopped")))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("acme was not let in")
                    .hasMessageContaining("Check username and password")
                    .hasMessageNotContaining("wrong");
            assertThat(server.commands()).isEmpty();
        }
    }

    @Test
    void whatDoesNotEndIsGivenUpAtItsTimeout() throws Exception {
        try (MinaSftpServer server = MinaSftpServer.start(directory)) {
            assertThatThrownBy(() -> shell.run(command(server, server.privateKey(), null, server.knownHosts(), "exec sleep 600", Duration.ofSeconds(3))))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("exec sleep 600 has not ended after 3s")
                    .hasMessageContaining("may still run there");
        }
        // Nobody speaks: not even the greeting comes.
        try (ServerSocket silent = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Path known = SshKey.generate(directory.resolve("silent")).knownAs("127.0.0.1", silent.getLocalPort(), directory.resolve("silent_known"));
            Command.Ssh ssh = new Command.Ssh("127.0.0.1", silent.getLocalPort(), "acme", null, new Secret("secret"), known.toString(), "echo");
            assertThatThrownBy(() -> shell.run(new Command(null, ssh, null, null, null, Duration.ofSeconds(2), null))).isInstanceOf(CommandFailed.class).hasMessageContaining("Check host and port");
        }
    }

    @Test
    void whatWasKilledHasNotEndedWell() throws Exception {
        assumeTrue(OpenSshServer.available(), OpenSshServer::howToInstall);
        try (OpenSshServer server = OpenSshServer.forCommands(directory)) {
            assertThatThrownBy(() -> shell.run(command(server, server.privateKey(), null, server.knownHosts(), "kill -9 $$", PATIENCE)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("ended without an exit code");
        }
    }

    private static Command byPassword(MinaSftpServer server, String password, Path known, String line) {
        return command(server, null, new Secret(password), known, line, PATIENCE);
    }

    private static Command command(SftpServer server, Path key, Secret password, Path known, String line, Duration timeout) {
        Command.Ssh ssh = new Command.Ssh(server.host(), server.port(), server.username(), key == null ? null : key.toString(), password, known.toString(), line);
        return new Command(null, ssh, null, null, null, timeout, null);
    }

    /** As {@code ssh-keygen -H} writes a name: salted and hashed. */
    private static String hashed(String name) throws Exception {
        byte[] salt = new byte[20];
        new java.util.Random(7).nextBytes(salt);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        Base64.Encoder base64 = Base64.getEncoder();
        return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.US_ASCII)));
    }
}
