package org.halomigration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRulesTest {
    @TempDir
    Path folder;

    @Test
    void prometheusAcceptsThem() throws Exception {
        assumeTrue(run("promtool", "--version") == 0, "promtool is not installed (Debian's package prometheus): the rules are not shown to it");

        assertThat(run("promtool", "check", "rules", "docker/prometheus/alerts.yml")).as(Files.readString(folder.resolve("out"))).isZero();
    }

    private int run(String... command) throws InterruptedException {
        try {
            Process running = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
            return running.waitFor(60, TimeUnit.SECONDS) ? running.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
