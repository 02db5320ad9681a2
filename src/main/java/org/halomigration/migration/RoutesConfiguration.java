package org.halomigration.migration;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the routes when Camel has started, and watches them from then on. */
@Configuration(proxyBeanMethods = false)
class RoutesConfiguration {

    @Bean
    RouteFiles routeFiles(@Value("${halo.routes:routes}") Path folder, CamelContext camel, ObjectProvider<RouteFiles.Listener> listeners) {
        return new RouteFiles(folder, camel, listeners.orderedStream().toList());
    }

    /** After the start, because a route that cannot be created or started then fails alone; before it, the context fails with it. */
    @Bean
    CamelContextConfiguration routesWhenCamelHasStarted(
            ObjectProvider<RouteFiles> files,
            @Value("${halo.routes:routes}") Path folder,
            @Value("${halo.routes-live:true}") boolean live) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext camel) {
                // All there is to do waits for the start.
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                files.getObject().loadAll();
                if (live && Files.isDirectory(folder)) {
                    watch(camel, folder, files.getObject());
                }
            }
        };
    }

    private static void watch(CamelContext camel, Path folder, RouteFiles files) {
        try {
            camel.addService(new RouteWatch(folder, files));
        } catch (Exception e) {
            throw new IllegalStateException("The folder " + folder + " cannot be watched for changes. Set halo.routes-live to false to run without.", e);
        }
    }
}
