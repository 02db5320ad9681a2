package org.halomigration.sheet;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** What a value looks like: how to say it to a person, and how to read it. */
enum Format {
    BY_TYPE(""),
    TEXT("text"),
    NAME("a database name of at most 128 characters"),
    HOST("a host name or address, without scheme and port"),
    PORT("a port number from 1 to 65535"),
    LEVEL("a compatibility level from 130 to 170, in tens"),
    SIZE("a size such as 60GB (10^9 bytes), 60GiB (2^30 bytes) or a number of bytes"),
    DURATION("a duration longer than zero such as 15m, 24h, 7d or PT15M"),
    CRON("a Quartz cron expression of six or seven fields such as \"0/30 * * * * ?\""),
    ZONE("a time zone such as Europe/London"),
    DATE("a date such as 2026-12-05"),
    CLOCK("a time of day such as \"08:00\""),
    TIME("a local date and time such as \"2026-12-04T20:00\""),
    URL("an http or https URL without a password in it"),
    JDBC_URL("a JDBC URL such as \"jdbc:sqlserver://host:1433\", without a password in it"),
    MAIL("a mail address"),
    DIRECTORY("a directory path"),
    FILE("a file path"),
    S3_ARN("the address of an S3 bucket or of a prefix in it, such as arn:aws:s3:::bucket/prefix"),
    YES_NO("yes or no");

    private static final Map<Class<?>, Format> OF_TYPE = Map.ofEntries(
            Map.entry(String.class, TEXT),
            Map.entry(Boolean.class, YES_NO),
            Map.entry(Secret.class, TEXT),
            Map.entry(Path.class, FILE),
            Map.entry(int.class, PORT),
            Map.entry(Long.class, SIZE),
            Map.entry(Duration.class, DURATION),
            Map.entry(LocalDate.class, DATE),
            Map.entry(LocalTime.class, CLOCK),
            Map.entry(LocalDateTime.class, TIME),
            Map.entry(ZoneId.class, ZONE));
    private static final Pattern HOST_NAME = Pattern.compile("[\\p{L}\\p{N}_.:%-]+");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final Pattern BUCKET = Pattern.compile("arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[^*]*)?");
    /** Every connection property of Microsoft's driver that holds a secret. */
    private static final Pattern SECRET_PROPERTY =
            Pattern.compile("(?i)[;?&]\\s*(\\w*(password|pwd|secret)|accessToken|keyVaultProviderClientKey)\\s*=");

    private final String expected;

    Format(String expected) {
        this.expected = expected;
    }

    /** What to write, for a message: "expected …". */
    String expected() {
        return expected;
    }

    static Format of(Class<?> type) {
        return OF_TYPE.get(type);
    }

    /** Whether a value that YAML takes for a number is fine. */
    boolean numeric() {
        return this == PORT || this == LEVEL || this == SIZE;
    }

    /** Whether a value that YAML takes for true or false is fine. */
    boolean trueOrFalse() {
        return this == YES_NO;
    }

    /** Whether a value that YAML takes for a date is fine. */
    boolean dated() {
        return this == DATE || this == TIME;
    }

    /** Whether a wrong value may be shown in a message: not where it is known to hold a password. */
    boolean showable(String text) {
        return switch (this) {
            case URL -> !text.contains("@");
            case JDBC_URL -> !SECRET_PROPERTY.matcher(text).find() && !text.split(";", 2)[0].contains("@");
            default -> true;
        };
    }

    /**
     * The value of a text, in the type that belongs to this format.
     *
     * @throws RuntimeException when the text is none; only a {@link Refused} says why in words for people
     */
    Object read(String text) {
        return switch (this) {
            case BY_TYPE, TEXT -> text;
            case NAME -> require(text, text.length() <= 128 && text.indexOf('\0') < 0);
            case HOST -> require(text, HOST_NAME.matcher(text).matches());
            case PORT -> port(text);
            case LEVEL -> level(text);
            case SIZE -> Sizes.bytes(text);
            case DURATION -> Durations.duration(text);
            case CRON -> cron(text);
            case ZONE -> ZoneId.of(text);
            case DATE -> LocalDate.parse(text);
            case CLOCK -> LocalTime.parse(text);
            case TIME -> LocalDateTime.parse(text);
            case URL -> url(text);
            case JDBC_URL -> require(text, text.startsWith("jdbc:sqlserver://") && showable(text));
            case MAIL -> require(text, ADDRESS.matcher(text).matches());
            case DIRECTORY, FILE -> Path.of(text);
            case S3_ARN -> require(text, BUCKET.matcher(text).matches());
            case YES_NO -> yes(text);
        };
    }

    private static boolean yes(String text) {
        require(text, text.matches("(?i)yes|no|true|false"));
        return text.matches("(?i)yes|true");
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        require(text, port >= 1 && port <= 65535);
        return port;
    }

    private static int level(String text) {
        int level = Integer.parseInt(text);
        require(text, level >= Target.LEAST_LEVEL && level <= 170 && level % 10 == 0);
        return level;
    }

    private static String cron(String text) {
        try {
            return require(text, new CronExpression(text).getNextValidTimeAfter(new Date()) != null);
        } catch (ParseException | UnsupportedOperationException e) {
            throw new Refused(e.getMessage());
        }
    }

    private static String url(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return require(text, web && uri.getHost() != null && uri.getRawUserInfo() == null);
        } catch (URISyntaxException e) {
            throw new Refused("");
        }
    }

    private static String require(String text, boolean fits) {
        if (!fits) {
            throw new Refused("");
        }
        return text;
    }

    /** A value that its format does not take; the message, where there is one, says why and holds no more than the value itself. */
    static final class Refused extends IllegalArgumentException {
        Refused(String why) {
            super(why);
        }
    }
}
