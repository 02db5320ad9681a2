package org.halomigration.web;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** As much of an OpenID provider as the code flow needs: whoever is sent here is {@link #user} at once, and of {@link #groups}. */
final class OidcProvider implements AutoCloseable {
    static final String CLIENT = "halo-migration";
    static final String SECRET = "what only provider and client know";

    volatile String user = "ada";
    volatile List<String> groups = List.of();
    /** Which key signs: another one than the provider publishes, where somebody else pretends to be it. */
    volatile RSAKey signs;

    private final RSAKey published;
    private final HttpServer server;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();

    OidcProvider() throws Exception {
        published = new RSAKeyGenerator(2048).keyID("one").generate();
        signs = published;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext("/jwks", exchange -> answer(exchange, 200, new JWKSet(published.toPublicJWK()).toString()));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What Spring Boot is told about it. */
    String[] properties() {
        String registration = "--spring.security.oauth2.client.registration.house.";
        String provider = "--spring.security.oauth2.client.provider.house.";
        return new String[] {
            registration + "client-id=" + CLIENT, registration + "client-secret=" + SECRET, registration + "scope=openid", registration + "client-name=The House",
            registration + "authorization-grant-type=authorization_code", registration + "redirect-uri={baseUrl}/login/oauth2/code/{registrationId}",
            provider + "authorization-uri=" + address() + "/authorize", provider + "token-uri=" + address() + "/token", provider + "jwk-set-uri=" + address() + "/jwks",
            provider + "user-name-attribute=preferred_username"
        };
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        String code = "code-" + nonces.size();
        nonces.put(code, asked.get("nonce"));
        exchange.getResponseHeaders().set("Location", asked.get("redirect_uri") + "?code=" + code + "&state=" + java.net.URLEncoder.encode(asked.get("state"), StandardCharsets.UTF_8));
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        String nonce = nonces.remove(asked.get("code"));
        if (login == null || nonce == null) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(address()).audience(CLIENT).subject("4711").issueTime(Date.from(now)).expirationTime(Date.from(now.plusSeconds(300)))
                .claim("nonce", nonce).claim("preferred_username", user).claim("groups", groups)
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
        try {
            token.sign(new RSASSASigner(signs));
        } catch (JOSEException e) {
            throw new IOException(e);
        }
        answer(exchange, 200, "{\"access_token\":\"unused\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"" + token.serialize() + "\"}");
    }

    private static Map<String, String> fields(String form) {
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
