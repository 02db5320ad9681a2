package org.halomigration.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of sheets, looked at again and again while people edit it. */
class KeepsSheetsApartTest {
    @TempDir
    Path directory;

    private final AtomicInteger reads = new AtomicInteger();
    private Sheets sheets;
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void open() {
        sheets = new Sheets(directory, Role.BOTH, new SheetReader(name -> {
            reads.incrementAndGet();
            return Fixtures.ENVIRONMENT.get(name);
        }));
    }

    @Test
    void runsTheGoodOneBesideTheBrokenOne() throws IOException {
        write("acme", sheet("acme"));
        write("broken", "product: [");

        Changes changes = sheets.look();

        assertThat(names(sheets.migrations())).containsExactly("acme");
        assertThat(names(changes.added())).containsExactly("acme");
        assertThat(changes.appeared()).singleElement().satisfies(problem -> assertThat(problem.file()).hasFileName("broken.yaml"));
        assertThat(sheets.migration("broken")).isEmpty();
    }

    @Test
    void saysThatTheDirectoryIsMissingAndGoesOn() throws IOException {
        Sheets none = new Sheets(directory.resolve("gone"), Role.BOTH, Fixtures.reader());

        none.look();

        assertThat(none.migrations()).isEmpty();
        assertThat(none.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .endsWith("gone:1: expected a directory with one .yaml file for each migration, found no such directory."
                        + " Create it, or name another."));
    }

    @Test
    void keepsWhatRunsWhileTheDirectoryIsAway() throws IOException {
        Path away = Files.createDirectory(directory.resolve("migrations"));
        Sheets live = new Sheets(away, Role.BOTH, Fixtures.reader());
        Files.writeString(away.resolve("acme.yaml"), sheet("acme"));
        live.look();

        Files.move(away, directory.resolve("elsewhere"));
        Changes changes = live.look();

        assertThat(changes.removed()).isEmpty();
        assertThat(changes.appeared()).hasSize(1);
        assertThat(names(live.migrations())).containsExactly("acme");
    }

    @Test
    void readsOnlyWhatChanged() throws IOException {
        write("acme", sheet("acme"));
        write("beta", sheet("beta"));
        sheets.look();
        reads.set(0);

        assertThat(sheets.look().none()).isTrue();
        assertThat(reads).hasValue(0);

        write("beta", sheet("beta") + "proof: counts\n");
        Changes changes = sheets.look();

        assertThat(names(changes.changed())).containsExactly("beta");
        assertThat(changes.changed().get(0).proof()).isEqualTo("counts");
        assertThat(reads).hasValue(1);
    }

    @Test
    void keepsTheLastGoodVersionOfOneThatBroke() throws IOException {
        write("acme", sheet("acme"));
        sheets.look();

        write("acme", "product: nonsense\n");
        Changes broken = sheets.look();

        assertThat(broken.changed()).isEmpty();
        assertThat(broken.removed()).isEmpty();
        assertThat(broken.appeared()).isNotEmpty();
        assertThat(sheets.migration("acme").orElseThrow().product()).isEqualTo("halo");

        write("acme", sheet("acme") + "product: nethelpdesk\n");
        Changes repaired = sheets.look();

        assertThat(repaired.solved()).containsExactlyElementsOf(broken.appeared());
        assertThat(names(repaired.changed())).containsExactly("acme");
        assertThat(sheets.problems()).isEmpty();
    }

    @Test
    void endsOneWhoseFileIsGone() throws IOException {
        Path acme = write("acme", sheet("acme"));
        sheets.look();

        Files.delete(acme);

        assertThat(names(sheets.look().removed())).containsExactly("acme");
        assertThat(sheets.migrations()).isEmpty();
    }

