package org.halomigration.sandbox.halo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.SQLException;

/** Starts and stops the application over HTTP, as a migration's commands do. */
final class HaloControl implements AutoCloseable {
    private final HaloApplication halo;
    private final HttpServer server;

    HaloControl(HaloApplication halo) throws IOException {
        this.halo = halo;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/start", exchange -> command(exchange, halo::start));
        server.createContext("/stop", exchange -> command(exchange, halo::stop));
        server.createContext("/prepare", exchange -> command(exchange, halo::prepare));
        server.createContext("/state", exchange -> {
            try (exchange) {
                HaloPages.answer(exchange, 200, "text/plain", state());
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private interface Command {
        void run() throws SQLException;
    }

    private void command(HttpExchange exchange, Command command) throws IOException {
        try {
            if (!exchange.getRequestMethod().equals("POST")) {
                HaloPages.answer(exchange, 405, "text/plain", "POST it");
                return;
            }
            command.run();
            HaloPages.answer(exchange, 200, "text/plain", state());
        } catch (SQLException e) {
            HaloPages.answer(exchange, 500, "text/plain", "The database does not let the application in: " + e.getMessage());
        } finally {
            exchange.close();
        }
    }

    private String state() {
        return halo.running() ? "running" : "stopped";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
