package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sheets that are right, and what becomes of what they leave out. */
class ReadsWhatEachRoleNeedsTest {
    private static final Path VALID = Fixtures.DIRECTORY.resolve("valid");

    @TempDir
    Path directory;

    static Stream<Path> valid() throws IOException {
        return Fixtures.in("valid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void takesEveryValidSheet(Path file) {
        assertThat(Fixtures.read(file).problems()).isEmpty();
    }

    @Test
    void fillsInTheDefaults() {
        Migration migration = migration("least");

        assertThat(migration.product()).isEqualTo("halo");
        assertThat(migration.upgradePath()).isEqualTo("stable");
        assertThat(migration.proof()).isEqualTo("checksums");
        assertThat(migration.source().settle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(migration.source().application().stop()).isEmpty();
        assertThat(migration.source().backupJobs().pause()).isEmpty();
        assertThat(migration.landingZone().port()).isEqualTo(22);
        assertThat(migration.landingZone().knownHosts()).isEqualTo("config/known_hosts");
        assertThat(migration.target().dialect()).isEqualTo("sqlserver");
        assertThat(migration.target().application().start()).isEmpty();
        assertThat(migration.integrations().cloudSyncs()).isEmpty();
        assertThat(migration.notifications()).isEmpty();
        assertThat(migration.schedule().aftercare().every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(migration.schedule().aftercare().duration()).isEqualTo(Duration.ofHours(24));
        assertThat(migration.retention().landingZone()).isEqualTo(Duration.ofDays(7));
        assertThat(migration.retention().targetFiles()).isEqualTo(Duration.ofDays(2));
        assertThat(migration.schedule().collect()).isNull();
        assertThat(migration.timeline()).isNull();
    }

    @Test
    void leavesTheOtherSidesSecretsUnknown() {
        Migration source = migration("one-sheet-for-both-sides-read-by-the-source");
        Migration target = migration("one-sheet-for-both-sides-read-by-the-target");

        assertThat(source.target().sql().password()).isNull();
        assertThat(target.landingZone().password()).isNull();
        assertThat(target.source().sql().password()).isNull();
        assertThat(target.target().sql().password().reveal()).isEqualTo("target-pa55");
    }

    @Test
    void takesNamesAsTheyAre() {
        Migration migration = migration("hostile-names");

        assertThat(migration.source().database()).isEqualTo("Halo]; DROP DATABASE x--");
        assertThat(migration.source().backups().get(0).path()).isEqualTo(Path.of("/backup/it's \"Ünïcode\" 備份"));
    }

    @ParameterizedTest
    @CsvSource({"15m,PT15M", "24h,PT24H", "7d,P7D", "PT15M,PT15M", "P2D,P2D", "500ms,PT0.5S", "1h30m,PT1H30M", "10s,PT10S"})
    void readsDurations(String written, Duration read) {
        assertThat(Durations.duration(written)).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource({"60GB,60000000000", "500 gb,500000000000", "60GiB,64424509440", "1.5TB,1500000000000", "4096,4096", "2MiB,2097152", "1KB,1000"})
    void readsSizes(String written, long bytes) {
        assertThat(Sizes.bytes(written)).isEqualTo(bytes);
    }

    @Test
    void stripsOnlyTheLastLineEndOfAMountedSecret() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "  two\nlines \r\n");

        assertThat(password("${file:" + secret.toString().replace('\\', '/') + "}")).isEqualTo("  two\nlines ");
    }

    @Test
    void leavesEscapedReferencesAlone() throws IOException {
        assertThat(password("${ACME_TARGET_PASSWORD}$${NO_REFERENCE}$x")).isEqualTo("target-pa55${NO_REFERENCE}$x");
    }

    @Test
    void masksWhatAReferenceBringsIntoACommand() throws IOException {
        Path file = Files.writeString(directory.resolve("acme.yaml"),
                Files.readString(VALID.resolve("least.yaml")).replace("  backups:", """
                  application:
                    stop:
                      - {exec: "stop --token ${ACME_MAIL_TOKEN}"}
                      - {sql: "SELECT '${ACME_MAIL_TOKEN}'"}
                      - {http: {url: "https://ops.example/?key=${ACME_MAIL_TOKEN}", body: "${ACME_MAIL_TOKEN}"}}
                      - {ssh: {host: web01, username: u, private-key: k, command: "stop ${ACME_MAIL_TOKEN}"}}
                  backups:""".indent(2).stripTrailing()));
        SheetReader reader = Fixtures.reader();

        Migration migration = reader.read(file, Role.BOTH).migration().orElseThrow();

        List<Command> stop = migration.source().application().stop();
        assertThat(stop.get(0).exec()).isEqualTo("stop --token token-pa55");
        assertThat(reader.mask(stop.get(0).exec())).isEqualTo("stop --token ***");
        assertThat(migration.toString()).doesNotContain("pa55").contains("exec command", "ssh command");
        assertThat(stop.get(2).http()).hasToString("http POST");
        assertThat(stop.get(3).ssh()).hasToString("ssh web01:22");
    }

    private String password(String written) throws IOException {
        Path file = Files.writeString(directory.resolve("acme.yaml"),
                Files.readString(VALID.resolve("least.yaml")).replace("${ACME_TARGET_PASSWORD}", "'" + written + "'"));
        return Fixtures.reader().read(file, Role.BOTH).migration().orElseThrow().target().sql().password().reveal();
    }

    private static Migration migration(String fixture) {
        return Fixtures.read(VALID.resolve(fixture + ".yaml")).migration().orElseThrow();
    }
}
