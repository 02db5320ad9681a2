package org.halomigration.migration;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who gives a command: what the journal keeps beside what it did. */
public final class Actor {
    /** As the journal's column. */
    private static final int LONGEST = 100;

    private Actor() {}

    /** The name of whoever is logged in on this thread; {@code jmx} for whoever has come by a JMX console of this machine, where nobody logs in. */
    public static String now() {
        String name = isLoggedIn() ? SecurityContextHolder.getContext().getAuthentication().getName() : "jmx";
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    }

    static boolean isLoggedIn() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
    }
}
