package org.halomigration.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.RouteWatcherReloadStrategy;

/**
 * Watches the routes folder, as Camel's own strategy does, but hands each file to {@link RouteFiles}, which looks before it leaps:
 * Camel's strategy loses the running route to a save that cannot start, and keeps routes whose file is gone.
 */
final class RouteWatch extends RouteWatcherReloadStrategy {
    private static final long STEP_MILLIS = 50;
    private static final int STEPS = 40;

    private final RouteFiles files;

    RouteWatch(Path folder, RouteFiles files) {
        super(folder.toString(), true);
        this.files = files;
        setPattern("*" + RouteFiles.ROUTE + ",*" + RouteFiles.STATEMENT);
        setRemoveAllRoutes(false);
    }

    @Override
    protected void onRouteReload(Collection<Resource> resources, boolean removeEverything) {
        for (Resource resource : resources) {
            Path file = Path.of(resource.getLocation().replaceFirst("^file:", ""));
            waitUntilWritten(file);
            files.load(file);
        }
        // The strategy is an MBean: what it counts as failed shows there.
        files.problems().stream().findFirst().ifPresent(problem -> setLastError(new IllegalStateException(problem.toString())));
    }

    /** An editor empties the file before it writes, or deletes it before it renames another to its name. */
    private static void waitUntilWritten(Path file) {
        try {
            String before = null;
            for (int i = 0; i < STEPS; i++) {
                Thread.sleep(STEP_MILLIS);
                String now = Files.exists(file) ? Files.size(file) + " " + Files.getLastModifiedTime(file) : "gone";
                boolean whole = !now.startsWith("0 ") || i > STEPS / 4;
                if (now.equals(before) && whole) {
                    return;
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // It vanished between two looks: whoever reads it next says so.
        }
    }
}
