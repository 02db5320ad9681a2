package org.halomigration.sandbox;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;

/** The product on a {@link World} as a process of its own, which can be killed as the operating system kills. */
final class ProductProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world;
    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ProductProcess(World world, Process process) {
        this.world = world;
        this.process = process;
        reader = new Thread(this::read, "product-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param hold where it is to stand still, as {@code <role> <kind of event>}: right after that event is committed; null for nowhere */
    static ProductProcess start(World world, String hold) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-D" + HeldProduct.HOLD + "=" + hold, "-cp",
                System.getProperty("java.class.path"), HeldProduct.class.getName()));
        command.addAll(Arrays.asList(Product.arguments(world)));
        return new ProductProcess(world, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // Killed while it spoke.
            lines.add("(output ends: " + e.getMessage() + ")");
        }
    }

    /** Until it stands still where it was told to at its start. */
    void awaitHeld() {
        awaitThat("the product stands still", () -> lines.stream().anyMatch(line -> line.startsWith(HeldProduct.HELD)));
    }

    /** Until it has said so. @param text {@code <role> <kind of event>} */
    void awaitHappened(String text) {
        awaitThat(text, () -> lines.stream()
                .anyMatch(line -> line.startsWith(HeldProduct.ROW + text + " ") || line.startsWith(HeldProduct.PROGRESS + text + " ")));
    }

    void awaitThat(String what, Callable<Boolean> condition) {
        try {
            await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("The product ended by itself, with code " + process.exitValue() + ".");
                }
                return condition.call();
            });
        } catch (ConditionTimeoutException | IllegalStateException e) {
            int from = Math.max(0, lines.size() - 60);
            throw new AssertionError("Not reached: " + what + ". " + e.getMessage() + " The product said last:\n" + String.join("\n", lines.subList(from, lines.size())), e);
        }
    }

    /** The operator presses the button. */
    void cutover() {
        command("cutover " + world.migration);
    }

    /** The operator asks for a copy for the customer's tests. */
    void uat() {
        command("uat " + world.migration);
    }

    private void command(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. @return what it had said to be committed: {@code <role> <kind> <set or -> <text>} */
    List<String> kill() throws InterruptedException {
        // Not Process.destroyForcibly: it would close the output, too, and what was said last would not be heard.
        process.toHandle().destroyForcibly();
        process.waitFor();
        reader.join();
        return lines.stream().filter(line -> line.startsWith(HeldProduct.ROW)).map(line -> line.substring(HeldProduct.ROW.length())).toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
