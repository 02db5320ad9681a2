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
            "halo.users[0].name=vera", "halo.users[0].role=viewer", "halo.users[0].password=" + WithPages.HASH,
            "halo.users[1].name=otto", "halo.users[1].role=operator", "halo.users[1].password={bcrypt}" + WithPages.HASH,
            "halo.tokens[0].name=scraper", "halo.tokens[0].role=viewer", "halo.tokens[0].sha256=" + WithPages.VIEWERS_TOKEN_SHA256,
            "halo.home=target/pages/${fork:alone}/var",
            "halo.migrations=target/pages/migrations",
            "halo.routes=src/test/resources/pages/routes",
            "halo.routes-live=false",
            "camel.main.shutdown-timeout=5"
        })
@Import(Shown.class)
@AutoConfigureObservability(tracing = false)
@interface WithPages {
    String PASSWORD = "correct horse battery staple";
    /** Of the same password, as Apache's htpasswd made it. */
    String HASH = "$2y$05$dOzj3nhtBkZ.TM9lh0GcLulBDTi04WCn/PZ3CasqJxO6i5o4KfJda";
    String VIEWERS_TOKEN = "7b9ee0b7c2f44ab3a8a1d2b0c5d4e3f29187a6b5c4d3e2f1";
    String VIEWERS_TOKEN_SHA256 = "438fe007860293a19fa8152f043ca57174b66ede6a7f240d187109e5a438c865";
}
