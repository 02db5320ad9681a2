package org.halomigration.web;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.journal.Events.Event;
import org.halomigration.journal.Journal;
import org.halomigration.journal.Phase;
import org.halomigration.migration.Migrations;
import org.halomigration.migration.Operations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The product with the routes that answer over HTTP and with no stage, so that what a command sets going does nothing: one for all tests of
 * this virtual machine. It knows the migrations acme, for commands, and quiet, for looking only; the tokens "viewer" and "operator" are what they say, named watcher and night-shift.
 */
public final class AnsweringProduct {
    private static final String SHEET =
            """
            customer: {name: Acme Ltd}
            source:
              database: Halo
              sql: {url: "jdbc:sqlserver://db.host.example;encrypt=true", username: halo, password: "${file:SECRET}"}
              backups: [{path: /backup/halo}]
            landing-zone:
              {host: sftp.host.example, username: u, private-key: /run/secrets/key, directory: /acme}
            target:
              {database: acme, uat-database: acme_uat, data-directory: /data, log-directory: /log,
               sql: {url: "jdbc:sqlserver://db.host.example;encrypt=true", username: halo, password: "${file:SECRET}"},
               landed-files: {path: /landing/acme}}
            checks: {}
            """;

    private static AnsweringProduct only;

    private final ConfigurableApplicationContext application;
    private final Path home;

    private AnsweringProduct() throws Exception {
        Path directory = Files.createTempDirectory("answering");
        Path routes = Files.createDirectories(directory.resolve("routes"));
        for (String file : List.of("api.camel.yaml", "error-handling.camel.yaml")) {
            Files.copy(Path.of("routes", file), routes.resolve(file));
        }
        Path migrations = Files.createDirectories(directory.resolve("migrations"));
        Path secret = Files.writeString(directory.resolve("secret"), "secret-of-the-login");
        Files.writeString(migrations.resolve("acme.yaml"), SHEET.replace("SECRET", secret.toString()));
        Files.writeString(migrations.resolve("quiet.yaml"), Files.readString(migrations.resolve("acme.yaml")).replace("acme", "quiet").replace("/backup/halo", "/backup/quiet"));
        home = directory.resolve("var");
        application = new SpringApplicationBuilder(HaloMigrationApplication.class).run(
                "--server.port=0", "--halo.home=" + home, "--halo.migrations=" + migrations, "--halo.routes=" + routes, "--halo.routes-live=false",
                "--halo.role=both", "--spring.main.banner-mode=off", "--camel.main.name=answering",
                "--halo.tokens[0].name=watcher", "--halo.tokens[0].role=viewer", "--halo.tokens[0].sha256=" + sha256("viewer"),
                "--halo.tokens[1].name=night-shift", "--halo.tokens[1].role=operator", "--halo.tokens[1].sha256=" + sha256("operator"));
        application.getBean(Migrations.class).refresh();
    }

    public static synchronized AnsweringProduct started() throws Exception {
        if (only == null) {
            only = new AnsweringProduct();
        }
        return only;
    }

    public String address() {
        return "http://127.0.0.1:" + StartedAlone.port(application);
    }

    public Path home() {
        return home;
    }

    public Journal source() {
        return application.getBean("sourceJournal", Journal.class);
    }

    /** Of acme, on either side. */
    List<Event> events(String kind) {
        return application.getBeansOfType(Journal.class).values().stream().flatMap(journal -> journal.events().ofKind("acme", kind).stream()).toList();
    }

    /** Whether and how fast files of acme are sent now. */
    public String transfers() {
        return application.getBean(Operations.class).transfers("acme");
    }

    /** On both sides. */
    public void standsIn(Phase phase) {
        for (Journal journal : application.getBeansOfType(Journal.class).values()) {
            journal.sql().sql("UPDATE migration SET phase = ? WHERE name = 'acme'").params(phase.text()).update();
        }
    }

    private static String sha256(String token) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
