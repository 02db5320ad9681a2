package org.halomigration.web;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Actor;
import org.halomigration.migration.Migrations;
import org.halomigration.migration.RouteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The support bundle of the running process, for operators and admins: {@code /support-bundle}. */
@Controller
class SupportBundlePage {
    private static final Logger LOG = LoggerFactory.getLogger(SupportBundlePage.class);

    private final SupportBundle bundle;
    private final Clock clock;

    SupportBundlePage(ConfigurableEnvironment environment, List<Journal> journals, Migrations migrations, RouteFiles routes, Clock clock) {
        this.bundle = new SupportBundle(environment, journals, () -> Stream.concat(
                        routes.problems().stream().map(RouteFiles.Problem::toString), migrations.problems().stream().map(problem -> problem.file() + ":" + problem.line() + ": " + problem.message()))
                .toList());
        this.clock = clock;
    }

    @GetMapping("/support-bundle")
    ResponseEntity<StreamingResponseBody> download() {
        LOG.info("{} takes a support bundle", Actor.now());
        String name = "halo-migration-support-" + LocalDate.now(clock) + ".zip";
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, SupportBundle.TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(bundle::write);
    }
}
