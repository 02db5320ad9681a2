package org.halomigration.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class TheRoleDecidesWhichRoutesLoadTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    @ParameterizedTest
    @CsvSource({"source, true, false", "target, false, true", "both, true, true", "' Target ', false, true"})
    void eachRolePlaysItsSide(String role, boolean source, boolean target) {
        with(role);

        assertThat(environment.getProperty("halo.plays-source", Boolean.class)).isEqualTo(source);
        assertThat(environment.getProperty("halo.plays-target", Boolean.class)).isEqualTo(target);
    }

    @Test
    void withoutARoleBothArePlayed() {
        new RoleProperties().postProcessEnvironment(environment, null);
        // As the application has it: Spring Boot looks into every source for sources.
        ConfigurationPropertySources.attach(environment);

        assertThat(environment.getProperty("halo.plays-source")).isEqualTo("true");
        assertThat(environment.getProperty("halo.plays-target")).isEqualTo("true");
        assertThat(environment.getProperty("halo.nowhere")).isNull();
    }

    @Test
    void anotherWordIsRefused() {
        with("sauce");

        assertThatThrownBy(() -> environment.getProperty("halo.plays-source"))
                .hasMessage("halo.role is 'sauce'; expected source, target or both. Correct it in config/application.yaml.");
    }

    private void with(String role) {
        new RoleProperties().postProcessEnvironment(environment, null);
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("halo.role", role)));
    }
}
