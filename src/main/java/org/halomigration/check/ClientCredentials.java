package org.halomigration.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.halomigration.sheet.Secret;

/**
 * A login by OAuth2's client credentials grant (RFC 6749, 4.4). It is done here and not in a route, because what passes through a route
 * can be watched.
 *
 * @param scope null where none is asked for
 * @param limit for the whole of it
 */
record ClientCredentials(String tokenUrl, String clientId, Secret clientSecret, String scope, Duration limit) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REASON = Pattern.compile("AADSTS\\d{4,8}");

    /**
     * Asks for a token.
     *
     * @throws LoginRefused when the answer is no token
     * @throws IOException when there is no answer in time
     */
    Secret token() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(tokenUrl))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .timeout(limit)
                .POST(HttpRequest.BodyPublishers.ofString(form()))
                .build();
        HttpResponse<String> answer = send(request);
        JsonNode json = answer.body().startsWith("{") ? JSON.readTree(answer.body()) : JSON.createObjectNode();
        if (answer.statusCode() != 200 || !json.path("access_token").isTextual()) {
            String error = json.path("error").isTextual() ? " (" + json.path("error").asText() + reason(json.path("error_description").asText()) + ")" : "";
            throw new LoginRefused(tokenUrl + " gave the client '" + clientId + "' no token, but status " + answer.statusCode() + error);
        }
        return new Secret(json.get("access_token").asText());
    }

    /** Entra's number of the reason, which tells a policy from a wrong secret; the rest of the text is the server's and stays out. */
    private static String reason(String description) {
        Matcher number = REASON.matcher(description);
        return number.find() ? ", " + number.group() : "";
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(tokenUrl + " gave no token in " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(tokenUrl + " cannot be asked for a token: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a token was asked for", e);
        }
    }

    private String form() {
        return "grant_type=client_credentials&client_id=" + encoded(clientId) + "&client_secret=" + encoded(clientSecret.reveal())
                + (scope == null ? "" : "&scope=" + encoded(scope));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
