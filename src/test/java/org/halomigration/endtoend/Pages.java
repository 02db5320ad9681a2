package org.halomigration.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.halomigration.sandbox.Product;

/** The running product over HTTP, asked by a program that has a token. */
final class Pages {
    /** Each page that shows what is in the journal; a new one belongs here. */
    private static final List<String> ALL = List.of("/", "/actuator/health", "/actuator/info", "/no-such-page");

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    Pages(Product product, String token) {
        this.address = "http://127.0.0.1:" + product.application().getEnvironment().getProperty("local.server.port");
        this.token = token;
    }

    String everyPage() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String path : ALL) {
            all.append(new String(answer(path).body(), StandardCharsets.UTF_8)).append('\n');
        }
        return all.toString();
    }

    String get(String path) throws Exception {
        return new String(bytes(path), StandardCharsets.UTF_8);
    }

    byte[] bytes(String path) throws Exception {
        HttpResponse<byte[]> answer = answer(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    /** A series' value in a scrape. */
    static double value(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no " + series + " in\n" + scrape.lines().filter(line -> line.startsWith(series.replaceAll("\\{.*", ""))).toList()));
    }

    private HttpResponse<byte[]> answer(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer " + token).header("Accept", "text/html,*/*").build();
        return client.send(request, BodyHandlers.ofByteArray());
    }
}
