package org.halomigration.command;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.halomigration.sheet.Role;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Where the product's folders are, by the settings {@code halo.routes} and {@code halo.migrations}: a command works on what the product itself would use. */
final class Folders {
    private static final Path SETTINGS = Path.of("config", "application.yaml");

    private Folders() {}

    /** Routes and statements. */
    static Path routes() {
        return folder("routes", "routes");
    }

    /** One file a migration. */
    static Path migrations() {
        return folder("migrations", "config/migrations");
    }

    /** Where state is kept: the journals and the log. */
    static Path home() {
        return folder("home", "var");
    }

    /** Which side the product plays here. */
    static Role role() {
        String role = setting("role", "both");
        return Stream.of(Role.values())
                .filter(each -> each.name().equalsIgnoreCase(role))
                .findFirst()
                .orElseThrow(() -> new UnusableInput("halo.role: expected source, target or both, found '%s'. Correct it where it is set.".formatted(role)));
    }

    /** As Spring does: a system property first, then the environment, then the file, then what is usual. */
    private static String setting(String key, String usual) {
        String property = System.getProperty("halo." + key);
        String variable = System.getenv("HALO_" + key.toUpperCase(Locale.ROOT));
        return property != null ? property : variable != null ? variable : fromFile(key, usual);
    }

    private static Path folder(String key, String usual) {
        return Path.of(setting(key, usual));
    }

    private static String fromFile(String key, String usual) {
        Object value = settings() instanceof Map<?, ?> all && all.get("halo") instanceof Map<?, ?> own ? own.get(key) : null;
        return value == null ? usual : value.toString();
    }

    /** The product's settings as they stand in their file; null where there is none. */
    static Object settings() {
        if (!Files.isRegularFile(SETTINGS)) {
            return null;
        }
        try (Reader reader = Files.newBufferedReader(SETTINGS)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
        } catch (IOException | YAMLException e) {
            throw new UnusableInput("%s: expected the product's settings, found that they cannot be read: %s".formatted(SETTINGS, e.getMessage()));
        }
    }
}
