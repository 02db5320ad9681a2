package org.halomigration.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.halomigration.HaloMigrationApplication;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole application on a random loopback port, with its routes left out and one that is wrong: one context for all tests of pages. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = HaloMigrationApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "halo.web.password=" + WithPages.PASSWORD,
            "halo.home=target/pages/var",
            "halo.migrations=target/pages/migrations",
            "halo.routes=src/test/resources/pages/routes",
            "halo.routes-live=false",
            "camel.main.shutdown-timeout=5"
        })
@Import(Shown.class)
@AutoConfigureObservability(tracing = false)
@interface WithPages {
    String PASSWORD = "correct horse battery staple";
}
