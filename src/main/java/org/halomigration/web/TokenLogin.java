package org.halomigration.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.halomigration.web.AccessProperties.Token;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in a request that carries a bearer token, as the user that the token is named after. A request with a token is judged by it
 * alone: a session beside it counts for nothing, and so no other site can borrow one by leaving the CSRF token out.
 */
final class TokenLogin extends OncePerRequestFilter {
    private static final String BEARER = "bearer";

    private final Map<String, Token> tokens = new HashMap<>();
    private final SecurityContextRepository forThisRequest = new RequestAttributeSecurityContextRepository();

    /** @throws IllegalStateException naming the entry that is wrong */
    TokenLogin(List<Token> configured) {
        for (int i = 0; i < configured.size(); i++) {
            Token token = configured.get(i);
            String key = "halo.tokens[" + i + "]";
            if (token.name() == null || token.name().isBlank() || token.role() == null) {
                throw new IllegalStateException(key + " needs a name, which the journal keeps, and a role: viewer, operator or admin.");
            }
            if (token.sha256() == null || !token.sha256().matches("[0-9A-Fa-f]{64}")) {
                throw new IllegalStateException(key + ".sha256 of '" + token.name() + "' is no SHA-256 in hex; expected what `printf %s TOKEN | sha256sum` prints.");
            }
            if (tokens.put(token.sha256().toLowerCase(Locale.ROOT), token) != null) {
                throw new IllegalStateException(key + ".sha256 of '" + token.name() + "' is another token's, too. Make one token for each program.");
            }
        }
    }

    static boolean carriesToken(HttpServletRequest request) {
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        return given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        if (!carriesToken(request)) {
            chain.doFilter(request, response);
            return;
        }
        Token token = tokens.get(sha256(request.getHeader(HttpHeaders.AUTHORIZATION).substring(BEARER.length()).strip()));
        if (token == null) {
            SecurityContextHolder.clearContext();
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(token.name(), null, token.role().authorities()));
        SecurityContextHolder.setContext(context);
        // An answer that is streamed is ended by another thread, which must still know who asked.
        forThisRequest.saveContext(context, request, response);
        chain.doFilter(request, response);
    }

    static String sha256(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
