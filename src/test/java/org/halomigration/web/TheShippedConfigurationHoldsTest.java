package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.env.Environment;

/** {@code config/application.yaml} as it is shipped: a key that Spring or Camel no longer knows is ignored in silence. */
@WithPages
class TheShippedConfigurationHoldsTest {
    @Autowired
    CamelContext camel;

    @Autowired
    Environment environment;

    @Autowired
    ServerProperties server;

    @Test
    void itListensOnLoopbackOnly() {
        assertThat(server.getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void camelTakesIt() {
        assertThat(camel.getName()).isEqualTo("halo-migration");
        assertThat(camel.isSourceLocationEnabled()).isTrue();
        assertThat(camel.resolvePropertyPlaceholders("{{halo.plays-source}} {{halo.plays-target}}")).isEqualTo("true true");
    }

    @Test
    void noDatabaseOrSchedulerIsMadeForTheProcess(
            @Autowired ObjectProvider<DataSourceAutoConfiguration> dataSource,
            @Autowired ObjectProvider<FlywayAutoConfiguration> flyway,
            @Autowired ObjectProvider<QuartzAutoConfiguration> quartz) {
        assertThat(dataSource).isEmpty();
        assertThat(flyway).isEmpty();
        assertThat(quartz).isEmpty();
    }

    @Test
    void aProducersHealthIsNotAskedBecauseItWaitsForTheUpload() {
        assertThat(environment.getProperty("camel.health.producers-enabled")).isEqualTo("false");
    }
}
