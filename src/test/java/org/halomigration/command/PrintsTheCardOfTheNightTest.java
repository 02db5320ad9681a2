package org.halomigration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintsTheCardOfTheNightTest {
    @TempDir
    Path directory;

    @BeforeEach
    void migration() throws IOException {
        System.setProperty("halo.migrations", directory.toString());
        Files.copy(Path.of("config/migrations/acme.yaml.example"), directory.resolve("acme.yaml"));
    }

    @AfterEach
    void forget() {
        List.of("halo.migrations", "halo.role", "halo.routes").forEach(System::clearProperty);
    }

    @Test
    void saysWhenAndByWhenAndWho() {
        Called card = card();

        assertThat(card.code()).as(card.err()).isZero();
        assertThat(card.out())
                .contains("Migration acme of Acme Ltd, attempt 1")
                .contains("begins at Friday 4 December 2026, 20:00 Europe/London (20:00 UTC)")
                .contains("Deadline: at Friday 4 December 2026, 22:00 Europe/London (22:00 UTC) it is live, or it goes back.")
                .contains("customer it@acme.example; host migrations@host.example");
    }

    /** By the statements that are sure to run: each in its place. */
    @Test
    void finishesInTheOrderOfTheNight() {
        assertInOrder(card().out(),
                "sp_update_job @job_name", "stop-iis.ps1", "is-stopped.ps1",
                "ALTER DATABASE [Halo] SET SINGLE_USER WITH ROLLBACK AFTER 5 SECONDS", "ALTER DATABASE [Halo] SET RESTRICTED_USER", "USE [master]",
                "BACKUP LOG [Halo] TO DISK = N'D:\\Backup\\Halo\\acme-tail-1.trn' WITH STANDBY = N'D:\\Backup\\Halo\\acme-tail-1.undo'",
                "NAME = N'Halo Migration tail of acme, attempt 1'",
                "ALTER DATABASE [Halo] SET READ_ONLY", "BACKUP DATABASE [Halo] TO DISK = N'D:\\Backup\\Halo\\acme-tail-1.bak' WITH DIFFERENTIAL",
                "sftp -P 22 -i '/run/secrets/acme_key' -o UserKnownHostsFile='config/known_hosts' -o StrictHostKeyChecking=yes acme@sftp.host.example",
                "put \"//backup01/halo/acme-tail-1.trn\" \"acme/acme-tail-1.trn\"",
                "WHERE d.name = N'acme_halo'",
                "RESTORE LOG [acme_halo] FROM DISK = N'E:\\landing\\acme\\acme-tail-1.trn' WITH FILE = 1, NORECOVERY",
                "@Resource = N'halo-migration/acme_halo'", "RESTORE DATABASE [acme_halo] WITH RECOVERY",
                "ALTER DATABASE [acme_halo] SET READ_WRITE", "ALTER DATABASE [acme_halo] SET RECOVERY FULL", "ALTER DATABASE [acme_halo] SET MULTI_USER",
                "acme/start", "https://acme.host.example");
    }

    @Test
    void goesBackInTheOrderOfTheNight() {
        String out = card().out();
        assertInOrder(out.substring(out.indexOf("Go back by hand, 1")),
                "acme/stop", "USE [acme_halo]", "ALTER DATABASE [acme_halo] SET SINGLE_USER WITH ROLLBACK AFTER 0 SECONDS", "ALTER DATABASE [acme_halo] MODIFY NAME = [acme_halo_backed_out_1]",
                "Go back by hand, 2", "RESTORE DATABASE [Halo] WITH RECOVERY", "ALTER DATABASE [Halo] SET MULTI_USER", "ALTER DATABASE [Halo] SET READ_WRITE", "ALTER DATABASE [Halo] SET MULTI_USER",
                "sp_update_job @job_name", "start-iis.ps1", "WHERE d.name = N'Halo'");
    }

    @Test
    void holdsNoSecretEvenWhereTheyAreKnown() throws Exception {
        String sheet = Files.readString(directory.resolve("acme.yaml"));
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret-s3cret");
        Files.writeString(directory.resolve("acme.yaml"), sheet
                .replaceAll("\\$\\{[A-Z_]+}", "\\${file:" + secret + "}")
                .replaceFirst("stop:\n", "stop:\n      - {exec: \"stop.cmd --password \\${file:" + secret + "}\"}\n"));

        Called card = card();

        assertThat(card.code()).as(card.err()).isZero();
        assertThat(card.out()).contains("stop.cmd --password ${file:" + secret + "}").contains("-H 'Authorization: ***'").doesNotContain("s3cret-s3cret");
    }

    @Test
    void aLaterAttemptHasNamesOfItsOwn() {
        assertThat(card("--attempt", "2").out()).contains("acme-tail-2.trn", "acme_halo_backed_out_2").doesNotContain("tail-1");
        assertThat(card("--attempt", "0").code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
    }

    @Test
    void eachSidePrintsItsHalf() {
        System.setProperty("halo.role", "source");
        assertThat(card().out()).contains("BACKUP LOG [Halo]", "the target's, is the host's to print").doesNotContain("RESTORE LOG");
        System.setProperty("halo.role", "target");
        assertThat(card().out()).contains("RESTORE LOG [acme_halo]", "the source's, is the customer's to print").doesNotContain("BACKUP LOG");
    }

    @Test
    void anEditedStatementOrOrderIsOnTheCard() throws Exception {
        Path routes = directory.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(Path.of("routes").relativize(file).toString()));
            }
        }
        Files.writeString(routes.resolve("sql/sqlserver/recover-database.sql"), "RESTORE DATABASE :[database] WITH RECOVERY, KEEP_CDC");
        Path fence = routes.resolve("target/fence.camel.yaml");
        Files.writeString(fence, Files.readString(fence).replace("set-single-user,rename-database", "rename-database"));
        System.setProperty("halo.routes", routes.toString());

        assertThat(card().out()).contains("RESTORE DATABASE [acme_halo] WITH RECOVERY, KEEP_CDC").doesNotContain("ROLLBACK AFTER 0 SECONDS");

        Files.writeString(fence, Files.readString(fence).replace("id: fence-database", "id: another"));
        assertThat(card()).satisfies(called -> {
            assertThat(called.code()).isEqualTo(ExitCode.UNUSABLE_INPUT);
            assertThat(called.err()).contains("expected the step 'fence-database' with its statements, found none");
        });
    }

    @Test
    void asOnePageOfHtml() throws Exception {
        Path sheet = directory.resolve("acme.yaml");
        Files.writeString(sheet, Files.readString(sheet).replace("name: Acme Ltd", "name: \"Acme <& Co>\""));

        assertThat(card("--html").out()).startsWith("<!DOCTYPE html>").contains("Acme &lt;&amp; Co&gt;", "<pre>ALTER").doesNotContain("<& Co>").endsWith("</html>" + System.lineSeparator());
    }

    @Test
    void onRdsTheTasksStandOnTheCard() throws Exception {
        Path sheet = directory.resolve("acme.yaml");
        String text = Files.readString(sheet);
        assertThat(text).contains("dialect: sqlserver");
        Files.writeString(sheet, text.replace("dialect: sqlserver", "dialect: rds")
                .replaceFirst("as-sql-server-sees-it: 'E:[^']*'", "s3-arn: arn:aws:s3:::acme-landing/acme")
                .replaceAll("(?m)^  (data-directory|log-directory|owner|first-backup-directory|availability-group|uat-database):.*\\R", ""));

        Called card = card();

        assertThat(card.code()).as(card.err()).isZero();
        assertInOrder(card.out(), "rds_restore_log @restore_db_name = N'acme_halo', @s3_arn_to_restore_from = N'arn:aws:s3:::acme-landing/acme/acme-tail-1.trn'", "rds_finish_restore @db_name = N'acme_halo'");
    }

    private static Called card(String... more) {
        return Called.of(Stream.concat(Stream.of("card", "--migration", "acme"), Arrays.stream(more)).toArray(String[]::new));
    }

    private static void assertInOrder(String text, String... parts) {
        int at = 0;
        for (String part : parts) {
            int found = text.indexOf(part, at);
            assertThat(found).as("%s after character %d of%n%s", part, at, text).isNotNegative();
            at = found + part.length();
        }
    }
}
