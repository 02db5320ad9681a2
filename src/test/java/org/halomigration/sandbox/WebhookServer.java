package org.halomigration.sandbox;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An incoming webhook on loopback, as chat services have them: whoever knows its address may post JSON to it. */
public final class WebhookServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    private WebhookServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean posted = exchange.getRequestMethod().equals("POST") && "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            int answer = posted ? status : 400;
            if (answer == 200) {
                bodies.add(body);
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    public static WebhookServer start() throws IOException {
        return new WebhookServer();
    }

    /** Its address with the secret part that chat services give it. */
    public String url(String secret) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/services/" + secret;
    }

    /** What was taken, oldest first. */
    public List<String> bodies() {
        return List.copyOf(bodies);
    }

    /** Answers so from now on. */
    public void answers(int status) {
        this.status = status;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
