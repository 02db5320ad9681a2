package org.halomigration.transfer;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once when a manifest gets its name in a directory of this machine: the bean {@code landingWatch}. It is a hint and no more:
 * the stage works out what there is, and a directory that tells nothing, as a share does, is looked at by the tick all the same.
 */
public final class LandingWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LandingWatch.class);

    private final Consumer<String> landed;
    private final WatchService service;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    private record Watched(Path directory, WatchKey key) {}

    /** @param landed is given the migration for which something has landed, on a thread of this */
    public LandingWatch(Consumer<String> landed) throws IOException {
        this.landed = landed;
        this.service = FileSystems.getDefault().newWatchService();
        Thread thread = new Thread(this::listen, "landing-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asked at every tick: watches the migration's directory, if it is not watched already, and no former one. */
    public synchronized void watch(String migration, Path directory) {
        Watched before = watched.get(migration);
        if (before != null && before.key().isValid() && before.directory().equals(directory)) {
            return;
        }
        if (before != null) {
            before.key().cancel();
            watched.remove(migration);
        }
        try {
            watched.put(migration, new Watched(directory, directory.register(service, StandardWatchEventKinds.ENTRY_CREATE)));
        } catch (IOException e) {
            // The stage says what is wrong with the directory.
            LOG.debug("{} is not watched for {}: {}", directory, migration, e.toString());
        }
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = service.take();
                boolean manifest = key.pollEvents().stream().anyMatch(LandingWatch::mayBeManifest);
                key.reset();
                if (manifest) {
                    watched.forEach((migration, its) -> tell(migration, its.key() == key));
                }
            }
        } catch (ClosedWatchServiceException e) {
            LOG.debug("no longer watching");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String migration, boolean its) {
        if (!its) {
            return;
        }
        try {
            landed.accept(migration);
        } catch (RuntimeException e) {
            LOG.warn("{} is looked at by the next tick only: {}", migration, e.toString());
        }
    }

    /** With too many events at once, nobody knows which they were. */
    private static boolean mayBeManifest(WatchEvent<?> event) {
        return event.kind() == StandardWatchEventKinds.OVERFLOW || event.context().toString().endsWith(Manifest.SUFFIX);
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
