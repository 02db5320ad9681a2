package org.halomigration.migration;

import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Makes {@code halo.plays-source} and {@code halo.plays-target} out of {@code halo.role}, for the preconditions of routes:
 * a YAML route can compare a placeholder with a word, not with two.
 */
public final class RoleProperties implements EnvironmentPostProcessor, Ordered {
    private static final Set<String> ROLES = Set.of("source", "target", "both");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        // Asked each time, so that a role that is set later (by a test, by a profile) counts too. The environment itself must not be
        // the source: Spring Boot would then look for its sources in this one, without end.
        Supplier<String> role = () -> role(environment);
        environment.getPropertySources().addLast(new PropertySource<>("halo-role", role) {
            @Override
            public Object getProperty(String name) {
                return switch (name) {
                    case "halo.plays-source" -> !source.get().equals("target");
                    case "halo.plays-target" -> !source.get().equals("source");
                    default -> null;
                };
            }
        });
    }

    /** After the configuration files have been read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    private static String role(ConfigurableEnvironment environment) {
        String role = environment.getProperty("halo.role", "both").strip().toLowerCase(Locale.ROOT);
        if (!ROLES.contains(role)) {
            throw new IllegalStateException("halo.role is '" + role + "'; expected source, target or both. Correct it in config/application.yaml.");
        }
        return role;
    }
}
