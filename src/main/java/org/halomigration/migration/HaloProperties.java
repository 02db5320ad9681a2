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

    private static final Map<String, List<String>> STAGES = Map.of(
            "source", List.of("announce", "backout", "collect", "guard", "hurry", "notify-source", "preflight-source", "prove", "push", "quiesce", "receipts"),
            "target", List.of("ask-uat", "cutover", "fence", "finish", "inspect", "notify-target", "preflight-target", "receive", "restore", "uat", "verify"));

    /** @throws IllegalArgumentException where a stage of the role is in no pool: it would never run, and nobody would be told */
    Map<String, Pool> poolsOf(String role) {
        Map<String, Pool> own = pools.getOrDefault(role, Map.of());
        List<String> missing = STAGES.get(role).stream().filter(stage -> own.values().stream().noneMatch(pool -> pool.stages().contains(stage))).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("halo.pools." + role + " has no pool for " + String.join(", ", missing)
                    + ", so that these stages would never run. Take pools over from the application.yaml of this version.");
        }
        return own;
    }

    public record Pool(int threads, List<String> stages) {}
}
