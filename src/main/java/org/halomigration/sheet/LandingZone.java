package org.halomigration.sheet;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * The SFTP directory tree between source and target.
 *
 * @param privateKey key file; null when a password is used
 * @param knownHosts the only host keys that are trusted
 * @param limit most bytes the landing zone may hold; null when not given
 * @param rateLimit bytes per second; null when not given
 * @param windows never null; empty: any time
 */
// Files are named by text: where a route puts a Path into a text, Camel puts the file's content there, which here is the key itself.
public record LandingZone(
        @Key(value = "The SFTP server", need = Need.SOURCE, format = Format.HOST, example = "sftp.host.example") String host,
        @Key(value = "Its port", byDefault = "22", example = "22") int port,
        @Key(value = "The login's name", need = Need.SOURCE, example = "acme") String username,
        @Key(value = "The file with the private key; this or `password`", format = Format.FILE, example = "/run/secrets/acme_key") String privateKey,
        @Key(value = "What opens the private key, where it is locked", example = "\"${file:/run/secrets/acme_passphrase}\"") Secret passphrase,
        @Key(value = "The login's password, where it has no key", example = "\"${ACME_SFTP_PASSWORD}\"") Secret password,
        @Key(value = "The file with the host keys that are trusted; no other is", byDefault = "config/known_hosts", format = Format.FILE,
                        example = "config/known_hosts")
                String knownHosts,
        @Key(value = "The migration's own directory on the server, from where a login begins", need = Need.SOURCE, example = "/acme") String directory,
        @Key(value = "How much may lie there at once; absent: as much as the server takes", example = "500GB") Long limit,
        @Key(value = "How much is sent there per second at most, unless a window says otherwise; absent: as much as the line takes", example = "20MB") Long rateLimit,
        @Key(value = "The time zone of the windows, by its IANA name", byDefault = "UTC", example = "Europe/London") ZoneId zone,
        @Key("When files may be sent; absent: at any time") List<Window> windows)
        implements Ruled {
    /**
     * Whether files may be sent now.
     *
     * @param bytesPerSecond 0: as much as the line takes; outside of every window, what holds for the landing zone
     */
    public record Allowed(boolean open, long bytesPerSecond) {}

    /**
     * A time in which files may be sent. One that ends before it begins goes on over midnight, and belongs to the day on which it begins.
     *
     * @param days never null; empty: every day
     * @param rateLimit bytes per second; null: that of the landing zone
     */
    public record Window(
            @Key(value = "On which days it begins; absent: on every day",
                            oneOf = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}, example = "[monday, tuesday]")
                    List<String> days,
            @Key(value = "When it begins, in quotes", need = Need.ALWAYS, example = "\"18:00\"") LocalTime from,
            @Key(value = "When it ends, in quotes; `\"00:00\"` is the end of the day", need = Need.ALWAYS, example = "\"07:00\"") LocalTime until,
            @Key(value = "How much is sent per second at most in it; absent: what holds for the landing zone", example = "20MB") Long rateLimit) {

        private boolean holds(LocalDateTime now) {
            boolean overnight = !until.isAfter(from);
            LocalTime time = now.toLocalTime();
            if (!time.isBefore(from) && (overnight || time.isBefore(until))) {
                return on(now.getDayOfWeek());
            }
            return overnight && time.isBefore(until) && on(now.getDayOfWeek().minus(1));
        }

        private boolean on(DayOfWeek day) {
            return days.isEmpty() || days.contains(day.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Whether files may be sent at that time, and how fast. Where windows overlap the first one counts. */
    public Allowed allowed(Instant at) {
        long usual = rateLimit == null ? 0 : rateLimit;
        if (windows.isEmpty()) {
            return new Allowed(true, usual);
        }
        LocalDateTime now = LocalDateTime.ofInstant(at, zone);
        return windows.stream()
                .filter(window -> window.holds(now))
                .findFirst()
                .map(window -> new Allowed(true, window.rateLimit() == null ? usual : window.rateLimit()))
                .orElse(new Allowed(false, usual));
    }


    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./";

    /**
     * The directory as it stands in the path of an endpoint's URI: from where a login begins, without a slash in front. What a URI, or Camel in
     * it, could take for something else is encoded twice: Camel decodes it when it puts the URI in order, and the endpoint when it reads it.
     */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (byte b : directory.replaceFirst("^/+", "").getBytes(StandardCharsets.UTF_8)) {
            boolean plain = PLAIN.indexOf(b & 0xff) >= 0;
            path.append(plain ? String.valueOf((char) b) : "%%25%02X".formatted(b));
        }
        return path.toString();
    }

    @Override
    public List<Breach> breaches(Role role) {
        return privateKey != null || password != null
                ? List.of()
                : List.of(new Breach("private-key", "a private-key or a password", "neither"));
    }
}
