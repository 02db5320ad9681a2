package org.halomigration.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.halomigration.backup.Lsn;
import org.halomigration.backup.TargetState;
import org.halomigration.sheet.Nearest;

/** A target database as a file describes it: {@code {name,state,redoStartLsn,redoStartForkGuid,differentialBaseGuid,familyGuid}}. */
final class TargetFile {
    private static final List<String> KEYS = List.of("name", "state", "redoStartLsn", "redoStartForkGuid", "differentialBaseGuid", "familyGuid");
    private static final String EXPECTED = "an object of " + String.join(", ", KEYS);

    private final Path file;
    private final Map<?, ?> object;

    private TargetFile(Path file, Map<?, ?> object) {
        this.file = file;
        this.object = object;
    }

    /** @throws UnusableInput where the file holds something else */
    static TargetState read(Path file) {
        List<Object> values = JsonFile.read(file, EXPECTED);
        if (values.size() != 1 || !(values.get(0) instanceof Map<?, ?> object)) {
            throw new UnusableInput("%s: expected %s, found %s.".formatted(file, EXPECTED, values.isEmpty() ? "an empty file" : "something else"));
        }
        return new TargetFile(file, object).state();
    }

    private TargetState state() {
        for (Object key : object.keySet()) {
            if (!KEYS.contains(key)) {
                String nearest = Nearest.to(key.toString(), KEYS).map(" Did you mean %s?"::formatted).orElse("");
                throw new UnusableInput("%s: expected %s, found the key '%s'.%s".formatted(file, EXPECTED, key, nearest));
            }
        }
        Lsn redoStart = value("redoStartLsn", "a whole number of at most 25 digits, best as text", Lsn::from);
        TargetState.State state = value("state", "a state_desc of sys.databases, such as RESTORING, or ABSENT", TargetFile::state);
        if (state == null && redoStart != null) {
            throw new UnusableInput("%s: state: expected a state_desc of sys.databases, such as RESTORING, found nothing.".formatted(file));
        }
        String name = value("name", "text", Object::toString);
        return new TargetState(
                name, state == null ? TargetState.State.ABSENT : state, redoStart, guid("redoStartForkGuid"), guid("differentialBaseGuid"), guid("familyGuid"));
    }

    private UUID guid(String key) {
        return value(key, "a GUID", value -> UUID.fromString(value.toString().trim().toLowerCase(Locale.ROOT).replaceAll("[{}]", "")));
    }

    private static TargetState.State state(Object value) {
        TargetState.State state = TargetState.State.parse(value.toString());
        if (state == TargetState.State.OTHER) {
            throw new IllegalArgumentException("no state");
        }
        return state;
    }

    private <T> T value(String key, String expected, Function<Object, T> reader) {
        Object value = object.get(key);
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("%s: %s: expected %s, found \"%s\".".formatted(file, key, expected, value));
        }
    }
}
