package org.halomigration.web;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.CamelContext;
import org.halomigration.HaloMigrationApplication;
import org.halomigration.journal.Journal;
import org.halomigration.transfer.Json;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * What support needs to see, in one ZIP file: versions, the configuration without secrets, what is wrong now, the journals' latest
 * events, the log. No backup, no migration file, no row of a customer's database.
 */
final class SupportBundle {
    static final String TYPE = "application/zip";
    private static final int MOST_EVENTS = 5000;
    private static final long MOST_LOG_BYTES = 20_000_000;

    private final ConfigurableEnvironment environment;
    private final List<Journal> journals;
    private final Supplier<List<String>> problems;

    /** @param problems what is wrong with files, one line each */
    SupportBundle(ConfigurableEnvironment environment, List<Journal> journals, Supplier<List<String>> problems) {
        this.environment = environment;
        this.journals = journals;
        this.problems = problems;
    }

    /** Writes all parts; {@code out} stays open. What cannot be read is named in its place, and the rest is written. */
    void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        part(zip, "versions.json", this::versions);
        part(zip, "configuration.json", () -> ShownConfiguration.of(environment));
        part(zip, "files-that-are-left-out.json", problems::get);
        for (Journal journal : journals) {
            part(zip, journal.role() + "/migrations.json", () -> rows(journal, "SELECT name, phase, since, attempt FROM migration ORDER BY name"));
            part(zip, journal.role() + "/sets.json",
                    () -> rows(journal, "SELECT migration, state, type, COUNT(*) AS sets FROM backup_set GROUP BY migration, state, type ORDER BY migration"));
            part(zip, journal.role() + "/findings.json",
                    () -> rows(journal, "SELECT migration, check_id, subject, severity, detail, advice, since FROM finding WHERE until IS NULL ORDER BY id"));
            part(zip, journal.role() + "/journal.json",
                    () -> rows(journal, "SELECT id, at, migration, attempt, set_id, kind, text, millis, actor FROM event ORDER BY id DESC LIMIT " + MOST_EVENTS));
        }
        log(zip);
        zip.finish();
    }

    private Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        String own = HaloMigrationApplication.class.getPackage().getImplementationVersion();
        versions.put("product", own == null ? "(run from its classes)" : own);
        versions.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        versions.put("springBoot", SpringBootVersion.getVersion());
        versions.put("camel", CamelContext.class.getPackage().getImplementationVersion());
        versions.put("processors", Runtime.getRuntime().availableProcessors());
        versions.put("mostMemoryBytes", Runtime.getRuntime().maxMemory());
        versions.put("uptime", Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()).toString());
        return versions;
    }

    private static List<Map<String, Object>> rows(Journal journal, String query) {
        return journal.sql().sql(query).query().listOfRows();
    }

    private static void part(ZipOutputStream zip, String name, Supplier<Object> content) throws IOException {
        String text;
        try {
            text = Json.text(content.get());
        } catch (RuntimeException e) {
            text = Json.text(Map.of("missing", String.valueOf(e.getMessage())));
        }
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** The end of the log file, where there is one. */
    private void log(ZipOutputStream zip) throws IOException {
        String configured = environment.getProperty("logging.file.name");
        if (configured == null || !Files.isRegularFile(Path.of(configured))) {
            return;
        }
        zip.putNextEntry(new ZipEntry("log.txt"));
        try (SeekableByteChannel file = Files.newByteChannel(Path.of(configured))) {
            file.position(Math.max(0, file.size() - MOST_LOG_BYTES));
            Channels.newInputStream(file).transferTo(zip);
        }
        zip.closeEntry();
    }
}
