package org.halomigration.migration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The product's own keys in {@code config/application.yaml}.
 *
 * @param role {@code source}, {@code target} or {@code both}
 * @param home where the journals are kept
 * @param routes the directory of routes and statements
 * @param migrations the directory of migration files
 * @param evidence where proofs are written
 * @param pauses before a stage that has failed is tried again: the first time, the second time, …; the last one from then on
 * @param pools threads and stages of each pool, by role and name
 */
@ConfigurationProperties("halo")
public record HaloProperties(
        @DefaultValue("both") String role,
        @DefaultValue("var") Path home,
        @DefaultValue("routes") Path routes,
        @DefaultValue("config/migrations") Path migrations,
        @DefaultValue("evidence") Path evidence,
        @DefaultValue({"1s", "2s", "5s", "15s", "60s"}) List<Duration> pauses,
        @DefaultValue Map<String, Map<String, Pool>> pools) {

    public HaloProperties {
        if (pauses.isEmpty() || pauses.stream().anyMatch(pause -> pause.isZero() || pause.isNegative())) {
            throw new IllegalArgumentException("halo.pauses is " + pauses + "; expected one or more durations longer than zero, such as 1s,5s,60s. Correct it in config/application.yaml.");
        }
    }

    public record Pool(int threads, List<String> stages) {}
}
