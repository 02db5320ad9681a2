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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cookies, forms and headers, as a browser has them; it follows no redirect, so that a test sees it. */
final class Browser {
    private static final Pattern HIDDEN_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client;
    private final String address;

    Browser(int port) {
        this("http://127.0.0.1:" + port, HttpClient.newBuilder());
    }

    /** @param settings such as which certificates are trusted */
    Browser(String address, HttpClient.Builder settings) {
        this.address = address;
        this.client = settings.cookieHandler(cookies).build();
    }

    /** As the one who may everything. */
    Browser loggedIn() throws Exception {
        return loggedInAs("operator");
    }

    Browser loggedInAs(String user) throws Exception {
        HttpResponse<String> answer = logIn(user, WithPages.PASSWORD);
        if (answer.statusCode() != 302 || answer.headers().firstValue("Location").orElse("").contains("error")) {
            throw new IllegalStateException("The login answered " + answer.statusCode() + " " + answer.headers().map());
        }
        // As a browser follows the redirect: the login renews the CSRF token, and the next page brings it.
        get("/");
        return this;
    }

    HttpResponse<String> logIn(String password) throws Exception {
        return logIn("operator", password);
    }

    HttpResponse<String> logIn(String user, String password) throws Exception {
        String form = "username=" + encoded(user) + "&password=" + encoded(password) + "&_csrf=" + encoded(hiddenToken(get("/login")));
        return send(request("/login").header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form)));
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).header("Accept", "text/html,*/*"));
    }

    HttpResponse<String> getAsScript(String path) throws Exception {
        return send(request(path).header("Accept", "*/*"));
    }

    /** @param method GET, or POST with an empty JSON object */
    HttpResponse<String> withToken(String method, String path, String token) throws Exception {
        HttpRequest.Builder request = request(path).header("Authorization", "Bearer " + token).header("Content-Type", "application/json");
        return send(method.equals("GET") ? request : request.method(method, BodyPublishers.ofString("{}")));
    }

    /** @param token as Hawtio sends it; null to leave it out */
    HttpResponse<String> postJson(String path, String json, String token) throws Exception {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        return send(token == null ? request : request.header("X-XSRF-TOKEN", token));
    }

    /** As a script of our own page or Hawtio's does. */
    HttpResponse<String> postJson(String path, String json) throws Exception {
        return postJson(path, json, cookie("XSRF-TOKEN"));
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
        return HttpRequest.newBuilder(path.startsWith("http") ? URI.create(path) : URI.create(address + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
