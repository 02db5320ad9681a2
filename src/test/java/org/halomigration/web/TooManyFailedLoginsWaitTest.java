package org.halomigration.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class TooManyFailedLoginsWaitTest {
    @Test
    void andThePageSaysHowLong(@TempDir Path directory) throws Exception {
        try (ConfigurableApplicationContext application = StartedAlone.at(Clock.fixed(Instant.parse("2026-12-04T20:00:00Z"), ZoneOffset.UTC), directory, "--halo.web.password=" + WithPages.PASSWORD)) {
            Browser browser = new Browser(StartedAlone.port(application));
            for (int i = 0; i < LoginLimit.PER_USER; i++) {
                assertThat(browser.logIn("wrong").statusCode()).isEqualTo(302);
            }

            HttpResponse<String> answer = browser.logIn(WithPages.PASSWORD);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("30");
            assertThat(answer.body()).contains("Try again in <span>30</span> seconds.");
            assertThat(answer.headers().allValues("Content-Security-Policy")).singleElement().asString().contains("default-src 'none'");
            assertThat(browser.get("/").statusCode()).as("the right password was not looked at").isEqualTo(302);
            assertThat(browser.logIn("somebody else", "wrong").statusCode()).as("another user").isEqualTo(302);
        }
    }
}
