package org.halomigration.endtoend;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that nobody stopped: it wants to be in a database, stays there, and comes back at once when it is thrown out. */
final class Intruder implements AutoCloseable {
    private final Callable<Connection> connect;
    private final AtomicInteger tries = new AtomicInteger();
    private final Thread thread = new Thread(this::loop, "intruder");
    private volatile boolean inside;
    private volatile boolean over;

    /** @param connect makes a connection that is in the database, or throws */
    Intruder(Callable<Connection> connect) {
        this.connect = connect;
        thread.start();
    }

    private void loop() {
        while (!over) {
            tries.incrementAndGet();
            try (Connection connection = connect.call()) {
                inside = true;
                while (!over && connection.isValid(5)) {
                    Thread.onSpinWait();
                }
            } catch (Exception e) {
                // Not let in, or thrown out: again.
            }
            inside = false;
        }
    }

    void awaitInside() {
        await("the client is in the database").atMost(Duration.ofSeconds(30)).until(() -> inside);
    }

    /** It has tried to get in at least once that was begun after this call. */
    void awaitTry() {
        int before = tries.get();
        await("the client has tried to get in").atMost(Duration.ofSeconds(30)).until(() -> inside || tries.get() > before + 1);
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        over = true;
        thread.join();
    }
}