    @Test
    void noticesAMountedSecretThatChanged() throws IOException {
        Path secret = directory.resolve("password");
        write("acme", sheet("acme").replace("${ACME_TARGET_PASSWORD}", "${file:" + secret.toString().replace('\\', '/') + "}"));
        sheets.look();
        assertThat(sheets.migrations()).isEmpty();

        touch(Files.writeString(secret, "first"));
        assertThat(names(sheets.look().added())).containsExactly("acme");

        touch(Files.writeString(secret, "other"));
        Changes changes = sheets.look();

        assertThat(changes.changed().get(0).target().sql().password().reveal()).isEqualTo("other");
    }

    @Test
    void letsNoneOfTwoNewcomersHaveTheSameDatabaseOrDirectory() throws IOException {
        write("acme", sheet("acme"));
        write("copy-of-acme", sheet("acme").replace("database: acme", "database: ACME"));
        write("beta", sheet("beta"));

        sheets.look();

        assertThat(names(sheets.migrations())).containsExactly("beta");
        assertThat(messages()).containsExactly(
                conflict("acme", 6, "landing-zone.directory", "landing zone sftp.host.example:22/acme", "copy-of-acme"),
                conflict("acme", 8, "target.database", "database acme on db.host.example", "copy-of-acme"),
                conflict("acme", 10, "target.landed-files.path", "directory /landing/acme", "copy-of-acme"),
                conflict("copy-of-acme", 6, "landing-zone.directory", "landing zone sftp.host.example:22/acme", "acme"),
                conflict("copy-of-acme", 8, "target.database", "database acme on db.host.example", "acme"),
                conflict("copy-of-acme", 10, "target.landed-files.path", "directory /landing/acme", "acme"));
    }

    @Test
    void lettingRunWhoRanBefore() throws IOException {
        write("beta", sheet("beta"));
        sheets.look();

        write("alpha", sheet("beta").replace("directory: /beta", "directory: /alpha").replace("/landing/beta", "/landing/alpha"));
        sheets.look();

        assertThat(names(sheets.migrations())).containsExactly("beta");
        assertThat(messages()).containsExactly(conflict("alpha", 8, "target.database", "database beta on db.host.example", "beta"));

        Files.delete(directory.resolve(file("beta")));
        Changes changes = sheets.look();

        assertThat(names(changes.added())).containsExactly("alpha");
        assertThat(sheets.problems()).isEmpty();
    }

    @Test
    void refusesAUatCopyUnderAnothersName() throws IOException {
        write("acme", sheet("acme"));
        write("beta", sheet("beta").replace("database: beta", "database: beta, uat-database: acme"));

        sheets.look();

        assertThat(messages()).contains(
                conflict("beta", 8, "target.uat-database", "database acme on db.host.example", "acme"));
    }

    private static String sheet(String name) {
        return """
                customer: {name: Acme Ltd}
                source:
                  database: Halo
                  backups: [{path: /backup/halo}]
                landing-zone:
                  {host: sftp.host.example, username: u, private-key: /run/secrets/key, directory: /NAME}
                target:
                  {database: NAME, data-directory: /data, log-directory: /log,
                   sql: {url: "jdbc:sqlserver://db.host.example;encrypt=true", username: halo, password: "${ACME_TARGET_PASSWORD}"},
                   landed-files: {path: /landing/NAME}}
                checks: {}
                """.replace("NAME", name);
    }

    private static String conflict(String file, int line, String key, String what, String other) {
        return "%s.yaml:%d: %s: expected a value that no other migration has, found %s in %s.yaml.".formatted(file, line, key, what, other)
                + " Two migrations must not share it: this file does not run until one of them is changed.";
    }

    private Path write(String name, String text) throws IOException {
        return touch(Files.writeString(directory.resolve(file(name)), text));
    }

    /** Each change has a time of its own, however fast the test is. */
    private Path touch(Path file) throws IOException {
        time = time.plusSeconds(1);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private List<String> messages() {
        return sheets.problems().stream()
                .map(problem -> problem.message().replace(directory + "/", ""))
                .toList();
    }

    private static String file(String name) {
        return name + ".yaml";
    }

    private static List<String> names(List<Migration> migrations) {
        return migrations.stream().map(Migration::name).toList();
    }
}
