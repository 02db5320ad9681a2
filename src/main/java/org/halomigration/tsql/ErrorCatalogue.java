package org.halomigration.tsql;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What SQL Server's error numbers mean and what to do about them; the data stands in {@code sqlserver-errors.yaml}. */
public final class ErrorCatalogue {
    private static final Pattern OPERATING_SYSTEM_ERROR = Pattern.compile("(?i)(?:operating system error|failed:)\\D{0,3}(\\d+)");
    private static final ErrorCatalogue STANDARD = read("sqlserver-errors.yaml");

    /**
     * One number.
     *
     * @param failsRecovery an informational message that says that a recovery did not happen
     * @param occupied others are in the database, and the statement needs it for itself
     */
    public record Entry(int number, String meaning, String advice, Retry retry, boolean failsRecovery, boolean occupied) {}

    private record Line(
            int number,
            String meaning,
            String advice,
            Retry retry,
            @JsonProperty("fails-recovery") boolean failsRecovery,
            boolean occupied,
            @JsonProperty("operating-system-errors") List<Cause> causes) {}

    private record Cause(List<Integer> numbers, String meaning, String advice, Retry retry) {}

    private final Map<Integer, Line> lines = new HashMap<>();

    private ErrorCatalogue(List<Line> lines) {
        for (Line line : lines) {
            if (this.lines.put(line.number(), line) != null) {
                throw new IllegalStateException("The error catalogue has number " + line.number() + " twice");
            }
        }
    }

    /** The product's own catalogue. */
    public static ErrorCatalogue standard() {
        return STANDARD;
    }

    private static ErrorCatalogue read(String resource) {
        try (InputStream in = ErrorCatalogue.class.getResourceAsStream(resource)) {
            ObjectMapper mapper = YAMLMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
            return new ErrorCatalogue(List.of(mapper.readValue(in, Line[].class)));
        } catch (IOException e) {
            throw new IllegalStateException("The error catalogue " + resource + " cannot be read", e);
        }
    }

    /** What is known of a number; empty where nothing is. */
    public Optional<Entry> find(int number, String text) {
        Line line = lines.get(number);
        return line == null ? Optional.empty() : Optional.of(entry(line, text == null ? "" : text));
    }

    /**
     * What to say of a number.
     *
     * @param text the server's words: where the number stands for several things, the operating system's error in them decides
     */
    public Entry entry(int number, String text) {
        return find(number, text).orElse(new Entry(number, "", "Look the number up in SQL Server's documentation.", Retry.NEVER, false, false));
    }

    /** The first error that is a cause: wrappers only say that another one stands before them. */
    public ServerMessage cause(List<ServerMessage> errors) {
        return errors.stream()
                .filter(error -> find(error.number(), error.text()).map(Entry::retry).orElse(Retry.NEVER) != Retry.WRAPPER)
                .findFirst()
                .orElse(errors.get(0));
    }

    private static Entry entry(Line line, String text) {
        Matcher found = OPERATING_SYSTEM_ERROR.matcher(text);
        if (line.causes() != null && found.find()) {
            int error = Integer.parseInt(found.group(1));
            for (Cause cause : line.causes()) {
                if (cause.numbers().contains(error)) {
                    return new Entry(line.number(), cause.meaning(), cause.advice(), cause.retry(), line.failsRecovery(), line.occupied());
                }
            }
        }
        return new Entry(line.number(), line.meaning(), line.advice(), line.retry(), line.failsRecovery(), line.occupied());
    }
}
