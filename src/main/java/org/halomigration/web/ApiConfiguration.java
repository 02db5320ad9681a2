package org.halomigration.web;

import java.util.List;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Migrations;
import org.halomigration.migration.Operations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

/** What the routes in {@code routes/api.camel.yaml} need. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
    @Bean
    Api api(Migrations migrations, Operations operations, Overview overview, List<Journal> journals) {
        return new Api(migrations, operations, overview, journals);
    }

    /** Camel answers a request on another thread than the one that has logged its sender in: the journal must still know who it was. */
    @Bean
    TaskDecorator withTheLoginOfTheRequest() {
        return DelegatingSecurityContextRunnable::new;
    }
}
