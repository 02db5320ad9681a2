package org.halomigration.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How often a password may be wrong: after five failures for one user, or twenty from one address, the next try has to wait, and twice
 * as long after each further failure. What is remembered is bounded: of very many names and addresses the latest.
 */
final class LoginLimit {
    static final int PER_USER = 5;
    static final int PER_ADDRESS = 20;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    static final int MOST_REMEMBERED = 10_000;
    /** A name comes from outside, and may be as long as a request. */
    private static final int LONGEST_NAME = 100;

    private final Clock clock;
    private final Map<String, Failures> users = new Remembered();
    private final Map<String, Failures> addresses = new Remembered();

    LoginLimit(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {
        Duration wait(int free, Instant now) {
            if (count < free) {
                return Duration.ZERO;
            }
            Duration whole = FIRST_WAIT.multipliedBy(1L << Math.min(count - free, 10));
            Duration left = Duration.between(now, last.plus(whole.compareTo(LONGEST_WAIT) < 0 ? whole : LONGEST_WAIT));
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /**
     * Before a password is looked at. The try counts as failed from here on, so that a hundred at once are no way around.
     *
     * @return how long to wait with it; zero when it may be looked at now
     */
    synchronized Duration begin(String user, String address) {
        Instant now = clock.instant();
        Duration byUser = known(users, key(user), now).wait(PER_USER, now);
        Duration byAddress = known(addresses, address, now).wait(PER_ADDRESS, now);
        Duration wait = byUser.compareTo(byAddress) > 0 ? byUser : byAddress;
        if (wait.isZero()) {
            users.put(key(user), new Failures(known(users, key(user), now).count() + 1, now));
            addresses.put(address, new Failures(known(addresses, address, now).count() + 1, now));
        }
        return wait;
    }

    /** The password was right. What the address got wrong for other users still counts. */
    synchronized void succeeded(String user, String address) {
        users.remove(key(user));
        addresses.computeIfPresent(address, (same, failures) -> failures.count() <= 1 ? null : new Failures(failures.count() - 1, failures.last()));
    }

    int remembered() {
        return users.size() + addresses.size();
    }

    private static Failures known(Map<String, Failures> failures, String key, Instant now) {
        Failures known = failures.get(key);
        boolean forgotten = known == null || known.last().plus(LONGEST_WAIT.multipliedBy(2)).isBefore(now);
        return forgotten ? new Failures(0, now) : known;
    }

    private static String key(String user) {
        String name = user.toLowerCase(Locale.ROOT);
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private static final class Remembered extends LinkedHashMap<String, Failures> {
        private static final long serialVersionUID = 1;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }
}
