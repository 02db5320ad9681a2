package org.halomigration.tsql;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server said while a statement ran.
 *
 * @param severity 0 to 10 informs, 11 and above is an error, 20 and above closes the connection
 */
public record ServerMessage(int number, int severity, int state, String text) {
    private static final Pattern PERCENT = Pattern.compile("^\\D*([0-9]{1,3})\\b");

    public boolean isError() {
        return severity > 10;
    }

    /** The progress that message 3211 ("n percent processed.") carries; its words are in the server's language, its number is not. */
    public OptionalInt percent() {
        Matcher found = PERCENT.matcher(text == null ? "" : text);
        return number == 3211 && found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return number + " " + text;
    }
}
