package org.halomigration.sandbox.halo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The application's web address: agent app, portal, integrator's state and API. Nothing is shown that the database does not give. */
final class HaloPages implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HaloApplication halo;
    private final HaloStore store;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread made = new Thread(work, "halo-web");
        made.setDaemon(true);
        return made;
    });
    private final AtomicInteger visits = new AtomicInteger();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    HaloPages(HaloApplication halo, HaloStore store) throws IOException {
        this.halo = halo;
        this.store = store;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> page(exchange, "HaloITSM", "<h1>Halo</h1><form action='/auth/login'><input name='username'></form>"));
        server.createContext("/portal", exchange -> page(exchange, "Help desk", "<h1>How can we help?</h1><a href='/portal/login'>Sign in</a>"));
        server.createContext("/integrator", exchange -> guarded(exchange, this::integrator));
        server.createContext("/auth/token", exchange -> guarded(exchange, this::token));
        server.createContext("/api/tickets/", exchange -> guarded(exchange, this::ticket));
        server.start();
    }

    int visits() {
        return visits.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, SQLException, InterruptedException;
    }

    private void guarded(HttpExchange exchange, Handler handler) throws IOException {
        visits.incrementAndGet();
        try {
            if (!halo.running()) {
                answer(exchange, 503, "text/html", "<h2>Service Unavailable</h2><p>HTTP Error 503. The service is unavailable.</p>");
                return;
            }
            handler.handle(exchange);
        } catch (SQLException e) {
            answer(exchange, 500, "text/html", "<title>Error</title><h1>The database cannot be reached</h1>");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void page(HttpExchange whole, String title, String content) throws IOException {
        guarded(whole, exchange -> {
            halo.endureSlowness();
            if (halo.suffers(Fault.TRICKLES)) {
                trickle(exchange);
            } else if (title.equals("Help desk") && halo.suffers(Fault.PORTAL_FAILS)) {
                answer(exchange, 500, "text/html", "<title>Server error</title><h1>500 - Internal server error.</h1>");
            } else if (halo.suffers(Fault.ERROR_PAGE)) {
                answer(exchange, 200, "text/html", "<title>Oops</title><h1>Something went wrong</h1><p>Invalid object name 'dbo.LICENCE'.</p>");
            } else {
                String page = "<!doctype html><title>" + title + "</title>" + content + "<!-- " + store.tickets() + " -->";
                if (halo.suffers(Fault.ENDLESS)) {
                    goOnForEver(exchange, page);
                } else {
                    answer(exchange, 200, "text/html", page);
                }
            }
        });
    }

    private void goOnForEver(HttpExchange exchange, String page) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(page.getBytes(StandardCharsets.UTF_8));
            while (halo.suffers(Fault.ENDLESS)) {
                out.write(new byte[8192]);
            }
        }
    }

    private void trickle(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (halo.suffers(Fault.TRICKLES)) {
                out.write('<');
                out.flush();
                halo.endure(Fault.TRICKLES, 50);
            }
        }
    }

    private void integrator(HttpExchange exchange) throws IOException {
        boolean stale = halo.suffers(Fault.INTEGRATOR_STALE);
        answer(exchange, stale ? 503 : 200, "application/json", JSON.writeValueAsString(Map.of("lastRun", Integrator.lastRun(halo) + "Z")));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = new ConcurrentHashMap<>();
        for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], parts.length == 2 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        boolean known = exchange.getRequestMethod().equals("POST")
                && "client_credentials".equals(form.get("grant_type"))
                && halo.clientId().equals(form.get("client_id"))
                && halo.clientSecret().equals(form.get("client_secret"));
        if (!known || halo.suffers(Fault.API_LOGIN_REFUSED)) {
            answer(exchange, 400, "application/json", "{\"error\":\"invalid_client\"}");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.add(token);
        answer(exchange, 200, "application/json", JSON.writeValueAsString(Map.of("access_token", token, "token_type", "Bearer", "expires_in", 3600)));
    }

    private void ticket(HttpExchange exchange) throws IOException, SQLException {
        String authorization = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
        if (!authorization.startsWith("Bearer ") || !tokens.contains(authorization.substring(7))) {
            answer(exchange, 401, "application/json", "{\"error\":\"unauthorized\"}");
            return;
        }
        String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        Optional<HaloStore.Ticket> ticket = id.matches("[0-9]{1,9}") && !halo.suffers(Fault.API_WITHOUT_TICKETS)
                ? store.ticket(Integer.parseInt(id))
                : Optional.empty();
        if (ticket.isEmpty()) {
            answer(exchange, 404, "application/json", "{\"error\":\"not found\"}");
        } else {
            answer(exchange, 200, "application/json", JSON.writeValueAsString(ticket.get()));
        }
    }

    static void answer(HttpExchange exchange, int status, String type, String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
