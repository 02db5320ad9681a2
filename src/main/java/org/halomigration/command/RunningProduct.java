package org.halomigration.command;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** The product as it runs, asked over HTTP: on this machine by the file that it leaves in its directory, elsewhere by address and token. */
final class RunningProduct {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;

    @Option(names = "--url", paramLabel = "ADDRESS", description = "Where the product runs, such as https://migration.host.example:8443; without it, on this machine.")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with a token of halo.tokens; without it, the variable HALO_TOKEN. Needed with --url.")
    private Path tokenFile;

    /** @param text as it was sent, to be passed on */
    record Answer(Map<?, ?> body, String text) {
        String text(String key) {
            return body.get(key) == null ? "" : body.get(key).toString();
        }
    }

    /** A command that does not fit: the migration's phase forbids it. */
    static final class RefusedByPhase extends RuntimeException {
        RefusedByPhase(String message) {
            super(message);
        }
    }

    /** Nobody answers, or whoever does lets us not in. */
    static final class Unreachable extends RuntimeException {
        Unreachable(String message) {
            super(message);
        }
    }

    /** @param what below {@code /api/migrations/}, encoded */
    Answer get(String what) throws IOException {
        return send(what, "GET", HttpRequest.BodyPublishers.noBody());
    }

    /** @param json the body; empty for none */
    Answer post(String what, String json) throws IOException {
        return send(what, "POST", HttpRequest.BodyPublishers.ofString(json));
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(String what, String method, HttpRequest.BodyPublisher body) throws IOException {
        Place place = place();
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(place.url + "/api/migrations/" + what))
                    .timeout(LIMIT)
                    .header("Authorization", "Bearer " + place.token)
                    .header("Content-Type", "application/json")
                    .method(method, body)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("--url: expected an address such as https://migration.host.example:8443, found '%s' or a token that no header can carry.".formatted(place.url));
        }
        HttpResponse<String> response;
        try {
            response = HttpClient.newBuilder().connectTimeout(LIMIT).build().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("Interrupted while " + place.url + " was asked. Whether the command was taken is not known: look with 'status'.");
        } catch (IOException e) {
            throw new Unreachable("%s does not answer (%s). %s".formatted(place.url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), place.hint));
        }
        return judged(place, response);
    }

    private static Answer judged(Place place, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw new Unreachable("%s does not let this token do that (%d). %s".formatted(
                    place.url, status, status == FORBIDDEN ? "It needs the role operator." : "Give one that halo.tokens of that process knows."));
        }
        Object value;
        try {
            value = JsonFile.parse(response.body());
        } catch (UnusableInput e) {
            value = null;
        }
        if (!(value instanceof Map<?, ?> answered)) {
            throw new Unreachable("%s answered %d, and not as the product does. Check the address.".formatted(place.url, status));
        }
        Answer answer = new Answer(answered, response.body());
        if (status == OK || status == ACCEPTED) {
            return answer;
        }
        if (status == CONFLICT) {
            throw new RefusedByPhase(answer.text("detail"));
        }
        if (status < 500) {
            throw new UnusableInput(answer.text("detail"));
        }
        throw new IllegalStateException("%s answered %d: %s".formatted(place.url, status, answer.text("detail")));
    }

    private record Place(String url, String token, String hint) {}

    private Place place() throws IOException {
        if (url != null) {
            String token = tokenFile != null ? read(tokenFile) : System.getenv("HALO_TOKEN");
            if (token == null || token.isBlank()) {
                throw new UnusableInput("With --url a token is needed: give --token-file, or set HALO_TOKEN.");
            }
            return new Place(url.toString().replaceFirst("/+$", ""), token.strip(), "Check the address, and that the product runs there.");
        }
        Path file = Folders.home().resolve("command-line.json");
        if (!Files.isReadable(file)) {
            throw new Unreachable("There is no %s that this user may read: the product does not run in this directory, or belongs to another user. Start it, or give --url and a token."
                    .formatted(file));
        }
        if (!(JsonFile.parse(Files.readString(file)) instanceof Map<?, ?> found) || found.get("url") == null || found.get("token") == null) {
            throw new UnusableInput("%s: expected url and token, as a running product writes them. Restart the product.".formatted(file));
        }
        return new Place(found.get("url").toString(), found.get("token").toString(), "The product has written " + file + " and has stopped since, it seems. Start it.");
    }

    private static String read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new UnusableInput("%s: expected a file with a token, found none that can be read. Check the path.".formatted(file));
        }
        return Files.readString(file);
    }
}
