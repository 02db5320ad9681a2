package org.halomigration.migration;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.camel.CamelContext;
import org.halomigration.journal.Journal;
import org.halomigration.transfer.Json;
import org.springframework.boot.SpringBootVersion;

/**
 * What support needs to see, in one ZIP file: versions, the configuration without secrets, what is wrong now, the journals' latest
 * events, the log. No backup, no migration file, no row of a customer's database.
 */
public final class SupportBundle {
    private static final int MOST_EVENTS = 5000;
    private static final long MOST_LOG_BYTES = 20_000_000;

    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|passwd|pwd|secret|token|credential|private|authorization|sha256|keystore|key-store|(^|[.-])key($|[.-])).*");
    private static final Pattern LOGIN_IN_ADDRESS = Pattern.compile("//[^/@\\s]*@");

    private final Supplier<Map<String, String>> configuration;
    private final Supplier<List<String>> problems;
    private final List<Journal> journals;
    private final Path log;

    /**
     * @param configuration settings that are in force, by key; what is secret among them is masked here
     * @param problems what is wrong with files and journals, one line each
     * @param log the log file; null where there is none
     */
    public SupportBundle(Supplier<Map<String, String>> configuration, Supplier<List<String>> problems, List<Journal> journals, Path log) {
        this.configuration = configuration;
        this.problems = problems;
        this.journals = journals;
        this.log = log;
    }

    /** Writes all parts; {@code out} stays open. What cannot be read is named in its place, and the rest is written. */
    public void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        part(zip, "versions.json", this::versions);
        part(zip, "configuration.json", this::shown);
        part(zip, "problems.json", problems::get);
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

    private Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>();
        configuration.get().forEach((key, value) -> shown.put(key, SECRET.matcher(key).matches() ? "***" : LOGIN_IN_ADDRESS.matcher(String.valueOf(value)).replaceAll("//***@")));
        return shown;
    }

    private Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        String own = SupportBundle.class.getPackage().getImplementationVersion();
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
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Map<String, Object> row : journal.sql().sql(query).query().listOfRows()) {
            Map<String, Object> named = new LinkedHashMap<>();
            // H2 answers in capitals.
            row.forEach((column, value) -> named.put(column.toLowerCase(Locale.ROOT), value));
            rows.add(named);
        }
        return rows;
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
        if (log == null || !Files.isRegularFile(log)) {
            return;
        }
        zip.putNextEntry(new ZipEntry("log.txt"));
        try (SeekableByteChannel file = Files.newByteChannel(log)) {
            file.position(Math.max(0, file.size() - MOST_LOG_BYTES));
            Channels.newInputStream(file).transferTo(zip);
        }
        zip.closeEntry();
    }
}
