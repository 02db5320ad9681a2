package org.halomigration.bench;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.halomigration.journal.Phase;
import org.halomigration.sandbox.Product;
import org.halomigration.sandbox.World;
import org.halomigration.tsql.Running;
import org.halomigration.tsql.ServerMessage;
import org.halomigration.tsql.ServerMessages;
import org.halomigration.tsql.TsqlComponent;

/**
 * How long it takes from the moment in which a log's manifest has its name in the landing zone, which is after the log's last byte and
 * name, to the moment in which its RESTORE is sent: the whole product on the sandbox, its ticks 20 seconds apart, so that one tick in
 * between would show. The tick that finds the backup on the source is before that moment and does not count.
 */
public final class RestoreLatencyBench {
    private static final int LOGS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RestoreLatencyBench() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("restore-latency");
        Map<String, Instant> sent = new ConcurrentHashMap<>();
        double[] millis = new double[LOGS];
        try (World world = new World(directory, "acme", 200);
                Product product = Product.start(world, "--halo.tick=0/20 * * * * ?", "--halo.preflight-every=1d")) {
            world.backup("FULL");
            await().atMost(PATIENCE).until(() -> product.phase(product.source()) == Phase.STANDING_BY && product.phase(product.target()) == Phase.STANDING_BY);
            product.camel().getComponent("tsql", TsqlComponent.class).setServerMessages(new ServerMessages() {
                @Override
                public void message(Running running, ServerMessage message) {
                    // Not what is measured.
                }

                @Override
                public void started(Running running) {
                    if (running.statement().equals("restore-log")) {
                        sent.put(running.set(), Instant.now());
                    }
                }
            });
            for (int log = 0; log < LOGS; log++) {
                int before = product.restored();
                world.halo.work(3);
                world.backup("LOG");
                product.operations().collect("acme", "bench");
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> product.restored() > before && sent.size() == 1);
                Map.Entry<String, Instant> restore = sent.entrySet().iterator().next();
                millis[log] = Duration.between(named(world.landing, restore.getKey()), restore.getValue()).toNanos() / 1e6;
                sent.clear();
            }
        }
        Arrays.sort(millis);
        new Figures("restore-latency").row("logs", LOGS, "median ms", millis[LOGS / 2], "p90 ms", millis[LOGS * 9 / 10], "worst ms", millis[LOGS - 1]).publish();
        System.exit(0);
    }

    /** When the manifest got its name: a rename changes no file's content, but its entry. */
    private static Instant named(Path landing, String set) throws Exception {
        return ((FileTime) Files.getAttribute(landing.resolve(set + ".manifest.json"), "unix:ctime")).toInstant();
    }
}
