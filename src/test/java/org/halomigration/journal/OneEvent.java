package org.halomigration.journal;

import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A process with the product's configuration that journals one event, and then tells of progress as often as {@code times} says. */
@Configuration(proxyBeanMethods = false)
class OneEvent {
    static final String SET = "0B0D5F0A-0000-4000-8000-000000000001";

    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(OneEvent.class).web(WebApplicationType.NONE).run(args);
                Journal journal = new Journal("source", Path.of(context.getEnvironment().getProperty("halo.home")), Clock.systemUTC())) {
            journal.phases().register("acme");
            MDC.put("camel.routeId", "push");
            journal.events().happened("acme", SET, "push.sent", "sent a log", 1200L, "ada");
            int times = context.getEnvironment().getProperty("times", Integer.class, 0);
            for (int i = 0; i < times; i++) {
                journal.events().progressed("acme", SET, "push.progress", "x".repeat(500));
            }
        }
    }
}
