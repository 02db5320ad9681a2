package org.halomigration.web;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.halomigration.HaloMigrationApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The application with other settings than {@link WithPages} has, on a random port and without a migration. */
final class StartedAlone {
    private StartedAlone() {}

    static ConfigurableApplicationContext in(Path directory, String... settings) {
        return at(Clock.systemUTC(), directory, settings);
    }

    static ConfigurableApplicationContext at(Clock clock, Path directory, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0", "--halo.home=" + directory.resolve("var"), "--halo.migrations=" + directory, "--halo.routes=src/test/resources/pages/routes",
                "--halo.routes-live=false", "--spring.main.banner-mode=off"));
        arguments.addAll(Arrays.asList(settings));
        return new SpringApplicationBuilder(HaloMigrationApplication.class)
                .initializers(context -> ((GenericApplicationContext) context).registerBean(Clock.class, () -> clock))
                .run(arguments.toArray(String[]::new));
    }

    static int port(ConfigurableApplicationContext application) {
        return application.getEnvironment().getProperty("local.server.port", Integer.class);
    }
}
