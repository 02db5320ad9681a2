package org.halomigration.web;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cookies, forms and headers, as a browser has them; it follows no redirect, so that a test sees it. */
final class Browser {
    private static final Pattern HIDDEN_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String address;

    Browser(int port) {
        this.address = "http://127.0.0.1:" + port;
    }

    Browser loggedIn() throws Exception {
        HttpResponse<String> answer = logIn(WithPages.PASSWORD);
        if (answer.statusCode() != 302 || answer.headers().firstValue("Location").orElse("").contains("error")) {
            throw new IllegalStateException("The login answered " + answer.statusCode() + " " + answer.headers().map());
        }
        // As a browser follows the redirect: the login renews the CSRF token, and the next page brings it.
        get("/");
        return this;
    }

    HttpResponse<String> logIn(String password) throws Exception {
        String form = "username=operator&password=" + encoded(password) + "&_csrf=" + encoded(hiddenToken(get("/login")));
        return send(request("/login").header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).header("Accept", "text/html,*/*"));
    }

    HttpResponse<String> getAsScript(String path) throws Exception {
        return send(request(path).header("Accept", "*/*"));
    }

    HttpResponse<String> getWithBasic(String path, String password) throws Exception {
        String credentials = Base64.getEncoder().encodeToString(("operator:" + password).getBytes(StandardCharsets.UTF_8));
        return send(request(path).header("Authorization", "Basic " + credentials));
    }

    /** @param token as Hawtio sends it; null to leave it out */
    HttpResponse<String> postJson(String path, String json, String token) throws Exception {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        return send(token == null ? request : request.header("X-XSRF-TOKEN", token));
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals(name)).findFirst().orElseThrow().getValue();
    }

    static String hiddenToken(HttpResponse<String> page) {
        Matcher token = HIDDEN_TOKEN.matcher(page.body());
        if (!token.find()) {
            throw new IllegalStateException("No CSRF token in the form of:\n" + page.body());
        }
        return token.group(1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
