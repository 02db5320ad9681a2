package org.halomigration.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/** The process's settings as support may see them: those that the product documents, without what opens a door. */
final class ShownConfiguration {
    private static final Set<String> SHOWN = Set.of("halo", "server", "management", "logging", "camel", "hawtio", "spring");
    private static final Pattern SECRET = Pattern.compile("(?i).*(password|passphrase|passwd|pwd|secret|token|credential|private|authorization|sha256|keystore|key-store|(^|[.-])key($|[.-])).*");
    private static final Pattern LOGIN_IN_ADDRESS = Pattern.compile("//[^/@\\s]*@");

    private ShownConfiguration() {}

    /** Keys and values as they are in force, by key. Environment variables and system properties show only in what they change of these. */
    static Map<String, String> of(ConfigurableEnvironment environment) {
        Map<String, String> shown = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                for (String key : listed.getPropertyNames()) {
                    if (SHOWN.contains(key.replaceFirst("\\..*", "")) && key.contains(".")) {
                        shown.computeIfAbsent(key, name -> value(name, environment));
                    }
                }
            }
        }
        return shown;
    }

    private static String value(String key, ConfigurableEnvironment environment) {
        if (SECRET.matcher(key).matches()) {
            return "***";
        }
        try {
            return LOGIN_IN_ADDRESS.matcher(String.valueOf(environment.getProperty(key))).replaceAll("//***@");
        } catch (IllegalArgumentException e) {
            return "(refers to something that is not there)";
        }
    }
}
