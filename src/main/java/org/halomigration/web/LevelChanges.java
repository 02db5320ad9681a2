package org.halomigration.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.halomigration.journal.Journal;
import org.halomigration.migration.Actor;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;

/** Keeps in the journal who changed a log level, and to what. */
final class LevelChanges extends OncePerRequestFilter {
    private static final String LOGGERS = "/actuator/loggers/";
    private static final int LONGEST = 200;

    private final List<Journal> journals;

    LevelChanges(List<Journal> journals) {
        this.journals = journals;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || !request.getServletPath().startsWith(LOGGERS);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws ServletException, IOException {
        ContentCachingRequestWrapper asked = new ContentCachingRequestWrapper(request, LONGEST);
        chain.doFilter(asked, response);
        if (response.getStatus() < 300) {
            String level = new String(asked.getContentAsByteArray(), StandardCharsets.UTF_8).replaceAll("[^A-Za-z0-9\":{}]+", " ");
            String text = "log level of " + request.getServletPath().substring(LOGGERS.length()) + " changed: " + level;
            journals.get(0).events().happened(null, null, "process.log-level", text, null, Actor.now());
        }
    }
}
