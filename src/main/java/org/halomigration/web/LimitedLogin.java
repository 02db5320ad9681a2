package org.halomigration.web;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Looks at names and passwords, and at no more of them than {@link LoginLimit} allows. */
@Component
final class LimitedLogin implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedLogin.class);

    private final DaoAuthenticationProvider login;
    private final LoginLimit limit;

    LimitedLogin(LocalUsers users, Clock clock) {
        login = new DaoAuthenticationProvider(users.all());
        login.setPasswordEncoder(users.encoder());
        limit = new LoginLimit(clock);
    }

    /** Refused without a look at the password. */
    static final class TooMany extends AuthenticationException {
        private static final long serialVersionUID = 1;
        private final long seconds;

        TooMany(Duration wait) {
            super("Too many failed logins");
            seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        }

        /** When to try again. */
        long seconds() {
            return seconds;
        }
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        String address = asked.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "unknown";
        Duration wait = limit.begin(asked.getName(), address);
        if (!wait.isZero()) {
            LOG.warn("A login from {} is refused for {} s: too many failed before", address, wait.toSeconds());
            throw new TooMany(wait);
        }
        Authentication answer = login.authenticate(asked);
        limit.succeeded(asked.getName(), address);
        return answer;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
