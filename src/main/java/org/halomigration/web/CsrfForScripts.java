package org.halomigration.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the CSRF token both ways: Hawtio reads the cookie and sends it back as a header, as it is; our forms carry it masked, so
 * that a compressed page does not give it away (Spring Security's reference, "Single-Page Applications").
 */
final class CsrfForScripts extends CsrfTokenRequestAttributeHandler {
    private final XorCsrfTokenRequestAttributeHandler masked = new XorCsrfTokenRequestAttributeHandler();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
        masked.handle(request, response, token);
    }

    @Override
    public String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
        boolean byScript = request.getHeader(token.getHeaderName()) != null;
        return byScript ? super.resolveCsrfTokenValue(request, token) : masked.resolveCsrfTokenValue(request, token);
    }

    /** Asks for the token on each request: it is lazy, and without this Hawtio would never get the cookie. */
    static final class CookieFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
            if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
                token.getToken();
            }
            chain.doFilter(request, response);
        }
    }
}
