package org.halomigration.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between a manifest's name and the look at it there is no tick. */
class HearsOfAManifestAtOnceTest {
    private static final String ID = "A0000000-0000-4000-8000-00000000000";

    @TempDir
    Path directory;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private LandingWatch watch;

    @BeforeEach
    void start() throws IOException {
        watch = new LandingWatch(heard::add);
    }

    @AfterEach
    void stop() throws IOException {
        watch.close();
    }

    @Test
    void ofTheMigrationWhoseDirectoryItIs() throws IOException {
        Path acme = watched("acme", "acme");
        watched("beta", "beta");
        land(acme, 1);
        awaitHeard("acme");

        assertThat(heard).containsOnly("acme");
    }

    @Test
    void notOfFilesWithoutOne() throws IOException {
        Path acme = watched("acme", "acme");
        Path beta = watched("beta", "beta");
        Files.writeString(acme.resolve("halo.bak"), "backup");
        Files.writeString(acme.resolve(ID + "1" + Manifest.SUFFIX + ".part"), "{}");
        // Told in their order: what was to be heard before is heard by then.
        land(beta, 1);
        awaitHeard("beta");

        assertThat(heard).containsOnly("beta");
    }

    @Test
    void inADirectoryThatWasAwayAndInAnotherThanBefore() throws IOException {
        Path acme = watched("acme", "acme");
        Files.delete(acme);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            watch.watch("acme", Files.createDirectories(acme));
            Path manifest = Files.writeString(acme.resolve(ID + "1" + Manifest.SUFFIX), "{}");
            Files.delete(manifest);
            return !heard.isEmpty();
        });
        Path other = watched("acme", "other");
        heard.clear();
        land(other, 2);

        awaitHeard("acme");
    }

    @Test
    void aDirectoryThatIsNotThereHarmsNobody() throws IOException {
        watch.watch("gone", directory.resolve("gone"));
        land(watched("acme", "acme"), 1);

        awaitHeard("acme");
    }

    private Path watched(String migration, String name) throws IOException {
        Path its = Files.createDirectories(directory.resolve(name));
        watch.watch(migration, its);
        return its;
    }

    private static void land(Path directory, int number) throws IOException {
        Path part = Files.writeString(directory.resolve("manifest.part"), "{}");
        Files.move(part, directory.resolve(ID + number + Manifest.SUFFIX));
    }

    private void awaitHeard(String migration) {
        await().atMost(Duration.ofSeconds(60)).until(() -> heard.contains(migration));
    }
}
