package org.halomigration.web;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Actor;
import org.halomigration.migration.Migrations;
import org.halomigration.migration.RouteFiles;
import org.halomigration.migration.SupportBundle;
import org.halomigration.sheet.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
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

    private static final Pattern SHOWN = Pattern.compile("(halo|server|management|logging|camel|hawtio|spring)\\..+");

    private final SupportBundle bundle;
    private final Clock clock;

    SupportBundlePage(ConfigurableEnvironment environment, List<Journal> journals, Migrations migrations, RouteFiles routes, Clock clock) {
        String log = environment.getProperty("logging.file.name");
        this.bundle = new SupportBundle(() -> settings(environment), () -> problems(routes, migrations), journals, log == null ? null : Path.of(log));
        this.clock = clock;
    }

    @GetMapping("/support-bundle")
    ResponseEntity<StreamingResponseBody> download() {
        LOG.info("{} takes a support bundle", Actor.now());
        String name = "halo-migration-support-" + LocalDate.now(clock) + ".zip";
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "application/zip")
                .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment().filename(name).build().toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(bundle::write);
    }

    private static List<String> problems(RouteFiles routes, Migrations migrations) {
        return Stream.concat(routes.problems().stream().map(RouteFiles.Problem::toString), migrations.problems().stream().map(Problem::toString)).toList();
    }

    /** What the configuration files and the command line say. Environment variables and system properties show only in what they change of it. */
    private static Map<String, String> settings(ConfigurableEnvironment environment) {
        Map<String, String> settings = new TreeMap<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                Stream.of(listed.getPropertyNames()).filter(key -> SHOWN.matcher(key).matches()).forEach(key -> settings.put(key, value(environment, key)));
            }
        }
        return settings;
    }

    private static String value(ConfigurableEnvironment environment, String key) {
        try {
            return environment.getProperty(key);
        } catch (IllegalArgumentException e) {
            return "(refers to something that is not there)";
        }
    }
}
